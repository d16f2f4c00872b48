-- The list an offer is from, where it is another than that of its facility: a second list (one file a kind) may add an
-- offer to a facility that the first one leads. NULL is the list of the facility.
ALTER TABLE offer ADD COLUMN source TEXT COLLATE "C";
