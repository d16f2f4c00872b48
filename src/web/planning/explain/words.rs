//! The words of a calculation in German. The forecast names its figures in English; a sentence that is not known here is
//! shown as it is, marked as English.

/// A sentence with `#` for each number or key in it, and its German form with the same gaps in the same order.
const SENTENCES: [(&str, &str); 62] = [
    ("in #", "im Gebiet #"),
    (
        "share in need, brought to the count of # in #",
        "Anteil der Pflegebedürftigen, auf die Zählung in # im Jahr # gebracht",
    ),
    ("share of the national residents in need", "Anteil der Pflegebedürftigen in Deutschland"),
    (
        "factor on the odds of all ages with which the residents of the survey give the count",
        "Faktor auf die Chance jedes Alters, mit dem die Menschen des Erhebungsjahrs die Zählung ergeben",
    ),
    ("people in need counted in # in #", "Pflegebedürftige, gezählt in # im Jahr #"),
    ("home_care counted in # in #", "Menschen mit Pflegedienst, gezählt in # im Jahr #"),
    ("residential counted in # in #", "Menschen im Heim, gezählt in # im Jahr #"),
    ("allowance_only counted in # in #", "Menschen mit Pflegegeld, gezählt in # im Jahr #"),
    ("heads for each client, survey before", "Köpfe je gepflegtem Menschen, Erhebung davor"),
    ("heads of services for each client", "Köpfe der Dienste je gepflegtem Menschen"),
    (
        "heads of services for each client, survey before",
        "Köpfe der Dienste je gepflegtem Menschen, Erhebung davor",
    ),
    ("heads of the survey", "Köpfe der Erhebung"),
    ("heads in homes of # in #", "Köpfe in Heimen von # im Jahr #"),
    ("heads in homes", "Köpfe in Heimen"),
    ("heads in services", "Köpfe in Diensten"),
    ("heads of homes for each of them", "Köpfe in Heimen je Mensch im Heim"),
    ("heads of services in the state", "Köpfe der Dienste im Land"),
    ("heads of services in the survey", "Köpfe der Dienste in der Erhebung"),
    ("heads that these would be in all districts", "Köpfe, die das in allen Kreisen wären"),
    ("brought to the state's heads", "auf die Köpfe im Land gebracht"),
    ("men of # to #", "Männer von # bis #"),
    ("women of # to #", "Frauen von # bis #"),
    ("men of # and older", "Männer ab #"),
    ("women of # and older", "Frauen ab #"),
    ("men of # to # in # at the end of #", "Männer von # bis # in #, Ende #"),
    ("women of # to # in # at the end of #", "Frauen von # bis # in #, Ende #"),
    ("men of # and older in # at the end of #", "Männer ab # in #, Ende #"),
    ("women of # and older in # at the end of #", "Frauen ab # in #, Ende #"),
    ("people of # and older in # at the end of #", "Menschen ab # in #, Ende #"),
    ("residents of # and older in #", "Menschen ab # im Jahr #"),
    ("residents at the end of #: people", "Menschen Ende #"),
    ("residents on # December #", "Menschen am #. Dezember #"),
    ("born since #", "geboren seit #"),
    ("died since #", "gestorben seit #"),
    ("net moves from and to other districts since #", "Wanderungssaldo mit anderen Kreisen seit #"),
    ("net moves across the border of the state since #", "Wanderungssaldo über die Landesgrenze seit #"),
    ("with births and moves, before deaths", "mit Geburten und Umzügen, vor den Sterbefällen"),
    (
        "people in need of care at the end of #, with grade # without services",
        "Pflegebedürftige Ende #, mit Pflegegrad # ohne Dienst",
    ),
    ("people in need of care, residential", "Pflegebedürftige im Heim"),
    ("people in need of care, home_care", "Pflegebedürftige mit Pflegedienst"),
    ("places for residents of homes in # in #", "Heimplätze in # im Jahr #"),
    ("all places in homes in # in #", "alle Plätze in Heimen in # im Jahr #"),
    ("share of the places that is to be occupied", "Anteil der Plätze, der belegt sein soll"),
    (
        "places of residential at the end of #, less those needed: below zero some are missing",
        "Heimplätze Ende # abzüglich des Bedarfs: unter null fehlen welche",
    ),
    ("places of residential at the end of #", "Heimplätze Ende #"),
    ("places of residential needed at the end of #", "Bedarf an Heimplätzen Ende #"),
    (
        "places of day_care at the end of #, less those needed: below zero some are missing",
        "Tagespflegeplätze Ende # abzüglich des Bedarfs: unter null fehlen welche",
    ),
    ("places of day_care at the end of #", "Tagespflegeplätze Ende #"),
    ("places of day_care needed at the end of #", "Bedarf an Tagespflegeplätzen Ende #"),
    (
        "places of day and night care: what the others leave",
        "Plätze der Tages- und Nachtpflege: was die anderen übrig lassen",
    ),
    ("places that are not for residents", "Plätze, die nicht für Bewohner sind"),
    ("places for each of them", "Plätze je Mensch"),
    ("places for each of them in the survey", "Plätze je Mensch in der Erhebung"),
    ("occupancy of the law over the planned one", "Belegung nach dem Gesetz, geteilt durch die geplante"),
    ("occupancy of the law", "Belegung nach dem Gesetz"),
    (
        "staff needed at the end of #, less those available: above zero some are missing",
        "Pflegepersonal, das Ende # gebraucht wird, abzüglich des verfügbaren: über null fehlt welches",
    ),
    ("heads of staff needed at the end of #", "Pflegepersonal, das Ende # gebraucht wird"),
    ("heads of staff available at the end of #", "Pflegepersonal, das Ende # verfügbar ist"),
    ("those of the survey and those who came", "die der Erhebung und die seither gekommen sind"),
    ("entered since", "seither aus der Ausbildung gekommen"),
    ("retired since", "seither in Rente gegangen"),
    ("left early since, net of those who return", "seither früher ausgeschieden, abzüglich der Rückkehrer"),
];

