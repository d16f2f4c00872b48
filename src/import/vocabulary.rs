//! German and English words of headers, and of kinds of care, as lists of care offers use them.

use super::text::fold;
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
            "ik",
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
    (Field::CountedOn, &["gezaehlt", "gezaehltam", "meldedatum", "standfrei", "freistand", "countedon"]),
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
    "service",
    "services",
];

/// Words of kinds of care, the more particular before the more general.
const KINDS: &[(&str, &[&str])] = &[
    (
        "short_term_care_embedded",
        &["eingestreut", "streuplatz", "streuplaetze", "embedded", "kzpes", "kzpeingestreut", "eingestreute"],
    ),
    (
        "short_term_care",
        &[
            "kurzzeitpflege",
            "kurzzeit",
            "kzp",
            "kurzpflege",
            "shorttermcare",
            "shortterm",
            "respite",
            "kurzzeitpflegeplaetze",
            "verhinderungspflege",
        ],
    ),
    ("night_care", &["nachtpflege", "nightcare"]),
    (
        "day_care",
        &[
            "tagespflege",
            "tagespfl",
            "tagespflegeeinrichtung",
            "tpf",
            "tagpflege",
            "daycare",
            "tagesbetreuung",
            "teilstationaer",
            "teilstat",
            "tagespflegeplaetze",
        ],
    ),
    (
        "hospice_outpatient",
        &[
            "ambulanterhospizdienst",
            "hospizdienst",
            "hospizambulant",
            "ambulantehospizarbeit",
            "outpatienthospice",
        ],
    ),
    ("hospice_inpatient", &["hospiz", "stationaereshospiz", "hospice"]),
    ("palliative_team", &["sapv", "palliativversorgung", "palliativ", "palliativeteam"]),
    ("psychiatric_day_clinic", &["psychiatrischetagesklinik", "tagesklinik"]),
    ("rehabilitation", &["reha", "rehabilitation", "rehaklinik", "rehabilitationsklinik"]),
    ("hospital", &["klinik", "krankenhaus", "klinikum", "hospital"]),
    ("pharmacy", &["apotheke", "pharmacy"]),
    ("advice_centre", &["pflegestuetzpunkt", "pflegeberatung", "advicecentre"]),
    ("housing_advice", &["wohnberatung"]),
    (
        "everyday_support",
        &[
            "alltagsunterstuetzung",
            "entlastungsangebot",
            "unterstuetzungimalltag",
            "everydaysupport",
            "niedrigschwellig",
        ],
    ),
    ("neighbourhood_help", &["nachbarschaftshilfe"]),
    ("meal_service", &["essenaufraedern", "mahlzeitendienst", "mealservice", "fahrbarermittagstisch"]),
    ("emergency_call", &["hausnotruf", "emergencycall"]),
    ("dementia_offer", &["demenzbetreuung", "demenz", "dementia"]),
    ("meeting_place", &["begegnungsstaette", "seniorentreff", "meetingplace"]),
    ("self_help", &["selbsthilfe", "selbsthilfegruppe"]),
    (
        "shared_flat",
        &[
            "wohngemeinschaft",
            "pflegewg",
            "ambulantbetreutewg",
            "betreutewg",
            "sharedflat",
            "seniorenwg",
            "wohngruppe",
            "wg",
        ],
    ),
    (
        "assisted_living",
        &[
            "betreuteswohnen",
            "betreutwohnen",
            "betrwohnen",
            "servicewohnen",
            "assistedliving",
            "bw",
            "seniorenwohnen",
        ],
    ),
    ("barrier_free_housing", &["barrierefreieswohnen", "barrierefreiewohnung"]),
    ("low_barrier_housing", &["barrierearmeswohnen"]),
    (
        "home_care_service",
        &[
            "pflegedienst",
            "ambulanterpflegedienst",
            "ambulantepflege",
            "ambulant",
            "sozialstation",
            "homecare",
            "homecareservice",
            "haeuslichepflege",
            "ambulanterdienst",
            "pd",
            "apd",
            "ambpflege",
            "amb",
            "outpatientcare",
        ],
    ),
    (
        "residential_care",
        &[
            "pflegeheim",
            "altenpflegeheim",
            "seniorenheim",
            "altenheim",
            "vollstationaer",
            "vollstationaerepflege",
            "dauerpflege",
            "stationaer",
            "stationaerepflege",
            "langzeitpflege",
            "seniorenpflegeheim",
            "seniorenresidenz",
            "aph",
            "nursinghome",
            "carehome",
            "residentialcare",
            "residential",
            "heim",
            "seniorenzentrum",
            "pflegezentrum",
            "vollstat",
            "stat",
            "socialfacilitynursinghome",
        ],
    ),
];

