-- False where no office answers for a facility, as for one of OpenStreetMap. NULL where its list does not say it, as those of
-- offices do not.
ALTER TABLE facility ADD COLUMN confirmed BOOLEAN;
