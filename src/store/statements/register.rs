//! The register's rows: read whole, changed in one transaction.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::count_star;
use diesel::prelude::*;

use super::{Connection, Store, history};
use crate::register::{Costs, Facility, Feature, Offer, Provider};
use crate::store::tables::cost_rows::CostsRow;
use crate::store::tables::rows::{FacilityRow, OfferRow, Shared, column, count, provider as provider_of};
use crate::store::tables::schema::{
    facility, facility_change, facility_feature, import_run, offer, offer_costs, places_history, provider,
    register_state,
};
use crate::store::{
    Change, ChangeKind, Changes, Feed, HistoryEntry, ImportRun, PlacesRecord, RegisterStore, RegisterWriter,
    StoreError,
};

impl RegisterStore for Store {
    fn version(&self) -> Result<u64, StoreError> {
        version(&mut *self.connection()?)
    }

    fn load(&self) -> Result<(Vec<Facility>, u64), StoreError> {
        self.read(|connection| Ok((load(connection, None)?, version(connection)?)))
    }

    fn changes_since(&self, since: u64, after: u64, limit: u64) -> Result<Feed, StoreError> {
        let connection = &mut *self.connection()?;
        let newer = facility_change::version.gt(to_column(since));
        let total: i64 = facility_change::table.filter(newer).select(count_star()).first(connection)?;
        let rows: Vec<(i32, i64, String, String)> = facility_change::table
            .filter(newer)
            .filter(facility_change::id.gt(i32::try_from(after).unwrap_or(i32::MAX)))
            .order(facility_change::id)
            .limit(to_column(limit) + 1)
            .load(connection)?;
        let page = usize::try_from(limit).unwrap_or(usize::MAX).min(rows.len());
        let next = rows.get(page).and(page.checked_sub(1)).and_then(|last| rows.get(last));
        Ok(Feed {
            total: usize::try_from(total).unwrap_or_default(),
            next: next.map(|(id, ..)| u64::from(id.unsigned_abs())),
            changes: rows.into_iter().take(page).map(change).collect::<Result<_, _>>()?,
        })
    }

    fn places_history(&self, id: &str) -> Result<Vec<PlacesRecord>, StoreError> {
        type Columns = (String, Option<i32>, Option<NaiveDate>, Option<i32>, Option<NaiveDate>, i64);
        let rows: Vec<Columns> = places_history::table
            .filter(places_history::facility_id.eq(id))
            .order((places_history::version, places_history::category))
            .select((
                places_history::category,
                places_history::places,
                places_history::places_on,
                places_history::free_places,
                places_history::counted_on,
                places_history::version,
            ))
            .load(&mut *self.connection()?)?;
        rows.into_iter()
            .map(|(category, places, places_on, free_places, counted_on, version)| {
                Ok(PlacesRecord {
                    category,
                    places: count(id, places)?,
                    places_on,
                    free_places: count(id, free_places)?,
                    counted_on,
                    version: version.unsigned_abs(),
                })
            })
            .collect()
    }

    fn facility_version(&self, id: &str) -> Result<Option<u64>, StoreError> {
        facility_version(&mut *self.connection()?, id)
    }

    fn history(&self, id: &str, limit: u32) -> Result<Vec<HistoryEntry>, StoreError> {
        history::of_facility(&mut *self.connection()?, id, i64::from(limit))
    }

    fn history_entry(&self, number: i32) -> Result<Option<HistoryEntry>, StoreError> {
        history::by_number(&mut *self.connection()?, number)
    }

    fn history_of_version(&self, version: u64) -> Result<Vec<HistoryEntry>, StoreError> {
        history::of_version(&mut *self.connection()?, to_column(version))
    }

    fn imports(&self, limit: u32) -> Result<Vec<(ImportRun, u64)>, StoreError> {
        let rows: Vec<ImportRow> = import_run::table
            .select(IMPORT)
            .order(import_run::id.desc())
            .limit(i64::from(limit))
            .load(&mut *self.connection()?)?;
        Ok(rows.into_iter().map(import).collect())
    }

    fn import_of_version(&self, version: u64) -> Result<Option<ImportRun>, StoreError> {
        let row: Option<ImportRow> = import_run::table
            .select(IMPORT)
            .filter(import_run::version.eq(to_column(version)))
            .first(&mut *self.connection()?)
            .optional()?;
        Ok(row.map(|row| import(row).0))
    }

