use super::*;
use crate::projection::life_table::survival_ratios;

/// Sweden, 1993 (Preston, Heuveline and Guillot 2001, box 6.1, p. 125): women, their nLx of 100,000
/// births, and births per woman and year of age.
const WOMEN: [f64; 18] = [
    293395., 248369., 240012., 261346., 285209., 314388., 281290., 286923., 304108., 324946., 247613.,
    211351., 215140., 221764., 223506., 183654., 141990., 112424.,
];
const NLX: [f64; 18] = [
    497487., 497138., 496901., 496531., 495902., 495168., 494213., 492760., 490447., 486613., 480665.,
    471786., 457852., 436153., 402775., 350358., 271512., 291707.,
];
const FX: [f64; 18] =
    [0., 0., 0., 0.0120, 0.0908, 0.1499, 0.1125, 0.0441, 0.0074, 0.0003, 0., 0., 0., 0., 0., 0., 0., 0.];
/// Box 6.2: net female migrants of the five years, by age.
const MIGRANTS: [f64; 18] = [
    6840., 4150., 3365., 5270., 9240., 8230., 5470., 3155., 1770., 1115., 1075., 845., 645., 530., 465.,
    300., 250., 175.,
];
/// Boys among newborns at 1.05 boys a girl, the book's sex ratio at birth.
const MALE_BIRTHS: f64 = 1.05 / 2.05;
const YEARS: f64 = 5.0;

fn ratios() -> [f64; 18] {
    let mut sx = [0.0; 18];
    survival_ratios(&NLX.map(|l| l / 1e5), YEARS, &mut sx);
    sx
}

/// Five years of a population of women, with half of the migrants at the start and half at the end.
/// Returns the women and the births of both sexes by age of the mother.
fn project(women: &[f64; 18], migrants: &[f64; 18]) -> ([f64; 18], [f64; 18]) {
    let sx = ratios();
    let start: [f64; 18] = std::array::from_fn(|x| women[x] + 0.5 * migrants[x]);
    let mut end = [0.0; 18];
    survive(&start, &sx, &mut end);
    end.iter_mut().zip(migrants).for_each(|(end, migrants)| *end += 0.5 * migrants);
    let by_age = std::array::from_fn(|x| births(&start[x..=x], &end[x..=x], &FX[x..=x], YEARS));
    let [_, girls] = by_sex(births(&start, &end, &FX, YEARS), MALE_BIRTHS);
    end[0] += girls * sx[0];
    (end, by_age)
}

#[track_caller]
fn assert_rounded(found: &[f64], printed: &[f64]) {
    for (x, (found, printed)) in found.iter().zip(printed).enumerate() {
        assert_eq!(found.round(), *printed, "group {x}: {found}");
    }
}

/// 4,397,428 women of 1993 are 4,449,570 in 1998 and 4,478,712 in 2003.
#[test]
fn swedish_women_are_projected_as_in_preston_heuveline_guillot_box_6_1_p_125() {
    let nobody = [0.0; 18];
    let (women_1998, _) = project(&WOMEN, &nobody);
    let (women_2003, _) = project(&women_1998, &nobody);
    assert_rounded(
        &women_1998,
        &[
            293574., 293189., 248251., 239833., 261015., 284787., 313782., 280463., 285576., 301731.,
            320974., 243039., 205109., 204944., 204793., 194419., 142324., 131768.,
        ],
    );
    assert_rounded(
        &women_2003,
        &[
            280121., 293368., 293049., 248066., 239529., 260629., 284238., 312859., 279147., 283344.,
            298043., 315045., 235861., 195388., 189260., 178141., 150666., 141960.,
        ],
    );
    assert_eq!(women_1998.iter().sum::<f64>().round(), 4_449_570.0);
    assert_eq!(women_2003.iter().sum::<f64>().round(), 4_478_712.0);
}

