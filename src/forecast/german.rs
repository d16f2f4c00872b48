//! German names for tables that people read.

use super::{Measure, PlaceKind, StaffUnit};
use crate::projection::small_areas::Reliability;
use crate::units::CareType;

impl Measure {
    /// The German name, and the unit.
    pub fn german(self) -> (&'static str, &'static str) {
        use Measure as M;
        use PlaceKind::{DayCare, Residential, ShortTerm};
        use StaffUnit::{Fte, Heads};
        match self {
            M::Population => ("Bevölkerung am 31. Dezember", "Personen"),
            M::Births => ("Geborene", "Personen"),
            M::Deaths => ("Gestorbene", "Personen"),
            M::NetMigration => ("Wanderungssaldo", "Personen"),
            M::MovesInside => ("Wanderungssaldo mit anderen Kreisen", "Personen"),
            M::MovesAcross => ("Wanderungssaldo über die Landesgrenze", "Personen"),
            M::PlannedHousing => ("Zuzug in geplante Wohngebiete", "Personen"),
            M::CareHomes => ("Veränderung der Heimbevölkerung", "Personen"),
            M::Benchmark => ("Anpassung an Eckwerte", "Personen"),
            M::PeopleInNeed => ("Pflegebedürftige (mit Pflegegrad 1 ohne Leistungen)", "Personen"),
            M::PeopleInNeedWithServices => ("Pflegebedürftige mit Leistungen", "Personen"),
            M::PlacesNeeded(Residential) => ("Bedarf an Plätzen, vollstationär", "Plätze"),
            M::PlacesSupply(Residential) => ("Vorhandene Plätze, vollstationär", "Plätze"),
            M::PlacesBalance(Residential) => ("Saldo der Plätze, vollstationär", "Plätze"),
            M::PlacesNeeded(ShortTerm) => ("Bedarf an Plätzen, Kurzzeitpflege", "Plätze"),
            M::PlacesSupply(ShortTerm) => ("Vorhandene Plätze, Kurzzeitpflege", "Plätze"),
            M::PlacesBalance(ShortTerm) => ("Saldo der Plätze, Kurzzeitpflege", "Plätze"),
            M::PlacesNeeded(DayCare) => ("Bedarf an Plätzen, Tages- und Nachtpflege", "Plätze"),
            M::PlacesSupply(DayCare) => ("Vorhandene Plätze, Tages- und Nachtpflege", "Plätze"),
            M::PlacesBalance(DayCare) => ("Saldo der Plätze, Tages- und Nachtpflege", "Plätze"),
            M::StaffNeeded(Heads) => ("Bedarf an Personal", "Köpfe"),
            M::StaffNeeded(Fte) => ("Bedarf an Personal, in Vollzeit gerechnet", "Vollzeitäquivalente"),
            M::StaffAvailable(Heads) => ("Verfügbares Personal", "Köpfe"),
            M::StaffAvailable(Fte) => ("Verfügbares Personal, in Vollzeit gerechnet", "Vollzeitäquivalente"),
            M::StaffGap(Heads) => ("Fehlendes Personal", "Köpfe"),
            M::StaffGap(Fte) => ("Fehlendes Personal, in Vollzeit gerechnet", "Vollzeitäquivalente"),
            M::PeopleWithDementia => ("Menschen mit Demenz", "Personen"),
            M::EntitledToRelief => ("Anspruchsberechtigte auf den Entlastungsbetrag", "Personen"),
            M::AssistanceRecipients => ("Vorausberechnete Empfänger von Hilfe zur Pflege", "Personen"),
            M::AssistanceCost => ("Ausgaben für Hilfe zur Pflege, heutige Preise", "Euro im Jahr"),
            M::AssistanceCostWithPrices => {
                ("Ausgaben für Hilfe zur Pflege, mit Preisanstieg", "Euro im Jahr")
            }
            M::InformalPotential => {
                ("Informelles Pflegepotenzial: 45 bis 64 Jahre je 100 ab 75 Jahren", "Personen je 100")
            }
        }
    }
}

/// The name of a form of care.
pub(super) fn care_type(care_type: CareType) -> &'static str {
    match care_type {
        CareType::AllowanceOnly => "Pflegegeld",
        CareType::HomeCare => "ambulant",
        CareType::Residential => "stationär",
        CareType::Grade1WithoutServices => "Pflegegrad 1 ohne Leistungen",
        CareType::DayCareGrade1 => "Tagespflege mit Pflegegrad 1",
    }
}

/// How a figure inside a district may be read.
pub(super) fn reliability(reliability: Reliability) -> &'static str {
    match reliability {
        Reliability::Low => "gering",
        Reliability::Limited => "eingeschränkt",
        Reliability::Good => "gut",
    }
}
