//! Roles, and what each may do.

use crate::units::words;

words! {
    /// What an account is for.
    pub enum Role {
        /// Sees the register as the office sees it.
        Reader = "reader",
        /// Advises families. May do what a reader may.
        Adviser = "adviser",
        /// Plans care for the county: writes the texts of care plans. May do what a reader may besides.
        Planner = "planner",
        /// Changes the register.
        Editor = "editor",
        /// Takes whole lists into the register, and changes it. There are no drafts to release yet.
        Releaser = "releaser",
        /// Does all of it, and keeps the accounts.
        Administrator = "administrator",
        /// Reports free places of the facilities that are named for the account.
        Provider = "provider",
    }
}

words! {
    /// What somebody may do.
    pub enum Permission {
        /// Change one's own password and end one's own sessions.
        OwnAccount = "own_account",
        /// See facilities and their history.
        ReadRegister = "read_register",
        /// Change facilities, and make links by which providers report.
        EditRegister = "edit_register",
        /// Take whole lists into the register, and take that back.
        ImportLists = "import_lists",
        /// Write the texts of care plans, see drafts, and approve them.
        WritePlans = "write_plans",
        /// Report free places.
        ReportPlaces = "report_places",
        /// Invite people, change their roles and close their accounts.
        ManageAccounts = "manage_accounts",
    }
}

impl Role {
    /// Whether an account of this role may do something.
    pub fn may(self, permission: Permission) -> bool {
        use Role::{Administrator, Editor, Planner, Provider, Releaser};
        match permission {
            Permission::OwnAccount => true,
            Permission::ReadRegister => self != Provider,
            Permission::EditRegister => matches!(self, Editor | Releaser | Administrator),
            // A list changes hundreds of facilities at once.
            Permission::ImportLists => matches!(self, Releaser | Administrator),
            Permission::WritePlans => matches!(self, Planner | Administrator),
            Permission::ReportPlaces => matches!(self, Editor | Releaser | Administrator | Provider),
            Permission::ManageAccounts => self == Administrator,
        }
    }

    /// The name in German.
    pub fn german(self) -> &'static str {
        match self {
            Self::Reader => "Lesen",
            Self::Adviser => "Beratung",
            Self::Planner => "Planung",
            Self::Editor => "Bearbeitung",
            Self::Releaser => "Freigabe",
            Self::Administrator => "Verwaltung",
            Self::Provider => "Einrichtung",
        }
    }

    /// In a sentence what the role is for, in German.
    pub fn german_meaning(self) -> &'static str {
        match self {
            Self::Reader => "sieht das Verzeichnis und seinen Verlauf",
            Self::Adviser => "sieht das Verzeichnis und seinen Verlauf, für die Pflegeberatung",
            Self::Planner => {
                "schreibt die Texte der Pflegepläne und gibt sie frei, sieht das Verzeichnis und seinen Verlauf"
            }
            Self::Editor => "ändert Einrichtungen und Angebote",
            Self::Releaser => {
                "liest ganze Listen ein und ändert Einrichtungen und Angebote; eine Freigabe durch eine zweite Person gibt es noch nicht"
            }
            Self::Administrator => "darf alles und verwaltet die Konten",
            Self::Provider => "meldet freie Plätze der eigenen Einrichtungen",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_reports_and_does_nothing_else() {
        let may: Vec<&str> =
            Permission::ALL.into_iter().filter(|it| Role::Provider.may(*it)).map(Permission::word).collect();
        assert_eq!(may, ["own_account", "report_places"]);
    }

    #[test]
    fn plans_are_written_by_planners_and_administrators() {
        let may: Vec<Role> = Role::ALL.into_iter().filter(|role| role.may(Permission::WritePlans)).collect();
        assert_eq!(may, [Role::Planner, Role::Administrator]);
    }

    #[test]
    fn lists_are_taken_in_by_those_who_release() {
        let may: Vec<Role> = Role::ALL.into_iter().filter(|role| role.may(Permission::ImportLists)).collect();
        assert_eq!(may, [Role::Releaser, Role::Administrator]);
    }

    #[test]
    fn only_an_administrator_keeps_accounts() {
        let may: Vec<Role> =
            Role::ALL.into_iter().filter(|role| role.may(Permission::ManageAccounts)).collect();
        assert_eq!(may, [Role::Administrator]);
    }
}
