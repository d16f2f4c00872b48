//! Words by which the columns of a list are named.

use super::{key, lists, words};
use crate::register::Field;

/// Names of columns without blanks, case and punctuation; umlauts as two letters.
const HEADERS: &[(Field, &[&str])] = &[
    (Field::FacilityId, &["facilityid", "pflegeplanid", "verzeichnisid", "idimverzeichnis"]),
    (
        Field::Id,
        &[
            "id",
            "lfdnr",
            "lfd",
            "laufendenr",
            "laufendenummer",
            "nr",
            "nummer",
            "kennung",
            "uuid",
            "apiid",
            "objectid",
            "fid",
            "gmlid",
            "sourceid",
            "key",
            "iknummer",
            "iknr",
            "ik",
            "institutionskennzeichen",
        ],
    ),
    (
        Field::Name,
        &[
            "name",
            "einrichtung",
            "einrichtungsname",
            "nameeinrichtung",
            "nameeinrichtungdienst",
            "namedereinrichtung",
            "namedesdienstes",
            "namederpflegeeinrichtung",
            "pflegeeinrichtung",
            "bezeichnung",
            "haus",
            "hausname",
            "objekt",
            "facility",
            "facilityname",
            "nameoffacility",
            "titel",
            "title",
            "institution",
            "anbieter",
            "dienst",
            "home",
            "homename",
            "bez",
        ],
    ),
    (
        Field::Provider,
        &[
            "traeger",
            "traegername",
            "traegerbezeichnung",
            "namedestraegers",
            "traegerdereinrichtung",
            "betreiber",
            "operator",
            "provider",
            "owner",
            "inhaber",
            "carrier",
            "eigentuemer",
        ],
    ),
    (
        Field::ProviderKind,
        &[
            "traegerart",
            "traegertyp",
            "traegerschaft",
            "providertype",
            "providerkind",
            "ownership",
            "ownertype",
            "artdestraegers",
        ],
    ),
    (Field::Association, &["dachverband", "verband", "spitzenverband", "association", "wohlfahrtsverband"]),
    (
        Field::Street,
        &[
            "strasse",
            "str",
            "street",
            "streetname",
            "addrstreet",
            "strassenname",
            "strassename",
            "strassenr",
            "strassehausnr",
            "strassehausnummer",
            "strasseundhausnummer",
            "strassehnr",
            "strasseundnr",
            "streetaddress",
            "strassehaus",
            "streetandnumber",
            "addressline1",
        ],
    ),
    (
        Field::HouseNumber,
        &[
            "hausnummer",
            "hausnr",
            "hnr",
            "hsnr",
            "hausnum",
            "housenumber",
            "housenr",
            "houseno",
            "addrhousenumber",
            "strassennr",
        ],
    ),
    (Field::Postcode, &["plz", "postleitzahl", "postcode", "zip", "zipcode", "postalcode", "addrpostcode"]),
    (
        Field::Place,
        &[
            "ort",
            "stadt",
            "gemeinde",
            "ortsname",
            "gemeindename",
            "wohnort",
            "city",
            "town",
            "place",
            "municipality",
            "addrcity",
            "plzort",
            "plzundort",
            "postleitzahlort",
            "postcodecity",
            "ortplz",
            "standort",
            "sitz",
            "plzstadt",
            "postleitzahlundort",
            "plzwohnort",
        ],
    ),
    (
        Field::Locality,
        &[
            "ortsteil",
            "ot",
            "stadtteil",
            "gemeindeteil",
            "gemeindeteilname",
            "suburb",
            "quarter",
            "locality",
            "village",
        ],
    ),
    (
        Field::MunicipalityAgs,
        &[
            "ags",
            "gemeindeschluessel",
            "gemeindeschl",
            "gemeindekennziffer",
            "gkz",
            "amtlichergemeindeschluessel",
            "municipalityags",
            "schluessel",
        ],
    ),
    (
        Field::District,
        &[
            "kreis",
            "landkreis",
            "kreisname",
            "kreisschluessel",
            "kreisnummer",
            "kreisnr",
            "lk",
            "district",
            "districtname",
            "county",
        ],
    ),
    (
        Field::Phone,
        &[
            "telefon",
            "tel",
            "telefonnummer",
            "telefonnr",
            "telnr",
            "phone",
            "phonenumber",
            "telephone",
            "fon",
            "ruf",
            "rufnummer",
            "festnetz",
            "telefonfestnetz",
            "contactphone",
            "mobil",
            "handy",
            "mobiltelefon",
            "telefonmobil",
            "mobile",
            "telfax",
            "telefonfax",
            "telefontelefax",
            "telefonundfax",
            "telundfax",
            "telefonkontakt",
            "telefonemail",
            "telefonmail",
        ],
    ),
    (Field::Email, &["email", "mail", "emailadresse", "mailadresse", "contactemail", "epost"]),
    (
        Field::Website,
        &[
            "internet",
            "homepage",
            "website",
            "webseite",
            "internetseite",
            "internetadresse",
            "web",
            "url",
            "www",
            "contactwebsite",
            "site",
        ],
    ),
    (
        Field::OpeningHours,
        &["oeffnungszeiten", "sprechzeiten", "openinghours", "hours", "geoeffnet", "buerozeiten"],
    ),
    (Field::Features, &["merkmale", "ausstattung", "features"]),
    (
        Field::Places,
        &[
            "plaetze",
            "platzzahl",
            "platz",
            "anzahlplaetze",
            "anzahlderplaetze",
            "zahlderplaetze",
            "pflegeplaetze",
            "anzplaetze",
            "kapazitaet",
            "betten",
            "bettenzahl",
            "capacity",
            "beds",
            "places",
            "numberofplaces",
            "plaetzegesamt",
            "gesamtplaetze",
            "wohneinheiten",
            "pl",
        ],
    ),
    (Field::PlacesOn, &["stand", "stichtag", "datenstand", "jahr", "referencedate", "asof", "year", "datum"]),
    (Field::FreePlaces, &["frei", "freieplaetze", "freeplaces", "vacancies", "free", "davonfrei"]),
    (
        Field::CountedOn,
        &[
            "gezaehlt",
            "gezaehltam",
            "meldedatum",
            "standfrei",
            "freistand",
            "countedon",
            "standfreieplaetze",
            "freieplaetzestand",
            "freieplaetzeam",
            "standfreiplaetze",
        ],
    ),
    (
        Field::Note,
        &[
            "bemerkung",
            "bemerkungen",
            "hinweis",
            "hinweise",
            "anmerkung",
            "anmerkungen",
            "kommentar",
            "note",
            "notes",
            "remark",
            "remarks",
            "comment",
            "besonderheit",
            "besonderheiten",
        ],
    ),
    (Field::ValidFrom, &["ab", "gueltigab", "validfrom", "eroeffnet", "inbetriebnahme"]),
    (Field::ValidTo, &["bis", "gueltigbis", "validto"]),
    (
        Field::X,
        &[
            "x",
            "lon",
            "long",
            "lng",
            "longitude",
            "laenge",
            "laengengrad",
            "rechtswert",
            "ostwert",
            "easting",
            "xkoordinate",
            "koordinatex",
            "xcoord",
            "ost",
        ],
    ),
    (
        Field::Y,
        &[
            "y",
            "lat",
            "latitude",
            "breite",
            "breitengrad",
            "hochwert",
            "nordwert",
            "northing",
            "ykoordinate",
            "koordinatey",
            "ycoord",
            "nord",
        ],
    ),
];

