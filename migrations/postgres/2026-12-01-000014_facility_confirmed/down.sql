-- Which facilities are not confirmed is lost: the step before takes all for those of offices.
ALTER TABLE facility DROP COLUMN confirmed;
