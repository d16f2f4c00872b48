//! What a reader of a forecast has to know, in German: the forecast itself says it in English.

use crate::app::phrases::{Phrase, german};

const REMARKS: [Phrase; 27] = [
    (
        "people_in_need counts grade 1 without services, people_in_need_with_services does not; both are in use",
        "Pflegebedürftige „mit Pflegegrad 1 ohne Leistungen“ und „mit Leistungen“: Beide Zahlen sind üblich.",
    ),
    (
        "homes and services are counted at their seat, people on the allowance where they live: need in homes is that of the district's homes, not of its residents",
        "Heime und Dienste zählen an ihrem Sitz, Menschen mit Pflegegeld an ihrem Wohnort: Der Bedarf an Heimplätzen ist der der Heime im Kreis, nicht der seiner Einwohner.",
    ),
    (
        "need inside a district is an estimate: its residents by age and sex at the rates of the whole district; staff needed there follows from that estimate, and which staff is available is known of whole districts only",
        "Der Bedarf innerhalb eines Kreises ist eine Schätzung: die Menschen nach Alter und Geschlecht mit den Quoten des ganzen Kreises. Daraus folgt das gebrauchte Personal; das verfügbare ist nur für ganze Kreise bekannt.",
    ),
    (
        "by one's own counts the residents of 85 and older are parted into 85 to 89, 90 to 94 and 95 and older as in the district",
        "Bei eigenen Zählungen sind Menschen ab 85 so auf 85 bis 89, 90 bis 94 und ab 95 verteilt wie im Kreis.",
    ),
    (
        "staff is in heads, and its supply rests on assumptions of ours",
        "Personal zählt in Köpfen; das verfügbare beruht auf eigenen Annahmen.",
    ),
    (
        "the supply of places is that of the statistics of # and of planned changes",
        "Vorhandene Plätze sind die der Statistik von # mit den geplanten Änderungen.",
    ),
    (
        "the supply of places is that of the register (version #) on # December by its dates; # offers have no number of places and are not in it; # embedded short-term places are residential places already; the register holds invented facilities",
        "Vorhandene Plätze sind die des Verzeichnisses (Stand #) am #. Dezember nach dessen Daten; # Angebote ohne Zahl der Plätze fehlen; # eingestreute Plätze der Kurzzeitpflege zählen schon als Heimplätze. Das Verzeichnis enthält erfundene Einrichtungen.",
    ),
    (
        "the supply of places is that of the register (version #) on # December by its dates; # offers have no number of places and are not in it; # embedded short-term places are residential places already",
        "Vorhandene Plätze sind die des Verzeichnisses (Stand #) am #. Dezember nach dessen Daten; # Angebote ohne Zahl der Plätze fehlen; # eingestreute Plätze der Kurzzeitpflege zählen schon als Heimplätze.",
    ),
    (
        "bands hold the chance of births, deaths and moves, and not all of it: in back-tests fewer official figures lay inside than a band says (models/BACKTEST.md); that rates of need, staff or supply come out otherwise is not in them",
        "Spannen enthalten den Zufall bei Geburten, Todesfällen und Umzügen, und nicht ganz: In Rückrechnungen lagen weniger amtliche Zahlen darin, als eine Spanne sagt. Dass Pflegequoten, Personal oder Plätze anders kommen, ist nicht enthalten.",
    ),
    (
        "bands hold the chance of births, deaths, moves and rates of need, as wide as the errors of back-tests were; that supply, or staff for each person in need, comes out otherwise is not in them; back-tests reach # years, so that bands after # are extrapolated",
        "Spannen enthalten den Zufall bei Geburten, Todesfällen, Umzügen und Pflegequoten, so weit wie die Fehler der Rückrechnungen; dass Plätze oder Personal anders kommen, ist nicht enthalten. Rückrechnungen reichen # Jahre: Spannen nach # sind verlängert.",
    ),
    (
        "bands hold the chance of births, deaths, moves and rates of need, as wide as the errors of back-tests were; that supply, or staff for each person in need, comes out otherwise is not in them",
        "Spannen enthalten den Zufall bei Geburten, Todesfällen, Umzügen und Pflegequoten, so weit wie die Fehler der Rückrechnungen; dass Plätze oder Personal anders kommen, ist nicht enthalten.",
    ),
    (
        "no target for day care was given: its places per resident of 75 and older go on as in #",
        "Ohne Zielwert für die Tagespflege gilt: so viele Plätze je Mensch ab 75 wie #.",
    ),
    (
        "care.planned_places names @ * places of # in #, and the register says by itself: @; both are counted, so leave the plan out if it is the same home",
        "Die Rechnung enthält @ neue Plätze (*) im Kreis # ab #, und im Verzeichnis steht: @. Beides zählt; ist es dasselbe Heim, lassen Sie die neuen Plätze weg.",
    ),
    (
        "care.planned_places of # in # changes no row: rows of whole districts have it, and none of # was asked for",
        "Neue Plätze im Kreis # ab # ändern hier nichts: Sie zählen nur für den ganzen Kreis #.",
    ),
    (
        "the border of the planning area cuts municipalities; it is taken as those of which most lies inside",
        "Die Grenze des Planungsraums schneidet Gemeinden; gerechnet ist mit denen, die zum größten Teil darin liegen.",
    ),
    (
        "figures inside a district are its own, shared out: what a municipality had of each age and sex in the census of 2022 grows older with those who stay, and those who leave are replaced as their age was spread in the census; births, deaths and moves are not known there",
        "Zahlen innerhalb eines Kreises sind die des Kreises, aufgeteilt: Wer im Zensus 2022 in einer Gemeinde lebte und bleibt, wird älter; wer geht, wird so ersetzt, wie das Alter im Zensus verteilt war. Geburten, Todesfälle und Umzüge sind dort nicht bekannt.",
    ),
    (
        "figures inside a district are its own, shared out by the census of 2022: each municipality keeps its share of every age and sex; births, deaths and moves are not known there",
        "Zahlen innerhalb eines Kreises sind die des Kreises, nach dem Zensus 2022 aufgeteilt: Jede Gemeinde behält ihren Anteil je Alter und Geschlecht. Geburten, Todesfälle und Umzüge sind dort nicht bekannt.",
    ),
    (
        "figures inside a district follow each cohort as it changed between the two counts that were given (Hamilton and Perry), and are brought to the district in every group",
        "Zahlen innerhalb eines Kreises folgen den Jahrgängen zwischen zwei eigenen Zählungen (Hamilton und Perry) und sind in jeder Gruppe auf den Kreis gebracht.",
    ),
    (
        "# of # areas have fewer than # residents (reading: grey): no statement should rest on one of them alone",
        "# von # Gebieten haben weniger als # Einwohner: Auf eines davon allein sollte sich keine Aussage stützen.",
    ),
    (
        "# of # areas have fewer than # residents (reading: warning): read their figures with care",
        "# von # Gebieten haben weniger als # Einwohner: Bitte lesen Sie ihre Zahlen mit Vorsicht.",
    ),
    (
        "the series breaks between # and #: figures before rest on the census of #, later ones on that of #",
        "Bruch der Reihe zwischen # und #: Zahlen davor beruhen auf dem Zensus #, spätere auf dem von #.",
    ),
    (
        "#: @ was projected with @ persons and brought to the control total of @ (@)",
        "#: @ wurde mit @ Menschen fortgeschrieben und auf den Eckwert @ gebracht (@).",
    ),
    (
        "births, deaths and moves are known of whole districts only",
        "Geburten, Todesfälle und Umzüge sind nur für ganze Kreise bekannt.",
    ),
    (
        "the staff available is known of whole districts only, and with it the gap",
        "Verfügbares und damit fehlendes Personal ist nur für ganze Kreise bekannt.",
    ),
    (
        "help in everyday life and Hilfe zur Pflege are known of whole districts only",
        "Hilfe im Alltag und Hilfe zur Pflege sind nur für ganze Kreise bekannt.",
    ),
    (
        "the statistics know places of whole districts only; supply=register takes those of the register",
        "Die Statistik kennt Plätze nur für ganze Kreise.",
    ),
    ("the seed has no effect without draws", "Ohne Ziehungen hat der Startwert des Zufalls keine Wirkung."),
];

/// A remark in German, behind the name of its run where it has one: "Status quo: …". One that is not known stays as it is.
pub(super) fn in_german(remark: &str, runs: &[&str]) -> String {
    let of_run = |run: &&str| {
        let rest = remark.strip_prefix(run)?.strip_prefix(": ")?;
        Some(format!("{run}: {}", german(&REMARKS, rest)?))
    };
    german(&REMARKS, remark).or_else(|| runs.iter().find_map(of_run)).unwrap_or_else(|| remark.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::phrases::have_the_same_gaps;

    #[test]
    fn a_remark_is_german_with_and_without_the_name_of_its_run() {
        assert!(have_the_same_gaps(&REMARKS));
        let remark = "the supply of places is that of the statistics of 2023 and of planned changes";
        let german = "Vorhandene Plätze sind die der Statistik von 2023 mit den geplanten Änderungen.";
        assert_eq!(in_german(remark, &[]), german);
        assert_eq!(
            in_german(&format!("Mehr: Plätze: {remark}"), &["Mehr", "Mehr: Plätze"]),
            format!("Mehr: Plätze: {german}")
        );
        assert_eq!(in_german("something else", &["Mehr"]), "something else");
    }
}
