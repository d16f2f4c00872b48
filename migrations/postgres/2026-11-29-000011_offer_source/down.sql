-- The list of such offers is lost: the step before takes them for those of the facility's own list.
ALTER TABLE offer DROP COLUMN source;