/// Columns with a point as text.
const POINTS: &[&str] = &[
    "wkt",
    "geom",
    "geometry",
    "thegeom",
    "geometrie",
    "shape",
    "point",
    "punkt",
    "koordinaten",
    "coordinates",
];

const ADDRESS: &[&str] =
    &["anschrift", "adresse", "address", "vollstaendigeadresse", "fulladdress", "addr", "postanschrift"];

const HOUSE_NUMBER_ADDITION: &[&str] = &[
    "hausnummerzusatz",
    "hausnrzusatz",
    "hnrzusatz",
    "hnrzus",
    "zusatz",
    "adressezusatz",
    "hausnummernzusatz",
];

const CATEGORY: &[&str] = &[
    "art",
    "angebot",
    "angebotsart",
    "kategorie",
    "typ",
    "type",
    "category",
    "kind",
    "versorgungsart",
    "versorgungsform",
    "einrichtungsart",
    "einrichtungstyp",
    "leistungsart",
    "leistung",
    "leistungen",
    "pflegeart",
    "pflegeform",
    "careform",
    "kindofcare",
    "typeofcare",
    "artdereinrichtung",
    "artdesangebots",
    "angebotsform",
    "hilfeart",
    "pflegeangebot",
    "leistungsangebot",
    "unterbereich",
    "service",
    "services",
];

/// The field that the name of a column names; "Tel. 2" is one more "Tel.".
pub(in crate::import) fn field(header: &str) -> Option<Field> {
    let wanted = key(header);
    exact_field(&wanted).or_else(|| exact_field(without_number(&wanted)?)).or_else(|| cut_field(&wanted))
}

fn exact_field(wanted: &str) -> Option<Field> {
    HEADERS.iter().find(|(_, words)| lists(words, wanted)).map(|(field, _)| *field)
}

/// A name without the number of its column.
fn without_number(wanted: &str) -> Option<&str> {
    const SHORTEST: usize = 3;
    let bare = wanted.trim_end_matches(|c: char| c.is_ascii_digit());
    (bare.len() < wanted.len() && bare.len() >= SHORTEST).then_some(bare)
}

/// Whether a column is one of several parts of a value: "Name 1" and "Name 2".
pub(in crate::import) fn is_numbered(header: &str) -> bool {
    without_number(&key(header)).is_some()
}

/// Lengths at which a Shapefile cuts the names of columns: ten bytes, of which an umlaut takes two.
const CUT_LENGTHS: std::ops::RangeInclusive<usize> = 9..=10;

fn is_cut_of(words: &[&str], wanted: &str) -> bool {
    words.iter().any(|word| word.len() > wanted.len() && word.starts_with(wanted))
}