    fn in_transaction(
        &self,
        work: &mut dyn FnMut(&mut dyn RegisterWriter) -> bool,
    ) -> Result<(), StoreError> {
        self.write(|writer| if work(writer) { Ok(()) } else { Err(Rollback::Asked) }).or_else(|error| {
            match error {
                Rollback::Asked => Ok(()),
                Rollback::Failed(error) => Err(error),
            }
        })
    }
}

type ImportRow = (i64, NaiveDateTime, String, String, String, String, i32, i32);

/// The columns of [`ImportRow`].
const IMPORT: (
    import_run::version,
    import_run::imported_at,
    import_run::source,
    import_run::file_name,
    import_run::sha256,
    import_run::layout,
    import_run::rows_total,
    import_run::rows_rejected,
) = (
    import_run::version,
    import_run::imported_at,
    import_run::source,
    import_run::file_name,
    import_run::sha256,
    import_run::layout,
    import_run::rows_total,
    import_run::rows_rejected,
);

fn import(row: ImportRow) -> (ImportRun, u64) {
    let (version, imported_at, source, file_name, sha256, layout, rows_total, rows_rejected) = row;
    let (rows_total, rows_rejected) = (rows_total.unsigned_abs(), rows_rejected.unsigned_abs());
    let run = ImportRun { imported_at, source, file_name, sha256, layout, rows_total, rows_rejected };
    (run, version.unsigned_abs())
}

/// Why a transaction was not kept.
enum Rollback {
    Asked,
    Failed(StoreError),
}

impl From<StoreError> for Rollback {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

impl Store {
    /// Runs `work` with the only writer there is. What it wrote is kept if it gives `Ok`; otherwise
    /// nothing is. A second process waits until the first is done.
    pub(in crate::store) fn write<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.change(|connection| work(&mut Writer { connection }))
    }
}

/// An open transaction that may write.
pub(in crate::store) struct Writer<'a> {
    pub(in crate::store) connection: &'a mut Connection,
}

/// Whether a facility is in the register that is not invented.
pub(in crate::store) fn has_real_facilities(connection: &mut Connection) -> Result<bool, StoreError> {
    use diesel::dsl::{exists, select};
    let real = facility::table.filter(facility::example.eq(false));
    Ok(select(exists(real)).get_result(connection)?)
}

impl RegisterWriter for Writer<'_> {
    fn version(&mut self) -> Result<u64, StoreError> {
        version(self.connection)
    }

    fn facilities(&mut self) -> Result<Vec<Facility>, StoreError> {
        load(self.connection, None)
    }

    fn facilities_of(&mut self, source: &str) -> Result<Vec<Facility>, StoreError> {
        load(self.connection, Some(source))
    }

    fn facility(&mut self, id: &str) -> Result<Option<Facility>, StoreError> {
        one(self.connection, id)
    }

    fn facility_version(&mut self, id: &str) -> Result<Option<u64>, StoreError> {
        facility_version(self.connection, id)
    }

    fn count(&mut self) -> Result<usize, StoreError> {
        let count: i64 = facility::table.select(count_star()).first(self.connection)?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    fn example_ids(&mut self) -> Result<Vec<String>, StoreError> {
        let ids = facility::table.filter(facility::example.eq(true)).select(facility::id).order(facility::id);
        Ok(ids.load(self.connection)?)
    }

    fn apply(&mut self, changes: &Changes) -> Result<u64, StoreError> {
        let before = version(self.connection)?;
        if changes.is_empty() {
            return Ok(before);
        }
        let after = before + 1;
        self.note_history(changes, after)?;
        for id in &changes.remove {
            self.remove(id)?;
            self.note_change(after, id, ChangeKind::Removed)?;
        }
        for changed in &changes.update {
            self.update(changed, after)?;
            self.note_change(after, &changed.id, ChangeKind::Changed)?;
        }
        for added in &changes.insert {
            self.insert(added, after)?;
            self.note_change(after, &added.id, ChangeKind::Added)?;
        }
        self.drop_idle_providers()?;
        diesel::update(register_state::table)
            .set(register_state::version.eq(to_column(after)))
            .execute(self.connection)?;
        Ok(after)
    }

    fn record_import(&mut self, run: &ImportRun, version: u64) -> Result<(), StoreError> {
        diesel::insert_into(import_run::table)
            .values((
                import_run::version.eq(to_column(version)),
                import_run::imported_at.eq(run.imported_at),
                import_run::source.eq(&run.source),
                import_run::file_name.eq(&run.file_name),
                import_run::sha256.eq(&run.sha256),
                import_run::layout.eq(&run.layout),
                import_run::rows_total.eq(column(Some(run.rows_total))?.unwrap_or_default()),
                import_run::rows_rejected.eq(column(Some(run.rows_rejected))?.unwrap_or_default()),
            ))
            .execute(self.connection)?;
        Ok(())
    }
}

