//! Door 1: find facilities. The register as an immutable snapshot with a metric index; one query in,
//! one page out. No clock, no database, no web in here: the day is part of the snapshot.