#[test]
fn swedish_women_with_migration_are_projected_as_in_preston_heuveline_guillot_box_6_2() {
    let (women, births) = project(&WOMEN, &MIGRANTS);
    assert_rounded(
        &births,
        &[
            0., 0., 0., 15244., 126688., 229354., 170057., 63203., 10971., 472., 0., 0., 0., 0., 0., 0., 0.,
            0.,
        ],
    );
    assert_rounded(
        &women,
        &[
            302392., 298682., 252007., 244150., 268267., 293515., 320624., 284767., 288031., 303166.,
            322062., 243989., 205841., 205516., 205270., 194771., 142565., 131966.,
        ],
    );
}

/// The same women and births with boys at 1.05 a girl: 317,340 boys under five in 1998 if boys moved
/// and survived as girls do (worked out for the same data by the United Nations' ccmppWPP).
#[test]
fn two_sexes_share_the_births_of_box_6_2_at_105_boys_a_girl() {
    let sx = ratios();
    let (_, of_women) = project(&WOMEN, &MIGRANTS);
    let [boys, girls] = by_sex(of_women.iter().sum(), MALE_BIRTHS);
    assert!((boys / girls - 1.05).abs() < 1e-12);
    assert_eq!((boys * sx[0] + 0.5 * MIGRANTS[0]).round(), 317_340.0);
    assert_eq!((girls * sx[0] + 0.5 * MIGRANTS[0]).round(), 302_392.0);
}

/// Both sexes of Sweden, 1993: men with deaths of their own (Preston, Heuveline and Guillot 2001, box 6.1, third
/// part). Population and nLx of men were read in a secondary copy, the data of G. Abel's R package demoproj, which
/// names the box. What the book prints for men was not at hand: the expected men were worked out a second time in
/// plain numpy. That computation gives the printed women of p. 125 as well, by whose births the men under five hang.
#[test]
fn swedish_men_are_projected_beside_the_women_of_box_6_1() {
    let mut men = [
        310189., 261963., 252046., 274711., 296679., 333726., 296774., 299391., 314295., 338709., 256066.,
        208841., 199996., 197282., 184234., 133856., 86732., 49095.,
    ];
    let nlx = [
        496754., 496297., 495989., 495113., 493460., 491475., 489325., 486487., 482392., 476532., 467568.,
        452941., 428556., 390707., 336027., 261507., 172333., 128631.,
    ];
    let mut sx_of_men = [0.0; 18];
    survival_ratios(&nlx.map(|l| l / 1e5), YEARS, &mut sx_of_men);
    let mut women = WOMEN;
    for expected in [
        [
            307798., 309904., 261800., 251601., 273794., 295486., 332266., 295053., 296871., 310477.,
            332338., 248055., 197598., 182333., 169672., 143377., 88211., 58052.,
        ],
        [
            293693., 307515., 309711., 261338., 250761., 272692., 294193., 330339., 292569., 293265.,
            304637., 321941., 234701., 180146., 156815., 132044., 94485., 62512.,
        ],
    ] {
        let (women_after, of_women) = project(&women, &[0.0; 18]);
        let [boys, _] = by_sex(of_women.iter().sum(), MALE_BIRTHS);
        let mut men_after = [0.0; 18];
        survive(&men, &sx_of_men, &mut men_after);
        men_after[0] = boys * sx_of_men[0];
        assert_rounded(&men_after, &expected);
        (women, men) = (women_after, men_after);
    }
    assert_eq!(women.iter().sum::<f64>().round(), 4_478_712.0);
}

#[test]
fn without_deaths_all_are_one_group_older_and_the_open_group_keeps_its_own() {
    let mut end = [0.0; 4];
    survive(&[1.0, 2.0, 3.0, 4.0], &[1.0; 4], &mut end);
    assert_eq!(end, [0.0, 1.0, 2.0, 7.0]);
    assert_eq!(deaths(&[1.0, 2.0, 3.0, 4.0], &end), 0.0);
}

#[test]
fn deaths_are_those_of_the_cohorts() {
    let mut end = [0.0; 4];
    survive(&[8.0, 8.0, 8.0, 8.0], &[1.0, 0.75, 0.5, 0.25], &mut end);
    assert_eq!(end, [0.0, 6.0, 4.0, 4.0]);
    assert_eq!(deaths(&[8.0; 4], &end), 2.0 + 4.0 + 12.0);
}
