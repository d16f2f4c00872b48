//! The care half of a set: faulty texts, and each rule broken once.

use super::{FIRST, after, first};
use crate::model::care::{CountKind, PlacesKind, PrevalenceKind, Trend, care_ages, care_group_from};
use crate::model::check::check;
use crate::model::load::ModelSet;
use crate::units::{CareType, Year};

#[test]
fn care_groups_cover_every_age_once() {
    let ages: Vec<usize> = (0..8).flat_map(care_ages).collect();
    assert_eq!(ages, (0..=100).collect::<Vec<_>>());
    assert_eq!((care_group_from(0), care_group_from(70), care_group_from(95)), (Some(0), Some(2), Some(7)));
    assert_eq!(care_group_from(71), None);
}

#[test]
fn faults_of_the_care_tables_name_file_line_and_value() {
    for (file, from, to, wanted) in [
        (
            "care/rates.csv",
            "m,65,69,0.0657",
            "m,65,69,6.57",
            "care/rates.csv:3: the rate is \"6.57\", but must",
        ),
        ("care/rates.csv", "m,65,69,", "m,66,69,", "care/rates.csv:3: no care group begins at age 66"),
        (
            "care/rates.csv",
            "m,65,69,",
            "m,65,70,",
            "the group from age 65 ends at \"70\", but must end at \"69\"",
        ),
        ("care/rates.csv", "m,70,74,", "m,65,69,", "stands for a cell that already has the value 0.0657"),
        (
            "care/types.csv",
            "home_care",
            "ambulant",
            "types.csv:3: the care type is \"ambulant\", but must be one",
        ),
        ("care/types.csv", "home_care", "day_care_grade1", "\"day_care_grade1\" has no profile by age"),
        (
            "care/grades.csv",
            "allowance_only,2,0.5296",
            "allowance_only,2,1.5",
            "grades.csv:3: the share is \"1.5\"",
        ),
        ("care/counts.csv", "13003,2023,all,14574,3", "13003,2023,all,14574,11", "the tolerance is \"11\""),
        (
            "care/counts.csv",
            "13004,2023,all",
            "13003,2023,all",
            "\"13003,2023,all\" appears twice, first with 14574",
        ),
        ("care/counts.csv", "13003,2023,all,14574", "13003,2023,all,-1", "the number of persons is \"-1\""),
        (
            "care/population.csv",
            "13003,2015,m,0,64",
            "13099,2015,m,0,64",
            "the district \"13099\" is not in model.toml",
        ),
        (
            "care/places.csv",
            "13003,2023,all",
            "13003,2023,beds",
            "the kind is \"beds\", but must be all or residential",
        ),
        (
            "care/places.csv",
            "13004,2023,all",
            "13003,2023,all",
            "\"13003,2023\" appears twice, first with 3127",
        ),
        ("care/staff.csv", "homes,heads", "homes,fte", "\"13003,homes,fte\" is not read; known are"),
        ("care/dementia.csv", "65,69,0.012", "65,69,1.2", "dementia.csv:2: the prevalence is \"1.2\""),
        (
            "care/dementia.csv",
            "65,69,0.012,BICKEL-2000\n",
            "",
            "the table ends without the prevalence from age 65",
        ),
        (
            "care/parameters.toml",
            "value = 0.98",
            "value = 98.0",
            "parameters.toml:4: occupancy_residential is 98, but",
        ),
        ("care/parameters.toml", "value = 0.98", "value = nan", "occupancy_residential is NaN"),
        (
            "care/prevalence/rising.toml",
            "rise = 0.12",
            "rise = 12.0",
            "rising.toml:5: rise is 12, but must be from",
        ),
        (
            "care/prevalence/rising.toml",
            "to = 2027",
            "to = 2021",
            "rising.toml:4: \"rising\" with these fields is not a kind",
        ),
        (
            "care/prevalence/rising.toml",
            "\"rising\"",
            "\"rise\"",
            "the id is \"rise\", but must be the name of the file",
        ),
        (
            "care/form/home-based.toml",
            "to = \"home_care\"",
            "to = \"residential\"",
            "cannot change to itself",
        ),
        (
            "care/form/home-based.toml",
            "share = 0.1",
            "share = 1.1",
            "the share is 1.1, but must be from 0 to 1",
        ),
        (
            "care/form/formal.toml",
            "informal_brake = 0.5",
            "informal_brake = 5.0",
            "informal_brake is 5, but must be",
        ),
        (
            "care/form/home-based.toml",
            "from = \"residential\"",
            "from = \"day_care_grade1\"",
            "must be allowance_only",
        ),
    ] {
        let said = after(file, from, to);
        assert!(said.contains(wanted) && said.contains(&format!("models/{FIRST}/care/")), "{said}");
    }
}

