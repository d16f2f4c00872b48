use super::*;
use crate::areas::Level;

pub(super) fn areas() -> Areas {
    Areas::from_texts(
        include_str!("../../models/areas/areas.csv"),
        &[
            (Level::District, include_str!("../../models/areas/districts.geojson")),
            (Level::Amt, include_str!("../../models/areas/amter.geojson")),
            (Level::Municipality, include_str!("../../models/areas/municipalities.geojson")),
        ],
    )
    .unwrap()
}

pub(super) fn gazetteer() -> Gazetteer {
    Gazetteer::from_csv(include_str!("../../models/places/places.csv"), &areas()).unwrap()
}

#[test]
fn look() {
    let g = gazetteer();
    println!(
        "{} entries {} postcodes {} keys",
        g.entries.len(),
        g.postcodes.len(),
        g.entries.iter().map(|e| e.keys.0.len()).sum::<usize>()
    );
    for q in std::fs::read_to_string("/tmp/places/queries.txt").unwrap().lines() {
        let t = std::time::Instant::now();
        let s = g.suggest(q, 8);
        let us = t.elapsed().as_micros();
        println!("== {q} [{us} us]");
        for c in s {
            println!(
                "   {:.2} {:?} {} {} {:.4},{:.4}",
                c.score, c.kind, c.label, c.key, c.point.lat, c.point.lon
            );
        }
        match g.resolve(q) {
            Resolution::Found(c) => println!("   -> {}", c.label),
            _ => println!("   -> ?"),
        }
    }
}
