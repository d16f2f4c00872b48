//! Each rule is broken once and must say so.

use super::{FIRST, files, first};
use crate::model::cells::Cells;
use crate::model::check::{RULES, check};
use crate::model::load::{self, ModelSet};
use crate::model::municipal_ages::MunicipalAges;
use crate::model::past::{Known, Period, Start};
use crate::model::{Observed, Scenario};
use crate::units::{Ags, Year};

#[test]
fn the_current_sets_keep_all_rules() {
    for id in load::ids() {
        let findings = check(&load::load(&id).unwrap());
        assert!(findings.is_empty(), "{}", findings.iter().map(|f| format!("{f}\n")).collect::<String>());
    }
    assert_eq!(load::ids(), ["mv-2025-1", "mv-2026-1"]);
}

/// The findings after a change to the set that was read.
#[track_caller]
fn found(change: impl FnOnce(&mut ModelSet)) -> String {
    let mut set = first();
    change(&mut set);
    let findings = check(&set);
    assert!(!findings.is_empty(), "no rule noticed");
    findings.iter().map(|finding| format!("{finding}\n")).collect()
}

#[track_caller]
fn assert_found(wanted: &str, change: impl FnOnce(&mut ModelSet)) {
    let said = found(change);
    assert!(said.contains(wanted), "{said}");
}

#[test]
fn rules_on_files() {
    let mut texts = files();
    texts.get_mut("population.csv").unwrap().push('\n');
    let findings = check(&load::from_files(FIRST, &texts).unwrap());
    assert_eq!(findings.len(), 1);
    assert!(findings[0].to_string().contains("model.toml: the checksum of population.csv is "));
    assert_found("population.csv has no checksum", |set| {
        set.checksums.iter_mut().find(|sum| sum.file == "population.csv").unwrap().stated = None;
    });
    assert_found("stated for care.csv, which does not exist", |set| {
        let stated = Some("0".to_owned());
        set.checksums.push(load::Checksum { file: "care.csv".to_owned(), stated, found: None });
    });
    assert_found("fertility.csv: the source \"HFD\" is not in model.toml", |set| {
        set.model.sources.retain(|source| source.key != "HFD");
    });
    assert_found("no file cites the source \"HFD\"", |set| set.citations.retain(|one| one.key != "HFD"));
    assert_found("the source \"HFD\" has no licence", |set| {
        set.model.sources.iter_mut().find(|source| source.key == "HFD").unwrap().licence.clear();
    });
    assert_found("uncertainty.toml: e0_sd has no note", |set| {
        set.model.uncertainty.note.insert("e0_sd".to_owned(), " ".to_owned());
    });
    assert_found("grey_below is 8000", |set| set.model.guard.grey_below = 8000);
}

#[test]
fn rules_on_stocks() {
    assert_found("population.csv: women aged 60 and over in their group in 13003", |set| {
        set.model.population[0][1][62] += 1.0;
    });
    assert_found("there is no official population of 13003 in 2025", |set| {
        set.model.history.retain(|group| group.district.as_str() != "13003" || group.year != Year(2025));
    });
    assert_found("men of 13076 in 2025: a group begins at age 10, but must begin at 5", |set| {
        let is = |group: &&mut Observed| {
            (group.district.as_str(), group.year.0, group.age_from) == ("13076", 2025, 5)
        };
        set.model.history.iter_mut().find(is).unwrap().age_from = 10;
    });
    let found: Vec<String> = {
        let mut set = load::load("mv-2026-1").unwrap();
        // From one year of age to the next within a group of a district.
        set.model.population[2][0][41] += 1.0;
        set.model.population[2][0][42] -= 1.0;
        check(&set).iter().map(ToString::to_string).collect()
    };
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("models/mv-2026-1/population.csv: men of 13 from age 41 are "), "{found:?}");
    assert_found("13 in 2011: nobody aged 90 and over is counted", |set| {
        set.model.history.retain(|group| group.year != Year(2011) || group.age_to.is_some());
    });
    assert_found("13 has a figure of 2026, but the base year is 2025", |set| {
        set.model.history[0].year = Year(2026);
    });
    assert_found("in 2017 the districts have 1611119, but the state 1611120", |set| {
        let mut state = set.model.history.iter_mut();
        state.find(|group| group.year.0 == 2017 && !group.district.is_district()).unwrap().persons += 1.0;
    });
}

