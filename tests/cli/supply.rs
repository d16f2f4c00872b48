//! The supply of places that the register gives a forecast.

use super::*;

/// Two homes in Ludwigslust-Parchim, of which one closes in 2030, day care that opens in 2028, short-term places of its own and
/// embedded ones, and a home in Schwerin.
const DATED: [&str; 6] = [
    "1,Haus Anker,residential_care,Weg,1,19288,Ludwigslust,53.3249,11.4957,40,,",
    "2,Tagespflege Ufer,day_care,Weg,2,19288,Ludwigslust,53.3259,11.4967,12,2028-07-01,",
    "3,Haus Elde,residential_care,Weg,3,19370,Parchim,53.4264,11.8482,60,,2030-06-30",
    "4,Gäste im Haus,short_term_care_embedded,Weg,3,19370,Parchim,53.4264,11.8482,6,,",
    "5,Kurzzeitpflege,short_term_care,Weg,5,19370,Parchim,53.4264,11.8492,10,,",
    "6,Haus am See,residential_care,Weg,6,19053,Schwerin,53.6288,11.4148,80,,",
];

#[test]
fn the_register_s_places_by_their_dates_are_the_supply_at_every_level() {
    let folder = Folder::new("supply");
    let header =
        "source_id,name,category,street,house_number,postcode,place,lat,lon,places,valid_from,valid_to";
    let file = folder.write("dated.csv", format!("{header}\n{}\n", DATED.join("\n")));
    folder.import(&file, &[]).ok();
    std::fs::create_dir_all(folder.0.join("data/planning_areas")).unwrap();
    let planning = "[[area]]\nkey = \"PR-01\"\nname = \"Elde\"\nmembers = [\"13076090\", \"13076108\"]\n";
    folder.write("data/planning_areas/elde.toml", planning);
    let value = |out: &str, measure: &str, year: u32| -> Option<f64> {
        let line = out.lines().find(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            cells[1] == year.to_string() && cells[3] == measure
        });
        line.map(|line| line.split(',').nth(9).unwrap().parse().unwrap())
    };
    // Residential places before and after the closure, day care before and after the opening, short-term places.
    for (area, expected) in [
        ("13", [180.0, 120.0, 0.0, 12.0, 10.0]),
        ("13076", [100.0, 40.0, 0.0, 12.0, 10.0]),
        ("13004", [80.0, 80.0, 0.0, 0.0, 0.0]),
        ("13003", [0.0; 5]),
        ("13076090", [40.0, 40.0, 0.0, 12.0, 0.0]),
        ("130760090", [40.0, 40.0, 0.0, 12.0, 0.0]),
        ("13076108", [60.0, 0.0, 0.0, 0.0, 10.0]),
        ("13076001", [0.0; 5]),
        ("PR-01", [100.0, 40.0, 0.0, 12.0, 10.0]),
    ] {
        let run = folder.run(&["forecast", "--area", area, "--supply", "register", "--format", "csv"]).ok();
        assert!(run.err.contains("register (version ") && run.err.contains("; 6 embedded"), "{}", run.err);
        let found =
            |kind: &str, of: &str, year| value(&run.out, &format!("{kind}_places_{of}"), year).unwrap();
        let cells = [
            ("residential", 2029),
            ("residential", 2030),
            ("day_care", 2027),
            ("day_care", 2028),
            ("short_term", 2040),
        ];
        for ((kind, year), places) in cells.into_iter().zip(expected) {
            assert_eq!(found(kind, "supply", year), places, "{area}: {kind} in {year}");
            let balance = places - found(kind, "needed", year);
            assert!((found(kind, "balance", year) - balance).abs() < 0.11, "{area}: {kind} in {year}");
        }
    }
    // What the statistics do not know of an area is left out and said, and is not nothing.
    let run = folder.run(&["forecast", "--area", "PR-01", "--format", "csv"]).ok();
    assert!(run.err.contains("the statistics know places of whole districts only"), "{}", run.err);
    assert!(value(&run.out, "residential_places_needed", 2030).unwrap() > 100.0);
    assert_eq!(value(&run.out, "residential_places_supply", 2030), None);
    folder
        .run(&["forecast", "--area", "PR-02"])
        .fails_with(1, &["\"PR-02\" is not a key", "planning areas are PR-01"]);
    let explained = ["forecast", "--area", "PR-01", "--supply", "register", "--explain", "2029"];
    let run = folder.run(&[&explained[..], &["--measure", "residential_places_balance"]].concat()).ok();
    assert!(run.out.contains("offers in Parchim (13076108)"), "{}", run.out);
}
