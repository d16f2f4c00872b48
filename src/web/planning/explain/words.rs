//! The words of a calculation in German. The forecast names its figures in English; a sentence that is not known here is
//! shown as it is, marked as English.

use crate::app::phrases::{Phrase, german};

/// The sentences of the forecast.
const SENTENCES: [Phrase; 129] = [
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
    (
        "share of the residents in need by the model, before it is brought to the district",
        "Anteil der Pflegebedürftigen nach dem Modell, bevor er auf den Kreis gebracht wird",
    ),
    (
        "share of these residents who are in need, in the part asked for",
        "Anteil der Pflegebedürftigen unter diesen Menschen, im gefragten Teil",
    ),
    (
        "share of them in the care types and grades asked for",
        "Anteil der gefragten Versorgungsformen und Pflegegrade",
    ),
    (
        "share of * among them, by the profile of ages fitted to the district's counts",
        "Anteil von *, nach dem Altersprofil, das auf die Zählung des Kreises gebracht ist",
    ),
    ("share of * as assumed by care form @", "Anteil von *, nach der Annahme zur Versorgung „@“"),
    ("share of *, grade #", "Anteil von *, Pflegegrad #"),
    (
        "share in need as assumed by prevalence @",
        "Anteil der Pflegebedürftigen nach der Annahme zu Pflegequoten „@“",
    ),
    ("grade # among them, national", "Pflegegrad # darunter, in Deutschland"),
    ("* counted in # in #", "*, gezählt in # im Jahr #"),
    ("people in need of care", "Pflegebedürftige"),
    ("people in need of care, *", "Pflegebedürftige: *"),
    ("people in need of care at the end of #, *", "Pflegebedürftige Ende #: *"),
    ("people in need of care at the end of #, *, grade #", "Pflegebedürftige Ende #: *, Pflegegrad #"),
    (
        "people in need of care at the end of #, with grade # without services, grade #",
        "Pflegebedürftige Ende #, mit Pflegegrad # ohne Dienst, davon Pflegegrad #",
    ),
    ("people in need of care, counted in #", "Pflegebedürftige, gezählt #"),
    ("people in need of care (*), counted in #", "Pflegebedürftige (*), gezählt #"),
    (
        "people in need of care, derived from published shares of #",
        "Pflegebedürftige, aus veröffentlichten Anteilen von # zurückgerechnet",
    ),
    (
        "people in need of care (*), derived from published shares of #",
        "Pflegebedürftige (*), aus veröffentlichten Anteilen von # zurückgerechnet",
    ),
    (
        "*, not counted of the state in #: the sum of its districts",
        "*, im Land # nicht gezählt: die Summe der Kreise",
    ),
    (
        "*, not counted in #: what the counted care types leave of all",
        "*, # nicht gezählt: was die gezählten Formen von allen übrig lassen",
    ),
    (
        "factor on the odds of living in a home at the end of #",
        "Faktor auf die Chance, im Heim zu leben, Ende #",
    ),
    (
        "factor on the odds that the trend has reached at the end of #",
        "Faktor auf die Chance, den der Trend Ende # erreicht hat",
    ),
    (
        "factor on the odds that the trend has reached at the end of #: that of younger ages, by the years of life gained",
        "Faktor auf die Chance, den der Trend Ende # erreicht hat: der jüngerer Jahre, nach den gewonnenen Lebensjahren",
    ),
    (
        "factor on the odds by which the people in need of the survey rise",
        "Faktor auf die Chance, um den die Zahl der Erhebung steigt",
    ),
    (
        "factor on the odds in one step, the mean of those between the surveys",
        "Faktor auf die Chance in einem Schritt, im Mittel zwischen den Erhebungen",
    ),
    ("surveys since #, one every two years", "Erhebungen seit #, alle zwei Jahre eine"),
    ("what is left of a step in the next survey", "was von einem Schritt in der nächsten Erhebung bleibt"),
    ("the whole step", "der ganze Schritt"),
    ("what is left of the step by then", "was von dem Schritt bis dahin bleibt"),
    ("what has gone of it", "was davon vergangen ist"),
    ("what a step loses to the next", "was ein Schritt an den nächsten verliert"),
    ("undamped sum of the steps", "Summe der Schritte ohne Dämpfung"),
    ("steps since the survey, each damped", "Schritte seit der Erhebung, jeder gedämpft"),
    ("people in need at home", "Pflegebedürftige zu Hause"),
    ("people cared for at home", "zu Hause Gepflegte"),
    ("guests of short-term care for each of them", "Gäste der Kurzzeitpflege je zu Hause Gepflegtem"),
    ("guests", "Gäste"),
    (
        "dedicated short-term places: those that people at home need at the state's rate, and no more than there are",
        "eigene Plätze der Kurzzeitpflege: so viele, wie zu Hause Gepflegte bei der Quote des Landes brauchen, und nicht mehr, als es gibt",
    ),
    (
        "places of * at the end of #, less those needed: below zero some are missing",
        "Plätze (*) Ende # abzüglich des Bedarfs: unter null fehlen welche",
    ),
    ("places of * at the end of #", "Plätze (*) Ende #"),
    ("places of * needed at the end of #", "Bedarf an Plätzen (*) Ende #"),
    ("places", "Plätze"),
    ("places for them", "Plätze für sie"),
    ("planned for # in #", "geplant für # im Jahr #"),
    (
        "offers in @ (#) that are there on # December, version #",
        "Angebote in @ (#) am #. Dezember, Stand # des Verzeichnisses",
    ),
    (
        "years that staff was there, for each head of the survey",
        "Jahre, die Pflegekräfte da waren, je Kopf der Erhebung",
    ),
    ("years since #", "Jahre seit #"),
    ("share that retires a year at first", "Anteil, der anfangs in einem Jahr in Rente geht"),
    ("share that retires a year later on", "Anteil, der später in einem Jahr in Rente geht"),
    (
        "share that has retired since, for each head of the survey",
        "Anteil, der seither in Rente gegangen ist, je Kopf der Erhebung",
    ),
    (
        "share of the staff that leaves early a year",
        "Anteil der Pflegekräfte, der in einem Jahr früher aufhört",
    ),
    ("share of them that returns a year", "Anteil davon, der in einem Jahr zurückkehrt"),
    ("share of them that enters a year", "Anteil, der in einem Jahr aus der Ausbildung dazukommt"),
    ("returned since", "seither zurückgekehrt"),
    ("residents of these ages", "Menschen dieses Alters"),
    ("residents of its municipalities in the census", "Menschen seiner Gemeinden im Zensus"),
    (
        "residents of all municipalities of the district in the census",
        "Menschen aller Gemeinden des Kreises im Zensus",
    ),
    ("its share of these residents", "sein Anteil an diesen Menschen"),
    (
        "its share of the district's residents in the census",
        "sein Anteil an den Menschen des Kreises im Zensus",
    ),
    (
        "factor of age: its ages in the census, brought to the district's residents of each age and sex, and carried on to the end of #: those who stay grow older, those who leave are replaced as their age was spread in the census",
        "Faktor des Alters: das Alter im Zensus, auf die Menschen des Kreises nach Alter und Geschlecht gebracht und bis Ende # fortgeschrieben: Wer bleibt, wird älter; wer geht, wird so ersetzt, wie sein Alter im Zensus verteilt war",
    ),
    (
        "raking factor: its ages in the census, brought to the district's residents of each age and sex",
        "Anpassungsfaktor: das Alter im Zensus, auf die Menschen des Kreises nach Alter und Geschlecht gebracht",
    ),
    ("official residents", "amtliche Einwohnerzahl"),
    ("official residents of # December #, census of #", "amtliche Einwohnerzahl vom #. Dezember #, Zensus #"),
    ("those who are of these ages today, on # December #", "wer heute in diesem Alter ist, am #. Dezember #"),
    (
        "residents of care homes, who are held out of the cohorts",
        "Menschen im Heim, die außerhalb der Jahrgänge bleiben",
    ),
    ("came into planned housing since #", "in geplante Wohngebiete gezogen seit #"),
    ("brought to control totals since #", "auf Eckwerte gebracht seit #"),
];