#[test]
fn rules_on_rates() {
    assert_found("the pattern sums to 1.01", |set| set.model.fertility.pattern[30] += 0.01);
    assert_found("the levels average 1.1", |set| {
        set.model.fertility.level.iter_mut().for_each(|level| *level *= 1.1);
    });
    assert_found("mortality.csv: the levels average 1.02", |set| {
        set.model.mortality.level.iter_mut().flatten().for_each(|level| *level *= 1.02);
    });
    assert_found("the probability of dying of women at age 100 is 0.9", |set| {
        set.model.mortality.qx[1][100] = 0.9;
    });
    assert_found("of men at age 5 is 1, but must be 1 at age 100", |set| set.model.mortality.qx[0][5] = 1.0);
    assert_found("at age 85, but must be above", |set| {
        set.model.mortality.qx[0][85] = set.model.mortality.qx[0][84];
    });
    assert_found("the life table of women has a life expectancy of 83.07 years", |set| {
        set.model.mortality.e0[1] = 85.0;
    });
    assert_found("internal moves of men aged 20 sum to 1", |set| {
        set.model.migration.internal_counts[3][0][20] += 1.0;
    });
    assert_found("women aged 30 in 13004", |set| {
        set.model.migration.external_counts[1][1][30] = -0.5 * set.model.population[1][1][30];
    });
}

#[test]
fn rules_on_scenarios() {
    let named = |set: &mut ModelSet, id: &str, change: fn(&mut Scenario)| {
        change(set.model.scenarios.iter_mut().find(|scenario| scenario.id == id).unwrap());
    };
    for (wanted, change) in [
        (
            "low.toml: the value of tfr is 12, but must be from 0.7 to 2.5",
            (|one| one.tfr.value = 12.0) as fn(&mut Scenario),
        ),
        ("the value of e0.male is NaN", |one| one.e0[0].value = f64::NAN),
        ("the value of external_migration is 50", |one| one.external_migration.value = 50.0),
        ("the year of tfr is 2061, but must be from 2025 to 2060", |one| one.tfr.year = Year(2061)),
        ("the text does not name \"1,3\" for tfr", |one| one.tfr.value = 1.3),
        ("the text does not name \"2031\" for external_migration", |one| {
            one.external_migration.year = Year(2031)
        }),
        ("the text does not name \"55 Prozent\"", |one| one.external_migration.value = 0.55),
        ("the text names \"1,9\", which is not an assumption", |one| one.text.push_str(" Oder 1,9 Kinder.")),
        ("the text names \"7 Prozent\"", |one| one.text.push_str(" Das sind 7 Prozent.")),
    ] {
        assert_found(wanted, |set| named(set, "low", change));
    }
    assert_found("the control total of 13003 in 2040 is 999999", |set| {
        named(set, "landesprognose-5", |one| {
            *one.control_totals.values_mut().next().unwrap() = 999_999.0;
        });
    });
    assert_found("the control total of 13003 is of 2025, but must be from 2026 to 2060", |set| {
        named(set, "landesprognose-5", |one| {
            let ((key, _), total) = one.control_totals.pop_first().unwrap();
            one.control_totals.insert((key, Year(2025)), total);
        });
    });
}

#[test]
fn rules_on_back_tests() {
    let start = |set: &mut ModelSet, id: &str, change: fn(&mut Start)| {
        change(set.past.starts.iter_mut().find(|start| start.id == id).unwrap());
    };
    for (wanted, change) in [
        (
            "2018.toml: the total fertility rate is of 2019, but the start is 2018",
            (|one| {
                one.tfr.year = Year(2019);
            }) as fn(&mut Start),
        ),
        ("the pattern of births is of 2020", |one| one.birth_pattern.year = Year(2020)),
        ("life expectancy is of 2020, but the start is 2018", |one| one.e0.year = Year(2020)),
        ("variant moves-before: the moves end in 2020, but the start is 2018; hint: hindsight", |one| {
            one.variants[1].moves.as_mut().unwrap().to = Year(2020);
        }),
        ("variant no-moves: hindsight is true, but nothing", |one| one.variants[0].hindsight = true),
        ("there is no official population by sex of 2012", |one| one.year = Year(2012)),
        ("variant moves-before: there is no official population by sex of 2010", |one| {
            one.variants[1].moves.as_mut().unwrap().from = Year(2010);
        }),
        ("the moves from 2018 to 2023 lie between the census of 2011 and that of 2022", |one| {
            one.variants[1].moves = Some(Period { from: Year(2018), to: Year(2023) });
        }),
        ("variant no-moves: the title is empty", |one| one.variants[0].title.clear()),
        ("2018.toml: the text is empty", |one| one.text.clear()),
        ("2018.toml: there is no variant", |one| one.variants.clear()),
        ("counted over 0 years, but must be over 1 to 20", |one| one.e0_before = Some(one.e0)),
        ("counted over -1 years", |one| {
            one.e0_before = Some(Known { year: Year(one.e0.year.0 + 1), ..one.e0 });
        }),
        ("counted over 21 years, but must be over 1 to 20; hint: e0_before", |one| {
            one.e0_before = Some(Known { year: Year(one.e0.year.0 - 21), ..one.e0 });
        }),
    ] {
        assert_found(wanted, |set| start(set, "2018", change));
    }
    let of_2019 = |set: &mut ModelSet, districts: &[(&str, f64)]| {
        for (key, deaths) in districts {
            set.past.district_deaths.insert((Ags::parse(key).unwrap(), Year(2019)), *deaths);
        }
    };
    assert_found("district_deaths.csv: 1 of 8 districts have deaths in 2019, but all must", |set| {
        of_2019(set, &[("13003", 2_525.0)]);
    });
    assert_found("in 2019 sum to 21703, but vital_statistics.csv has 21702", |set| {
        let keys = ["13004", "13071", "13072", "13073", "13074", "13075", "13076"];
        of_2019(set, &keys.map(|key| (key, 1_000.0)));
        of_2019(set, &[("13003", 14_703.0)]);
    });
    assert_found("official_projection.toml: there is no scenario \"x\"", |set| {
        set.past.official.scenario = "x".to_owned();
    });
    assert_found("there is no start \"x\" in the folder backtest", |set| {
        set.past.official.start = "x".to_owned();
    });
    assert_found("the start has no variant \"x\"", |set| set.past.official.variant = "x".to_owned());
}