impl Writer<'_> {
    /// Notes every facility that is to change, while its old values are still there.
    fn note_history(&mut self, changes: &Changes, version: u64) -> Result<(), StoreError> {
        let Some(author) = &changes.author else { return Ok(()) };
        let version = to_column(version);
        let ids: Vec<&String> =
            changes.remove.iter().chain(changes.update.iter().map(|changed| &changed.id)).collect();
        let known = if ids.len() > FEW {
            load(self.connection, None)?
        } else {
            ids.iter().filter_map(|id| one(self.connection, id).transpose()).collect::<Result<_, _>>()?
        };
        let known: HashMap<&str, &Facility> = known.iter().map(|one| (one.id.as_str(), one)).collect();
        for id in &changes.remove {
            history::note(self.connection, author, version, (known.get(id.as_str()).copied(), None))?;
        }
        for changed in &changes.update {
            let old = known.get(changed.id.as_str()).copied();
            history::note(self.connection, author, version, (old, Some(changed)))?;
        }
        for added in &changes.insert {
            history::note(self.connection, author, version, (None, Some(added)))?;
        }
        Ok(())
    }

    fn insert(&mut self, added: &Facility, version: u64) -> Result<(), StoreError> {
        let provider = self.provider_id(added.provider.as_deref())?;
        diesel::insert_into(facility::table)
            .values(FacilityRow::new(added, provider))
            .execute(self.connection)?;
        self.insert_parts(added)?;
        for new in &added.offers {
            self.note_places(&added.id, new, version)?;
        }
        Ok(())
    }

    fn update(&mut self, changed: &Facility, version: u64) -> Result<(), StoreError> {
        let provider = self.provider_id(changed.provider.as_deref())?;
        let ids = (changed.id.clone(), changed.id.clone());
        let known = offers_of(self.connection, &ids, &mut Shared::default())?;
        let known = known.get(&changed.id).map_or(&[][..], Vec::as_slice);
        diesel::update(facility::table.find(&changed.id))
            .set(FacilityRow::new(changed, provider))
            .execute(self.connection)?;
        diesel::delete(offer::table.filter(offer::facility_id.eq(&changed.id))).execute(self.connection)?;
        diesel::delete(facility_feature::table.filter(facility_feature::facility_id.eq(&changed.id)))
            .execute(self.connection)?;
        self.insert_parts(changed)?;
        let counts = |offer: &Offer| (offer.places, offer.places_on, offer.free_places, offer.counted_on);
        for new in &changed.offers {
            let same = |old: &&Offer| old.category == new.category && counts(old) == counts(new);
            if known.iter().find(same).is_none() {
                self.note_places(&changed.id, new, version)?;
            }
        }
        Ok(())
    }

    fn remove(&mut self, id: &str) -> Result<(), StoreError> {
        // Offers with their costs and features go with it by the foreign key.
        diesel::delete(facility::table.find(id)).execute(self.connection)?;
        Ok(())
    }

    fn insert_parts(&mut self, of: &Facility) -> Result<(), StoreError> {
        for part in &of.offers {
            diesel::insert_into(offer::table)
                .values(OfferRow::new(&of.id, part)?)
                .execute(self.connection)?;
            if let Some(costs) = CostsRow::new(&of.id, part) {
                diesel::insert_into(offer_costs::table).values(costs).execute(self.connection)?;
            }
        }
        for feature in &of.features {
            diesel::insert_into(facility_feature::table)
                .values((
                    facility_feature::facility_id.eq(&of.id),
                    facility_feature::feature.eq(feature.word()),
                ))
                .execute(self.connection)?;
        }
        Ok(())
    }

    fn provider_id(&mut self, wanted: Option<&Provider>) -> Result<Option<i32>, StoreError> {
        let Some(wanted) = wanted else { return Ok(None) };
        let association = wanted.association.as_deref().unwrap_or_default();
        let known: Option<i32> = provider::table
            .filter(provider::name.eq(&wanted.name))
            .filter(provider::kind.eq(wanted.kind.word()))
            .filter(provider::association.eq(association))
            .select(provider::id)
            .first(self.connection)
            .optional()?;
        if known.is_some() {
            return Ok(known);
        }
        let id = diesel::insert_into(provider::table)
            .values((
                provider::name.eq(&wanted.name),
                provider::kind.eq(wanted.kind.word()),
                provider::association.eq(association),
            ))
            .returning(provider::id)
            .get_result(self.connection)?;
        Ok(Some(id))
    }

    fn drop_idle_providers(&mut self) -> Result<(), StoreError> {
        let used = facility::table
            .filter(facility::provider_id.is_not_null())
            .select(facility::provider_id.assume_not_null());
        diesel::delete(provider::table.filter(provider::id.ne_all(used))).execute(self.connection)?;
        Ok(())
    }

    fn note_change(&mut self, version: u64, id: &str, kind: ChangeKind) -> Result<(), StoreError> {
        diesel::insert_into(facility_change::table)
            .values((
                facility_change::version.eq(to_column(version)),
                facility_change::facility_id.eq(id),
                facility_change::kind.eq(kind.word()),
            ))
            .execute(self.connection)?;
        Ok(())
    }

    fn note_places(&mut self, id: &str, of: &Offer, version: u64) -> Result<(), StoreError> {
        if of.places.is_none() && of.free_places.is_none() {
            return Ok(());
        }
        diesel::insert_into(places_history::table)
            .values((
                places_history::facility_id.eq(id),
                places_history::category.eq(of.category.as_str()),
                places_history::places.eq(column(of.places)?),
                places_history::places_on.eq(of.places_on),
                places_history::free_places.eq(column(of.free_places)?),
                places_history::counted_on.eq(of.counted_on),
                places_history::version.eq(to_column(version)),
            ))
            .execute(self.connection)?;
        Ok(())
    }
}