/// A sentence of a calculation: in German, or as it is with the language of its words.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(super) struct Words {
    pub text: String,
    pub lang: Option<&'static str>,
}

/// The German form of a sentence.
pub(super) fn words(english: &str) -> Words {
    let found = SENTENCES.iter().find_map(|(pattern, german)| Some(filled(german, &gaps(pattern, english)?)));
    match found {
        Some(text) => Words { text, lang: None },
        None => Words { text: english.to_owned(), lang: Some("en") },
    }
}

/// What stands in the gaps of a pattern; `None` if the text is not of its form. A gap holds digits only.
fn gaps<'a>(pattern: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut parts = pattern.split('#');
    let mut rest = text.strip_prefix(parts.next()?)?;
    let mut found = Vec::new();
    for part in parts {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (gap, after) = rest.split_at_checked(end)?;
        if gap.is_empty() {
            return None;
        }
        found.push(gap);
        rest = after.strip_prefix(part)?;
    }
    rest.is_empty().then_some(found)
}

fn filled(german: &str, gaps: &[&str]) -> String {
    let mut gaps = gaps.iter();
    let mut text = String::new();
    for (at, part) in german.split('#').enumerate() {
        if at > 0 {
            text.push_str(gaps.next().copied().unwrap_or_default());
        }
        text.push_str(part);
    }
    text
}

/// How a figure follows from those below it.
pub(super) fn operation(how: &str) -> &'static str {
    match how {
        "given" => "Angabe der Quelle",
        "sum" => "Summe aus",
        "difference" => "das Erste minus die anderen",
        "product" => "Produkt aus",
        "quotient" => "das Erste geteilt durch das Zweite",
        "odds" => "Chance des Ersten mal das Zweite, wieder als Anteil",
        "power" => "das Erste hoch das Zweite",
        _ => "nach dem genannten Verfahren aus",
    }
}

/// The unit behind a value, and by how much it is multiplied to be read in it.
pub(super) fn unit(unit: &str) -> (&'static str, f64) {
    match unit {
        "persons" => ("Menschen", 1.0),
        "places" => ("Plätze", 1.0),
        "heads" => ("Köpfe", 1.0),
        "full_time_equivalents" => ("Vollzeitstellen", 1.0),
        "euro" => ("Euro", 1.0),
        "share" => ("%", 100.0),
        "years" => ("Jahre", 1.0),
        "per_100" => ("je 100", 1.0),
        _ => ("", 1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_sentence_is_german_and_keeps_its_numbers() {
        let german = |text: &str| words(text).text;
        assert_eq!(
            german("women of 80 to 84 in 13076 at the end of 2040"),
            "Frauen von 80 bis 84 in 13076, Ende 2040"
        );
        assert_eq!(german("in 13076"), "im Gebiet 13076");
        assert_eq!(german("places of residential at the end of 2040"), "Heimplätze Ende 2040");
        let unknown = words("women of Narnia");
        assert_eq!((unknown.text.as_str(), unknown.lang), ("women of Narnia", Some("en")));
        assert_eq!(words("men of 80 to "), Words { text: "men of 80 to ".to_owned(), lang: Some("en") });
    }

    #[test]
    fn both_forms_of_a_sentence_have_the_same_gaps() {
        for (english, german) in SENTENCES {
            assert_eq!(english.matches('#').count(), german.matches('#').count(), "{english}");
        }
    }
}