#[track_caller]
fn assert_found(wanted: &str, change: impl FnOnce(&mut ModelSet)) {
    let mut set = first();
    change(&mut set);
    let said: String = check(&set).iter().map(|finding| format!("{finding}\n")).collect();
    assert!(said.contains(wanted), "{said}");
}

fn persons<'a>(set: &'a mut ModelSet, area: &str, year: i32, counted: CountKind) -> &'a mut f64 {
    let same = |count: &&mut crate::model::care::CareCount| {
        (count.area.as_str(), count.year, count.counted) == (area, Year(year), counted)
    };
    &mut set.model.care.counts.iter_mut().find(same).unwrap().persons
}

#[test]
fn rules_on_care() {
    let home_care = CountKind::Of(CareType::HomeCare);
    assert_found("counts.csv: 13003 has no count of home_care in 2023", |set| {
        set.model
            .care
            .counts
            .retain(|count| (count.area.as_str(), count.year.0, count.counted) != ("13003", 2023, home_care));
    });
    assert_found("places.csv: 13003 has no All places in 2023", |set| {
        let other = |count: &crate::model::care::PlacesCount| {
            (count.area.as_str(), count.year.0, count.kind) != ("13003", 2023, PlacesKind::All)
        };
        set.model.care.places.retain(other);
    });
    assert_found("the care types of 13004 in 2023 are 17145 persons, but all are 8148", |set| {
        *persons(set, "13004", 2023, home_care) += 9_000.0;
    });
    assert_found("home_care of the districts in 2019 is 30854, but of the state 30853", |set| {
        *persons(set, "13004", 2019, home_care) += 1.0;
    });
    assert_found("all of the districts in 2023 is 139900, but of the state 139872", |set| {
        *persons(set, "13004", 2023, CountKind::All) += 28.0;
    });
    assert_found("the rate of women from age 90 is 0.6, but must be above the 0.6501", |set| {
        set.model.care.rates[1][6] = 0.6;
    });
    assert_found("the grades of residential sum to 1.09", |set| set.model.care.grade_shares[2][2] += 0.1);
    assert_found("men of 13003 from age 75 in 2015 are", |set| {
        set.model.care.populations[0].persons[0][3] += 1.0;
    });
    assert_found("rising.toml: the text does not name \"15 Prozent\"", |set| {
        let rising = set.model.care.prevalence.iter_mut().find(|one| one.id == "rising").unwrap();
        rising.kind = PrevalenceKind::Rising { rise: 0.15, from: Year(2021), to: Year(2027) };
    });
    assert_found("home-based.toml: the text does not name \"2041\"", |set| {
        let home = set.model.care.forms.iter_mut().find(|one| one.id == "home-based").unwrap();
        home.shifts[0].year = Year(2041);
    });
    assert_found("formal.toml: the text names \"7 Prozent\", which is not an assumption", |set| {
        let formal = set.model.care.forms.iter_mut().find(|one| one.id == "formal").unwrap();
        formal.text.push_str(" Das sind 7 Prozent.");
    });
    assert_found("there is no status-quo with constant rates", |set| {
        set.model.care.prevalence.retain(|one| one.id != "status-quo");
    });
    assert_found("there is no status-quo without shifts and brake", |set| {
        set.model.care.forms.iter_mut().for_each(|one| one.informal_brake = 0.5);
    });
    assert_found("rising.toml: the text does not name \"13 Prozent\"", |set| {
        let rising = set.model.care.prevalence.iter_mut().find(|one| one.id == "rising").unwrap();
        rising.kind = PrevalenceKind::Trend(Trend { step: 0.12, damping: 0.8 });
    });
    assert_found("formal.toml: the text does not name \"18 Prozent\"", |set| {
        let formal = set.model.care.forms.iter_mut().find(|one| one.id == "formal").unwrap();
        formal.homes = Some(Trend { step: -0.2, damping: 0.5 });
    });
    assert_found("types.csv: allowance_only of all ages are", |set| {
        let men = &mut set.model.care.type_profile[0];
        men.iter_mut().for_each(|row| row[CareType::Residential as usize] += 7.0);
    });
    assert_found("parameters.toml: staff_return has no note", |set| {
        set.model.care.parameters.note.insert("staff_return".to_owned(), String::new());
    });
}