/// Versions grow one by one from 0 and never reach the sign bit.
fn to_column(version: u64) -> i64 {
    i64::try_from(version).unwrap_or(i64::MAX)
}

fn version(connection: &mut Connection) -> Result<u64, StoreError> {
    let version: i64 = register_state::table.select(register_state::version).first(connection)?;
    Ok(version.unsigned_abs())
}

fn change((_, version, facility_id, word): (i32, i64, String, String)) -> Result<Change, StoreError> {
    let kind = ChangeKind::ALL.into_iter().find(|kind| kind.word() == word);
    let kind = kind.ok_or_else(|| StoreError::BadRow {
        facility: facility_id.clone(),
        what: format!("a change of kind \"{word}\""),
    })?;
    Ok(Change { version: version.unsigned_abs(), facility_id, kind })
}

/// Up to so many facilities are read one by one, and more with the whole register.
const FEW: usize = 50;

fn facility_version(connection: &mut Connection, id: &str) -> Result<Option<u64>, StoreError> {
    let version: Option<i64> = facility_change::table
        .filter(facility_change::facility_id.eq(id))
        .select(diesel::dsl::max(facility_change::version))
        .first(connection)?;
    Ok(version.map(i64::unsigned_abs))
}

fn one(connection: &mut Connection, id: &str) -> Result<Option<Facility>, StoreError> {
    let row: Option<FacilityRow> = facility::table.find(id).first(connection).optional()?;
    let Some(row) = row else { return Ok(None) };
    let mut shared = Shared::of(providers(connection)?);
    let ids = (row.id.clone(), row.id.clone());
    let offers = offers_of(connection, &ids, &mut shared)?.remove(id).unwrap_or_default();
    let features = features_of(connection, &ids)?.remove(id).unwrap_or_default();
    Ok(Some(row.into_facility(&mut shared, features, offers)?))
}

/// How many facilities are read at once. Rows take as much memory as the register that is made of them.
const PORTION: i64 = 1_000;