/// The field of a name that a Shapefile has cut, if it begins words of one field alone.
fn cut_field(wanted: &str) -> Option<Field> {
    if !CUT_LENGTHS.contains(&wanted.len()) || lists(CATEGORY, wanted) {
        return None;
    }
    let mut begun = HEADERS.iter().filter(|(_, words)| is_cut_of(words, wanted));
    let (field, _) = begun.next()?;
    begun.next().is_none().then_some(*field)
}

/// The field of which the name of a column speaks: by its first known word, for the noun comes first ("Telefon der
/// Einrichtung"), else by its beginning or end.
pub(in crate::import) fn likely_field(header: &str) -> Option<Field> {
    let named: Vec<Field> = words(header).filter_map(|word| exact_field(&word)).collect();
    let says = |field| named.contains(&field);
    // "Name des Trägers", "Name des Ortes": the name is that of what stands behind it.
    let of_what = named.iter().find(|field| !matches!(field, Field::Name | Field::Note));
    match named.first() {
        Some(Field::Name) if of_what.is_some() => return of_what.copied(),
        Some(Field::Postcode) if says(Field::Place) => return Some(Field::Place),
        Some(Field::Note) | None => {}
        Some(first) => return Some(*first),
    }
    let wanted = key(header);
    let longest = |words: &[&str]| {
        let found = words.iter().map(|word| key(word)).filter(|word| word.len() >= 4);
        let at_end = |word: &String| wanted.ends_with(word) && word != "note" && word != "notes";
        found.filter(|word| wanted.starts_with(word) || at_end(word)).map(|word| word.len()).max()
    };
    let found = HEADERS.iter().filter_map(|(field, words)| Some((longest(words)?, *field)));
    found.max_by_key(|(length, _)| *length).map(|(_, field)| field)
}

/// Numbers that a GIS program gives features itself: another export may number them anew.
const FEATURE_IDS: &[&str] = &["fid", "ogcfid", "gmlid", "objectid", "rowid"];

/// Whether a column of this name holds such a number.
pub(in crate::import) fn is_feature_id(header: &str) -> bool {
    lists(FEATURE_IDS, &key(header))
}

/// Whether a column of this name holds coordinates.
pub(in crate::import) fn is_position(header: &str) -> bool {
    matches!(field(header), Some(Field::X | Field::Y)) || lists(POINTS, &key(header))
}

pub(in crate::import) fn is_address(header: &str) -> bool {
    let named: Vec<Field> = words(header).filter_map(|word| exact_field(&word)).collect();
    let has_all = named.contains(&Field::Street) && named.contains(&Field::Place);
    lists(ADDRESS, &key(header)) || has_all
}

pub(in crate::import) fn is_house_number_addition(header: &str) -> bool {
    lists(HOUSE_NUMBER_ADDITION, &key(header))
}

pub(in crate::import) fn is_category(header: &str) -> bool {
    let wanted = key(header);
    let is_cut = CUT_LENGTHS.contains(&wanted.len()) && is_cut_of(CATEGORY, &wanted);
    lists(CATEGORY, &wanted) || (is_cut && field(header).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_in_both_languages_whatever_their_case_and_punctuation() {
        for (header, expected) in [
            ("PLZ", Field::Postcode),
            ("Straße / Haus-Nr.", Field::Street),
            ("TELEFON-NR.", Field::Phone),
            ("House No.", Field::HouseNumber),
            ("E-Mail", Field::Email),
            ("PLZ Ort", Field::Place),
            ("Träger", Field::Provider),
            ("Anz. Plätze", Field::Places),
        ] {
            assert_eq!(field(header), Some(expected), "{header}");
        }
        assert_eq!(field("Geschäftsführung"), None);
        // As a Shapefile cuts them.
        assert_eq!(field("einrichtun"), Some(Field::Name));
        assert_eq!(field("gemeindesc"), Some(Field::MunicipalityAgs));
        assert_eq!(field("oeffnungsz"), Some(Field::OpeningHours));
        assert_eq!(field("versorgung"), None);
        assert!(is_category("versorgung") && is_category("Einrichtungsart") && !is_category("einrichtun"));
        assert_eq!(likely_field("Name der Einrichtung (lang)"), Some(Field::Name));
    }

    #[test]
    fn the_first_known_word_of_a_longer_header_says_its_field() {
        for (header, expected) in [
            ("Telefon der Einrichtung", Some(Field::Phone)),
            ("Wie viele Plätze haben Sie?", Some(Field::Places)),
            ("Wie heißt der Name Ihrer Einrichtung?", Some(Field::Name)),
            ("Name (Träger)", Some(Field::Provider)),
            ("PLZ und Ort der Einrichtung", Some(Field::Place)),
            ("Anschrift Straße", Some(Field::Street)),
            ("MDK-Note", None),
        ] {
            assert_eq!(likely_field(header), expected, "{header}");
        }
        assert_eq!(field("Tel. 2"), Some(Field::Phone));
        assert_eq!(field("Name1"), Some(Field::Name));
        assert!(is_address("Straße, PLZ, Ort") && !is_address("Straße und Hausnummer"));
    }
}
