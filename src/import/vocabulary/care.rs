//! Words by which lists name kinds of care.

use super::{key, lists, words};

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
            "tp",
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
            "ambdienst",
            "ambulantedienste",
            "pflegedienste",
            "sozialstationen",
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
            "vollst",
            "vollstpflege",
            "vollstationaerpflege",
            "pflegewohnheim",
            "heime",
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

/// Abbreviations that mean a kind of care only beside a word for places: "Plätze VS".
const BESIDE_PLACES: &[(&str, &str)] = &[
    ("vs", "residential_care"),
    ("vp", "residential_care"),
    ("vst", "residential_care"),
    ("kz", "short_term_care"),
    ("kp", "short_term_care"),
    ("ku", "short_term_care"),
    ("ts", "day_care"),
    ("tst", "day_care"),
    ("np", "night_care"),
];

/// Words of the name of a column that say that it counts, and not what.
const COUNTING: &[&str] = &[
    "plaetze",
    "platz",
    "platzzahl",
    "pflegeplaetze",
    "anzahl",
    "zahl",
    "pl",
    "betten",
    "kapazitaet",
    "we",
    "wohneinheiten",
    "gesamt",
    "der",
    "fuer",
    "in",
    "an",
];

/// Words that say that a column counts a part of what another one counts.
const OF_WHICH: &[&str] = &["davon", "darunter", "inkl", "inklusive", "einschl"];

/// Parts of words of care, by which a word that is not known may be one.
const STEMS: &[&str] = &[
    "pfleg", "senior", "alten", "betreu", "heim", "wohn", "hospiz", "sozial", "demenz", "kurzzeit", "station",
];

/// The kind of care in the name of a column, and whether it is exactly a known word. "davon KZP" are the embedded places
/// of a home, and "davon Demenz" is no offer of its own.
pub(in crate::import) fn category_of_header(header: &str) -> Option<(&'static str, bool)> {
    let words: Vec<String> = words(header).collect();
    let is_part = words.iter().any(|word| OF_WHICH.contains(&word.as_str()));
    let is_counting = |word: &&String| COUNTING.contains(&word.as_str());
    let rest: Vec<&String> =
        words.iter().filter(|word| !is_counting(word) && !OF_WHICH.contains(&word.as_str())).collect();
    let joined: String = rest.iter().map(|word| word.as_str()).collect();
    let beside_places = || {
        let found = BESIDE_PLACES.iter().find(|(short, _)| *short == joined);
        found.filter(|_| words.iter().any(|word| is_counting(&word))).map(|(_, slug)| (*slug, true))
    };
    let found = exactly(&joined).map(|slug| (slug, true)).or_else(beside_places).or_else(|| category(header));
    match found {
        Some(("short_term_care", is_exact)) if is_part => Some(("short_term_care_embedded", is_exact)),
        Some(("short_term_care_embedded", is_exact)) => Some(("short_term_care_embedded", is_exact)),
        found => found.filter(|_| !is_part),
    }
}

/// The kind of care that a number of places names beside itself: "12 TP", "80 vollstationär (davon 4 KZP)".
pub(in crate::import) fn category_of_number(text: &str) -> Option<&'static str> {
    let end = text.find(['(', ',', ';']).unwrap_or(text.len());
    let said = text.get(..end)?;
    let mut words = words(said).take_while(|word| !OF_WHICH.contains(&word.as_str()));
    words.find_map(|word| exactly(&word))
}

/// The kinds of care that the words of a text name.
pub(in crate::import) fn categories_in(text: &str) -> Vec<&'static str> {
    words(text).filter_map(|word| Some(category(&word)?.0)).collect()
}

/// Whether a text may speak of care although none of its words is known.
pub(in crate::import) fn may_be_care(text: &str) -> bool {
    let wanted = key(text);
    STEMS.iter().any(|stem| wanted.contains(stem))
}

fn exactly(wanted: &str) -> Option<&'static str> {
    KINDS.iter().find(|(_, words)| !wanted.is_empty() && lists(words, wanted)).map(|(slug, _)| *slug)
}

/// The category that a word stands for, and whether it is exactly a known word.
pub(in crate::import) fn category(word: &str) -> Option<(&'static str, bool)> {
    let wanted = key(word);
    if wanted.is_empty() {
        return None;
    }
    let exact = exactly(&wanted).map(|slug| (slug, true));
    exact.or_else(|| {
        let within = |words: &[&str]| {
            words.iter().map(|word| key(word)).any(|word| word.len() > 4 && wanted.contains(&word))
        };
        KINDS.iter().find(|(_, words)| within(words)).map(|(slug, _)| (*slug, false))
    })
}

/// Whether a word is of a kind that no care list is about.
pub(in crate::import) fn is_other(word: &str) -> bool {
    let wanted = key(word);
    OTHERS.iter().any(|other| wanted == key(other) || (other.len() > 4 && wanted.starts_with(&key(other))))
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn the_name_of_a_column_of_places_says_its_kind_in_short() {
        for (header, slug) in [
            ("Plätze VS", Some("residential_care")),
            ("vollst. Pflege", Some("residential_care")),
            ("Anzahl TP-Plätze", Some("day_care")),
            ("Pl. KZ", Some("short_term_care")),
            ("BW (WE)", Some("assisted_living")),
            ("davon KZP", Some("short_term_care_embedded")),
            ("davon Demenz", None),
            ("darunter Tagespflege", None),
            ("VS", None),
            ("Telefon", None),
        ] {
            assert_eq!(category_of_header(header).map(|(slug, _)| slug), slug, "{header}");
        }
    }

    #[test]
    fn a_number_says_of_which_kind_its_places_are() {
        for (text, slug) in [
            ("12 TP", Some("day_care")),
            ("80 vollstationär", Some("residential_care")),
            ("60 (davon 5 KZP)", None),
            ("60 davon 5 KZP", None),
            ("60 Plätze", None),
        ] {
            assert_eq!(category_of_number(text), slug, "{text}");
        }
    }
}
