//! Words by which lists name kinds of care.

use super::{key, lists};

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

/// The category that a word stands for, and whether it is exactly a known word.
pub(in crate::import) fn category(word: &str) -> Option<(&'static str, bool)> {
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
}
