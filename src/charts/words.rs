//! The words of drawings in each language. Sentences with figures stand beside what they are about.

use crate::units::Lang;

/// The words of drawings and of the tables below them.
#[derive(Debug)]
pub(super) struct Words {
    pub missing: &'static str,
    /// A description without a figure.
    pub nothing: &'static str,
    pub withheld: &'static str,
    pub estimate: &'static str,
    pub counted: &'static str,
    pub computed: &'static str,
    /// Of the first year of a small area, which is an estimate.
    pub computed_start: &'static str,
    pub year: &'static str,
    pub age: &'static str,
    pub men: &'static str,
    pub women: &'static str,
    pub rank: &'static str,
    pub best_rank: &'static str,
    pub worst_rank: &'static str,
    pub area: &'static str,
    pub value: &'static str,
    pub class: &'static str,
    /// How far a figure of a map can be relied on: the heading, an estimate, any other.
    pub reading: [&'static str; 3],
    pub balance: &'static str,
    pub difference: &'static str,
    pub number: &'static str,
    /// The ends of a band.
    pub ends: [&'static str; 2],
    pub form_of_care: &'static str,
    pub indicator: &'static str,
    pub state: &'static str,
    pub lowest: &'static str,
    pub highest: &'static str,
    /// The sides of a range.
    pub sides: [&'static str; 2],
    pub one_value: &'static str,
    /// Between a rank and the number of areas.
    pub of: &'static str,
    /// Between the ends of a span.
    pub to: &'static str,
    /// What a fan holds.
    pub fan: &'static str,
    /// The same for the edge of a pyramid, in two lines.
    pub edge: [&'static str; 2],
    pub classes: &'static str,
    pub one_class: &'static str,
    /// Millions and thousands of millions behind a number of an axis.
    pub millions: [&'static str; 2],
    /// Before a probability that is nearly none, and nearly certain.
    pub nearly: [&'static str; 2],
}

impl Words {
    pub fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::De => &GERMAN,
            Lang::En => &ENGLISH,
        }
    }
}

static GERMAN: Words = Words {
    missing: "keine Angabe",
    nothing: "Keine Angabe.",
    withheld: "gesperrt",
    estimate: "Schätzung",
    counted: "gezählt",
    computed: "gerechnet",
    computed_start: "gerechnet",
    year: "Jahr",
    age: "Alter",
    men: "Männer",
    women: "Frauen",
    rank: "Rang",
    best_rank: "bester Rang",
    worst_rank: "schlechtester Rang",
    area: "Gebiet",
    value: "Wert",
    class: "Klasse",
    reading: ["Lesart", "Schätzung, nur das Muster lesen", "einzeln lesbar"],
    balance: "Saldo",
    difference: "Unterschied",
    number: "Anzahl",
    ends: ["unteres Ende", "oberes Ende"],
    form_of_care: "Versorgungsform",
    indicator: "Indikator",
    state: "Land",
    lowest: "niedrigster Wert",
    highest: "höchster Wert",
    sides: ["niedriger", "höher"],
    one_value: "nur ein Gebiet mit Wert",
    of: "von",
    to: "bis",
    fan: "8 von 10 Zukünften",
    edge: ["Rand: 8 von 10", "Zukünften"],
    classes: "Klassen",
    one_class: "eine Klasse",
    millions: ["Mio.", "Mrd."],
    nearly: ["unter", "über"],
};

static ENGLISH: Words = Words {
    missing: "no figure",
    nothing: "No figures.",
    withheld: "withheld",
    estimate: "estimate",
    counted: "counted",
    computed: "projected",
    computed_start: "estimated",
    year: "Year",
    age: "Age",
    men: "Men",
    women: "Women",
    rank: "Rank",
    best_rank: "best rank",
    worst_rank: "worst rank",
    area: "Area",
    value: "Value",
    class: "Class",
    reading: ["Reliability", "estimate: read the pattern only", "can be read on its own"],
    balance: "Balance",
    difference: "Difference",
    number: "Number",
    ends: ["lower end", "upper end"],
    form_of_care: "Form of care",
    indicator: "Indicator",
    state: "State",
    lowest: "lowest value",
    highest: "highest value",
    sides: ["lower", "higher"],
    one_value: "only one area with a value",
    of: "of",
    to: "to",
    fan: "8 in 10 simulations",
    edge: ["Edge: 8 in 10", "simulations"],
    classes: "classes",
    one_class: "one class",
    millions: ["m", "bn"],
    nearly: ["under", "over"],
};
