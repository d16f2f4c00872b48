//! `pflegeplan region`: what it makes, what it leaves alone, and that a running service takes it up.

use super::{Folder, Service};

#[expect(dead_code, reason = "the tests of other rooms use the rest")]
#[path = "../../src/extract/fixture.rs"]
mod fixture;

use fixture::Pbf;

/// A street of a town with these numbers.
fn extract(numbers: &[u32]) -> Vec<u8> {
    let mut pbf = Pbf::default();
    for number in numbers {
        let east = f64::from(*number) * 0.0002;
        pbf.house(53.3250, 11.4960 + east, "Kirchgasse", &number.to_string(), "19288", "Ludwigslust");
    }
    pbf.bytes()
}

#[test]
fn a_region_is_made_once_and_a_bad_file_changes_nothing() {
    let folder = Folder::new("region");
    let good = folder.write("good.osm.pbf", extract(&[1, 2, 4]));
    let said = folder.run(&["region", &good]).ok().err;
    assert!(said.contains("addresses: 3 houses on 1 streets"), "{said}");
    let file = folder.0.join("data/region/addresses.bin");
    let made = std::fs::read(&file).unwrap();
    assert!(folder.run(&["region", &good]).ok().err.contains("made of this extract already"));
    let whole = extract(&[1, 2, 4, 6]);
    let bad = [
        ("empty.osm.pbf", Vec::new(), "is no OpenStreetMap extract"),
        ("page.osm.pbf", b"<html>404 Not Found</html>".to_vec(), "is no OpenStreetMap extract"),
        ("cut.osm.pbf", whole[..whole.len() - 9].to_vec(), "ends too early"),
        ("none.osm.pbf", Pbf::default().bytes(), "holds no node, way or relation"),
    ];
    for (name, bytes, sentence) in bad {
        let path = folder.write(name, bytes);
        folder.run(&["region", &path]).fails_with(1, &[name, sentence, "nothing was changed"]);
    }
    let mut nowhere = Pbf::default();
    nowhere.node(53.0, 11.0, &[("natural", "tree")]);
    let trees = folder.write("trees.osm.pbf", nowhere.bytes());
    folder.run(&["region", &trees]).fails_with(1, &["holds no address", "nothing was changed"]);
    folder.run(&["region", "missing.osm.pbf"]).fails_with(1, &["missing.osm.pbf"]);
    assert_eq!(std::fs::read(&file).unwrap(), made);
    let names: Vec<_> = std::fs::read_dir(folder.0.join("data/region")).unwrap().collect();
    assert_eq!(names.len(), 2, "addresses and care offers, and nothing temporary is left");
}

/// A home that the register has, one that it lacks, and a food bank.
#[test]
fn care_offers_are_a_list_that_the_import_compares_with_the_register() {
    let folder = Folder::new("region-care");
    let office =
        "source,source_id,name,category,lat,lon\namt,1,Haus am See,residential_care,53.3250,11.4960\n";
    let office = folder.write("office.csv", office);
    folder.run(&["import", "register", &office]).ok();
    let mut pbf = Pbf::default();
    pbf.made_at = Some(1_793_534_400);
    pbf.node(53.3251, 11.4960, &[("amenity", "nursing_home"), ("name", "Haus am See")]);
    pbf.node(53.4261, 11.8487, &[("amenity", "pharmacy"), ("name", "Löwen-Apotheke")]);
    pbf.node(53.4265, 11.8487, &[("social_facility", "food_bank"), ("name", "Tafel")]);
    let extract = folder.write("care.osm.pbf", pbf.bytes());
    let said = folder.run(&["region", &extract, "--only", "care"]).ok().err;
    assert!(said.contains("care: 2 offers (1 pharmacy, 1 residential_care)"), "{said}");
    assert!(said.contains("extract of 2026-11-01"), "{said}");
    let list = folder.0.join("data/region/care-offers.csv");
    let head = std::fs::read_to_string(&list).unwrap();
    assert!(head.lines().next().unwrap().contains("Open Database License 1.0 (ODbL)"), "{head}");
    let again = folder.run(&["region", &extract, "--only", "care"]).ok().err;
    assert!(
        again.contains("made of this extract already") && again.contains("extract of 2026-11-01"),
        "{again}"
    );
    let list = list.display().to_string();
    let report = folder.run(&["import", "register", &list, "--dry-run", "--lang", "en"]).ok().out;
    assert!(report.contains("2 rows: 1 accepted, 0 merged, 0 changed, 1 unchanged, 0 rejected"), "{report}");
    folder.run(&["import", "register", &list]).ok();
    let second = folder.run(&["import", "register", &list, "--lang", "en"]).ok().out;
    assert!(second.contains("2 rows: 0 accepted, 0 merged, 0 changed, 2 unchanged, 0 rejected"), "{second}");
}

#[test]
fn a_running_service_takes_up_another_extract_and_keeps_the_last_one_if_it_is_damaged() {
    let folder = Folder::new("region-serve");
    let first = folder.write("first.osm.pbf", extract(&[1, 2, 4]));
    let second = folder.write("second.osm.pbf", extract(&[1, 2, 4, 17]));
    let service = Service::start(&folder, &[("PFLEGEPLAN_ACCESS_LOG", "true")]);
    let locate = |wanted: &str| {
        service.wait_for_post("/api/v1/addresses/locate", r#"{"q": "Kirchgasse 17, Ludwigslust"}"#, wanted)
    };
    locate("\"source\":null");
    folder.run(&["region", &first]).ok();
    locate("\"precision\":\"street\"");
    folder.run(&["region", &second]).ok();
    locate("\"precision\":\"house\"");
    let file = folder.0.join("data/region/addresses.bin");
    let mut damaged = std::fs::read(&file).unwrap();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    std::fs::write(&file, &damaged[..damaged.len() - 1]).unwrap();
    let log = || std::fs::read_to_string(folder.0.join("serve.log")).unwrap();
    while !log().contains("its checksum does not fit") {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    locate("\"precision\":\"house\"");
    assert!(!log().contains("Kirchgasse"), "an address stands in the log");
    assert!(log().contains("POST /api/v1/addresses/locate"));
}