/// Words of lists that hold more than care; their rows are left out.
const OTHERS: &[&str] = &[
    "arzt",
    "zahnarzt",
    "hausarzt",
    "facharzt",
    "arztpraxis",
    "praxis",
    "doctor",
    "dentist",
    "kita",
    "kindertagesstaette",
    "schule",
    "physiotherapie",
    "ergotherapie",
    "logopaedie",
    "sanitaetshaus",
    "therapeut",
    "hebamme",
    "optiker",
    "verwaltung",
    "sportverein",
    "bibliothek",
    "feuerwehr",
];

/// A text as the lists of this file write words.
pub(super) fn key(text: &str) -> String {
    let mut key = String::new();
    for c in fold(text).chars() {
        match c {
            'ä' => key.push_str("ae"),
            'ö' => key.push_str("oe"),
            'ü' => key.push_str("ue"),
            'ß' => key.push_str("ss"),
            c => key.push(c),
        }
    }
    key
}

fn lists(words: &[&str], wanted: &str) -> bool {
    words.iter().any(|word| key(word) == wanted)
}

/// The field that the name of a column names.
pub(super) fn field(header: &str) -> Option<Field> {
    let wanted = key(header);
    let exact = HEADERS.iter().find(|(_, words)| lists(words, &wanted)).map(|(field, _)| *field);
    exact.or_else(|| cut_field(&wanted))
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

/// The field of which the name of a column is the beginning or the end, such as "Name der Einrichtung (lang)".
pub(super) fn likely_field(header: &str) -> Option<Field> {
    let wanted = key(header);
    let longest = |words: &[&str]| {
        let found = words.iter().map(|word| key(word)).filter(|word| word.len() >= 4);
        found.filter(|word| wanted.starts_with(word) || wanted.ends_with(word)).map(|word| word.len()).max()
    };
    let found = HEADERS.iter().filter_map(|(field, words)| Some((longest(words)?, *field)));
    found.max_by_key(|(length, _)| *length).map(|(_, field)| field)
}

/// Numbers that a GIS program gives features itself: another export may number them anew.
const FEATURE_IDS: &[&str] = &["fid", "ogcfid", "gmlid", "objectid", "rowid"];

/// Whether a column of this name holds such a number.
pub(super) fn is_feature_id(header: &str) -> bool {
    lists(FEATURE_IDS, &key(header))
}

/// Whether a column of this name holds coordinates.
pub(super) fn is_position(header: &str) -> bool {
    matches!(field(header), Some(Field::X | Field::Y)) || lists(POINTS, &key(header))
}

pub(super) fn is_address(header: &str) -> bool {
    lists(ADDRESS, &key(header))
}

pub(super) fn is_house_number_addition(header: &str) -> bool {
    lists(HOUSE_NUMBER_ADDITION, &key(header))
}

pub(super) fn is_category(header: &str) -> bool {
    let wanted = key(header);
    let is_cut = CUT_LENGTHS.contains(&wanted.len()) && is_cut_of(CATEGORY, &wanted);
    lists(CATEGORY, &wanted) || (is_cut && field(header).is_none())
}

/// The category that a word stands for, and whether it is exactly a known word.
pub(super) fn category(word: &str) -> Option<(&'static str, bool)> {
    let wanted = key(word);
    if wanted.is_empty() {
        return None;
    }
    let exact = KINDS.iter().find(|(_, words)| lists(words, &wanted)).map(|(slug, _)| (*slug, true));
    exact.or_else(|| {
        let within = |words: &[&str]| {
            words.iter().map(|word| key(word)).any(|word| word.len() > 4 && wanted.contains(&word))
        };
        KINDS.iter().find(|(_, words)| within(words)).map(|(slug, _)| (*slug, false))
    })
}

/// Whether a word is of a kind that no care list is about.
pub(super) fn is_other(word: &str) -> bool {
    let wanted = key(word);
    OTHERS.iter().any(|other| wanted == key(other) || (other.len() > 4 && wanted.starts_with(&key(other))))
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
    fn kinds_of_care_are_known_by_usual_words() {
        for (word, slug) in [
            ("Pflegeheim", "residential_care"),
            ("vollstationäre Pflege", "residential_care"),
            ("Kurzzeitpflege (eingestreut)", "short_term_care_embedded"),
            ("KZP", "short_term_care"),
            ("Plätze Tagespflege", "day_care"),
            ("Ambulanter Pflegedienst", "home_care_service"),
            ("Betreutes Wohnen", "assisted_living"),
            ("Nursing home", "residential_care"),
        ] {
            assert_eq!(category(word).map(|(slug, _)| slug), Some(slug), "{word}");
        }
        assert!(is_other("Zahnarzt") && !is_other("Tagespflege"));
    }
}