fn load(connection: &mut Connection, source: Option<&str>) -> Result<Vec<Facility>, StoreError> {
    let mut shared = Shared::of(providers(connection)?);
    let mut facilities: Vec<Facility> = Vec::new();
    loop {
        let rows = portion(connection, source, facilities.last())?;
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { break };
        let ids = (first.id.clone(), last.id.clone());
        let mut offers = offers_of(connection, &ids, &mut shared)?;
        let mut features = features_of(connection, &ids)?;
        for row in rows {
            let (offers, features) = (offers.remove(&row.id), features.remove(&row.id));
            let offers = offers.unwrap_or_default();
            facilities.push(row.into_facility(&mut shared, features.unwrap_or_default(), offers)?);
        }
    }
    facilities.shrink_to_fit();
    facilities.sort_unstable_by(|one, other| one.id.cmp(&other.id));
    Ok(facilities)
}

/// The next facilities in the order of their ids.
fn portion(
    connection: &mut Connection,
    source: Option<&str>,
    after: Option<&Facility>,
) -> Result<Vec<FacilityRow>, StoreError> {
    let mut query = facility::table.order(facility::id).limit(PORTION).into_boxed();
    if let Some(source) = source {
        query = query.filter(facility::source.eq(source.to_owned()));
    }
    if let Some(after) = after {
        query = query.filter(facility::id.gt(after.id.clone()));
    }
    Ok(query.select(FacilityRow::as_select()).load(connection)?)
}

/// Every provider once, however many facilities it has.
fn providers(connection: &mut Connection) -> Result<HashMap<i32, Arc<Provider>>, StoreError> {
    let rows: Vec<(i32, String, String, String)> = provider::table.load(connection)?;
    rows.into_iter()
        .map(|(id, name, kind, association)| {
            let what = format!("provider kind \"{kind}\"");
            let provider = provider_of(name.clone(), &kind, association);
            Ok((id, Arc::new(provider.ok_or(StoreError::BadProvider { provider: name, what })?)))
        })
        .collect()
}

/// The first and the last of the facilities whose parts are read.
type Ids = (String, String);

/// Parts by facility, in no more memory than they need.
type Parts<T> = HashMap<String, Vec<T>>;

fn parts<T>(rows: impl Iterator<Item = Result<(String, T), StoreError>>) -> Result<Parts<T>, StoreError> {
    let mut parts: Parts<T> = HashMap::new();
    for row in rows {
        let (facility, part) = row?;
        parts.entry(facility).or_default().push(part);
    }
    parts.values_mut().for_each(Vec::shrink_to_fit);
    Ok(parts)
}

fn offers_of(
    connection: &mut Connection,
    (first, last): &Ids,
    shared: &mut Shared,
) -> Result<Parts<Offer>, StoreError> {
    let mut costs: HashMap<(String, String), Costs> = offer_costs::table
        .filter(offer_costs::facility_id.between(first, last))
        .select(CostsRow::as_select())
        .load(connection)?
        .into_iter()
        .map(|row| Ok(((row.facility_id.clone(), row.category.clone()), row.into_costs()?)))
        .collect::<Result<_, StoreError>>()?;
    let rows: Vec<OfferRow> = offer::table
        .filter(offer::facility_id.between(first, last))
        .order((offer::facility_id, offer::category))
        .select(OfferRow::as_select())
        .load(connection)?;
    parts(rows.into_iter().map(|row| {
        let facility = row.facility_id.clone();
        let costs = costs.remove(&(facility.clone(), row.category.clone()));
        Ok((facility, row.into_offer(shared, costs)?))
    }))
}

fn features_of(connection: &mut Connection, (first, last): &Ids) -> Result<Parts<Feature>, StoreError> {
    let rows: Vec<(String, String)> = facility_feature::table
        .filter(facility_feature::facility_id.between(first, last))
        .load(connection)?;
    let mut features = parts(rows.into_iter().map(|(facility, word)| {
        let feature = Feature::from_word(&word).ok_or_else(|| StoreError::BadRow {
            facility: facility.clone(),
            what: format!("feature \"{word}\""),
        })?;
        Ok((facility, feature))
    }))?;
    features.values_mut().for_each(|list| list.sort());
    Ok(features)
}