/// A sentence of a calculation: in German, or as it is with the language of its words.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(super) struct Words {
    pub text: String,
    pub lang: Option<&'static str>,
}

/// The German form of a sentence. A name stands for itself: sentences begin with a small letter.
pub(super) fn words(english: &str) -> Words {
    match german(&SENTENCES, english) {
        Some(text) => Words { text, lang: None },
        None if english.starts_with(char::is_uppercase) => Words { text: english.to_owned(), lang: None },
        None => Words { text: english.to_owned(), lang: Some("en") },
    }
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
    use crate::app::phrases::have_the_same_gaps;

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
        assert_eq!(
            german("people in need of care (home_care), counted in 2023"),
            "Pflegebedürftige (Pflegedienst), gezählt 2023"
        );
        assert_eq!(
            german("offers in Malchow (13071092) that are there on 31 December, version 4"),
            "Angebote in Malchow (13071092) am 31. Dezember, Stand 4 des Verzeichnisses"
        );
        assert_eq!(words("people in need of care, nonsense").lang, Some("en"));
        assert_eq!(words("Vorpommern-Rügen (13073)").lang, None, "a name");
        assert_eq!(words("men of 80 to "), Words { text: "men of 80 to ".to_owned(), lang: Some("en") });
    }

    #[test]
    fn both_forms_of_a_sentence_have_the_same_gaps() {
        assert!(have_the_same_gaps(&SENTENCES));
    }
}
