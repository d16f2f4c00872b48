//! What is missing is named in every form that is written here.

use std::io::{Cursor, Read};

use super::super::arms::CoverArms;
use super::*;

/// The texts of a form without markup and spaces.
fn words(plan: &Plan, form: PlanForm) -> String {
    let file = match form {
        PlanForm::Docx => {
            let pictures: Vec<Vec<u8>> = plan.drawings().iter().map(|_| b"picture".to_vec()).collect();
            plan.text_document(&pictures, None).unwrap()
        }
        form => plan.file(form).unwrap().unwrap(),
    };
    if matches!(form, PlanForm::Html | PlanForm::Json) {
        return bare(&String::from_utf8(file).unwrap());
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut found = String::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        if !entry.name().ends_with(".png") {
            entry.read_to_string(&mut found).unwrap();
        }
    }
    bare(&found)
}

fn bare(text: &str) -> String {
    let mut found = String::new();
    let mut is_tag = false;
    for letter in text.chars() {
        match letter {
            '<' => is_tag = true,
            '>' => is_tag = false,
            letter if is_tag || letter.is_whitespace() => {}
            letter => found.push(letter),
        }
    }
    quick_xml::escape::unescape(&found).map_or(found.clone(), Into::into)
}

#[test]
fn every_gap_of_a_district_of_which_nothing_is_known_is_named_in_every_form() {
    let why = "13076.png ist leer.".to_owned();
    let plan = write(&Inputs { arms: Some(CoverArms::Missing(why)), ..empty() });
    let gaps: Vec<&Gap> = plan.gaps().map(|(_, gap)| gap).collect();
    assert!(gaps.len() > 15, "{}", gaps.len());
    for form in [PlanForm::Html, PlanForm::Docx, PlanForm::Xlsx, PlanForm::Zip, PlanForm::Json] {
        let found = words(&plan, form);
        for gap in &gaps {
            for said in [&gap.what, &gap.why, &gap.fill] {
                assert!(found.contains(&bare(said)), "{} does not say {said:?}", form.word());
            }
        }
        assert!(found.contains(&bare("13076.png ist leer.")), "{}", form.word());
    }
}
