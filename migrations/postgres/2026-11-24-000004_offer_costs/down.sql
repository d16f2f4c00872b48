-- The costs are lost: the step before has no place for them.
DROP TABLE offer_costs;