/// Every rule is broken in one of the tests above; a new rule needs its own.
#[test]
fn there_are_as_many_rules_as_tests_know() {
    assert_eq!(RULES.len(), 50);
}

#[test]
fn rules_on_municipalities() {
    assert_found("the municipalities of 13004 have 0 residents", |set| {
        set.model.municipalities.retain(|area| area.key.as_str() != "13004000");
    });
    assert_found("in the municipalities of 13003 24.0 percent are aged 60 and over", |set| {
        set.model.municipalities.iter_mut().find(|area| area.key.as_str() == "13003000").unwrap().old =
            Some([0.24, 0.229]);
    });
}

#[test]
fn rules_on_municipal_ages() {
    let said = |change: &dyn Fn(&mut MunicipalAges)| {
        let mut set = load::load("mv-2026-1").unwrap();
        change(set.model.municipal_ages.as_mut().unwrap());
        check(&set).iter().map(|one| format!("{one}\n")).collect::<String>()
    };
    let strange = said(&|ages| ages.counts[0].key = Ags::parse("13003001").unwrap());
    assert!(strange.contains("13003001 has ages, but is not in municipalities.csv"), "{strange}");
    assert!(strange.contains("13003000 has no ages, but is in municipalities.csv"), "{strange}");
    let sums = said(&|ages| ages.counts[1].persons[0][16] += 1.0);
    assert!(
        sums.contains(
            "the municipalities of 13004 have 4697 residents (m) aged 75 to 100, the district had 4696"
        ),
        "{sums}"
    );
    let other = said(&|ages| ages.year = Year(2014));
    assert!(other.contains("the district had NaN"), "{other}");
    let left = said(&|ages| ages.departures[1].persons = 60_000.0);
    assert!(left.contains("percent of those aged 18 to 24 leave in a year"), "{left}");
}

#[test]
fn rules_on_cells() {
    let said = |change: &dyn Fn(&mut Cells)| {
        let mut set = load::load("mv-2026-1").unwrap();
        change(set.model.cells.as_mut().unwrap());
        check(&set).iter().map(|one| format!("{one}\n")).collect::<String>()
    };
    let strange = said(&|cells| cells.cells[0].municipality = Ags::parse("13003001").unwrap());
    assert!(strange.contains("13003001 has cells, but is not in municipalities.csv"), "{strange}");
    let twice = said(&|cells| cells.cells[1].point = cells.cells[0].point);
    assert!(twice.contains("the cell at 54.0537, 12.0842 of 13003000 stands twice"), "{twice}");
    let sums = said(&|cells| cells.residents += 1);
    assert!(sums.contains("the cells have 1599692 residents, model.toml states 1599693"), "{sums}");
    let old = said(&|cells| cells.aged_80 = 0);
    assert!(old.contains("the cells have 67764 people aged 80 and over, model.toml states 0"), "{old}");
    let official = said(&|cells| cells.residents = 1_500_000);
    assert!(official.contains("the cells have 1500000 residents, the state had 1606899"), "{official}");
}

/// A start more or fewer, or a survey, needs the deviations measured anew.
#[test]
fn deviations_of_other_starts_or_surveys_are_found() {
    let set = || load::load("mv-2026-1").unwrap();
    let said = |set: &ModelSet| check(set).into_iter().map(|one| format!("{one}\n")).collect::<String>();
    let mut fewer = set();
    fewer.past.starts.retain(|start| start.year != Year(2019));
    let found = said(&fewer);
    assert!(
        found.contains("deviations.toml: the starts are 2015, 2016, 2017, 2018, 2019, 2020, 2023, but"),
        "{found}"
    );
    let mut other = set();
    other.model.uncertainty.deviations.as_mut().unwrap().need.surveys.pop();
    let found = said(&other);
    assert!(found.contains("the surveys are 2015, 2017, 2019, 2021, but"), "{found}");
    assert!(found.contains("back-test deviations --model mv-2026-1"), "{found}");
}
