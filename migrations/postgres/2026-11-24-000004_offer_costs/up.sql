-- What offers cost: one price sheet an offer. Amounts are cents; one that is not known is NULL, never zero.
-- A sheet goes with its offer.
CREATE TABLE offer_costs (
    facility_id TEXT COLLATE "C" NOT NULL,
    category TEXT COLLATE "C" NOT NULL,
    per TEXT COLLATE "C" NOT NULL CHECK (per IN ('month', 'day', 'hour', 'meal')),
    -- The day from which the amounts hold.
    holds_on DATE NOT NULL,
    own_share_cents INTEGER CHECK (own_share_cents BETWEEN 0 AND 2000000),
    care_share_cents INTEGER CHECK (care_share_cents BETWEEN 0 AND 2000000),
    board_and_lodging_cents INTEGER CHECK (board_and_lodging_cents BETWEEN 0 AND 2000000),
    investment_cents INTEGER CHECK (investment_cents BETWEEN 0 AND 2000000),
    training_levy_cents INTEGER CHECK (training_levy_cents BETWEEN 0 AND 2000000),
    price_cents INTEGER CHECK (price_cents BETWEEN 0 AND 2000000),
    PRIMARY KEY (facility_id, category),
    FOREIGN KEY (facility_id, category) REFERENCES offer (facility_id, category) ON DELETE CASCADE,
    CHECK (COALESCE(own_share_cents, care_share_cents, board_and_lodging_cents, investment_cents,
        training_levy_cents, price_cents) IS NOT NULL)
);
