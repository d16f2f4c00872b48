//! Names, providers, streets and telephone numbers that cannot belong to anybody. Every name says "Beispiel".

use std::collections::HashMap;

use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_pcg::Pcg64;

use crate::register::{Provider, ProviderKind};

use super::ground::Spot;

const MOTIFS: [&str; 40] = [
    "Möwenweg",
    "Kastanienhof",
    "Lindengarten",
    "Seeblick",
    "Am Mühlenteich",
    "Sonnenhof",
    "Rosengarten",
    "Kranichruf",
    "Alte Gärtnerei",
    "Am Stadtwall",
    "Birkenhain",
    "Storchennest",
    "Am Kiefernwald",
    "Haus Abendrot",
    "Haus Morgentau",
    "Apfelgarten",
    "Am Weiher",
    "Fliederweg",
    "Kornblume",
    "Haus Windrose",
    "Backsteinhof",
    "Am Leuchtfeuer",
    "Sanddorn",
    "Haus Silberweide",
    "Eichenallee",
    "Am Wiesengrund",
    "Rapsblüte",
    "Haus Fischreiher",
    "Alte Schmiede",
    "Am Feldrain",
    "Holunderhof",
    "Haus Bernstein",
    "Rohrsänger",
    "Am Torfmoor",
    "Buchenhain",
    "Haus Schwalbe",
    "Klatschmohn",
    "Am Brunnen",
    "Heidekraut",
    "Haus Seerose",
];

const REGIONS: [&str; 10] =
    ["Nord", "Süd", "Ost", "West", "Mitte", "Küste", "Seenland", "Heide", "Bodden", "Haff"];

const STREETS: [&str; 6] =
    ["Beispielweg", "Beispielstraße", "Beispielallee", "Beispielring", "Am Beispielhof", "Beispielplatz"];

/// Where in the list of motifs the names of a kind in a locality began, and how many there are.
#[derive(Default)]
struct Used {
    first: usize,
    count: usize,
}

/// Gives names; no two facilities of a kind in a locality have the same one.
#[derive(Default)]
pub(super) struct Names<'a> {
    used: HashMap<(&'a str, &'a str, &'a str), Used>,
}

impl<'a> Names<'a> {
    /// The first facility of its kind in a locality is named after its locality, "Beispiel-Tagespflege Ludwigslust"; the others
    /// after a motif, "Beispiel-Pflegeheim Möwenweg", and numbered once all motifs are taken.
    pub fn facility(&mut self, title: &'a str, spot: Spot<'a>, rng: &mut Pcg64) -> String {
        let first = rng.random_range(0..MOTIFS.len());
        let key = (title, spot.municipality.key.as_str(), spot.site.name.as_str());
        let used = self.used.entry(key).or_insert(Used { first, count: 0 });
        let name = match used.count {
            0 => spot.site.name.clone(),
            count => {
                let motif = MOTIFS.iter().cycle().nth(used.first + count % MOTIFS.len());
                let number = count / MOTIFS.len();
                let suffix = if number > 0 { format!(" {}", number + 1) } else { String::new() };
                format!("{}{suffix}", motif.unwrap_or(&MOTIFS[0]))
            }
        };
        used.count += 1;
        format!("Beispiel-{title} {name}")
    }
}

/// A provider of a kind drawn by the weights of public, non-profit and private.
pub(super) fn provider(weights: &[u32; 3], rng: &mut Pcg64) -> Provider {
    let region = REGIONS.choose(rng).copied().unwrap_or_default();
    let (kind, name) = match weighted(weights, rng) {
        0 => (ProviderKind::Public, format!("Beispiel-Kommunalbetrieb {region}")),
        1 if rng.random_ratio(2, 3) => (ProviderKind::NonProfit, format!("Beispiel-Träger {region} gGmbH")),
        1 => (ProviderKind::NonProfit, format!("Beispiel-Verein {region} e. V.")),
        _ => (ProviderKind::Private, format!("Beispiel-Betriebe {region} GmbH")),
    };
    let association = (kind == ProviderKind::NonProfit).then(|| "Beispiel-Wohlfahrtsverband".to_owned());
    Provider { name, kind, association }
}

/// Street and house number.
pub(super) fn street(rng: &mut Pcg64) -> (String, String) {
    let street = STREETS.choose(rng).copied().unwrap_or_default();
    (street.to_owned(), rng.random_range(1..=120).to_string())
}

/// A number that belongs to nobody. The Bundesnetzagentur (Mitteilung 148/2021, Amtsblatt 7/2021, "Drama
/// Numbers") keeps (0)30 23125 000-999 and (0)40 66969 000-999 free for films, books and teaching
/// material. It keeps no numbers of Mecklenburg-Vorpommern free, hence the codes of Berlin and Hamburg.
pub(super) fn drama_number(index: usize) -> String {
    let exchange = if index % 2_000 < 1_000 { "030 23125" } else { "040 66969" };
    format!("{exchange}{:03}", index % 1_000)
}

/// The index of a weight, drawn by weight; the last one if all are zero.
pub(super) fn weighted(weights: &[u32], rng: &mut Pcg64) -> usize {
    let mut drawn = rng.random_range(0..weights.iter().sum::<u32>().max(1));
    for (index, weight) in weights.iter().enumerate() {
        if drawn < *weight {
            return index;
        }
        drawn -= weight;
    }
    weights.len().saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rand::SeedableRng;

    use super::*;

    #[test]
    fn telephone_numbers_stay_in_the_ranges_that_are_kept_free() {
        assert_eq!(drama_number(0), "030 23125000");
        assert_eq!(drama_number(999), "030 23125999");
        assert_eq!(drama_number(1_000), "040 66969000");
        assert_eq!(drama_number(1_999), "040 66969999");
        assert_eq!(drama_number(2_042), "030 23125042");
    }

    #[test]
    fn motifs_differ_from_each_other() {
        assert_eq!(MOTIFS.iter().collect::<HashSet<_>>().len(), MOTIFS.len());
    }

    #[test]
    fn a_weight_of_zero_is_never_drawn_and_shares_follow_the_weights() {
        let mut rng = Pcg64::seed_from_u64(3);
        let mut drawn = [0; 3];
        for _ in 0..10_000 {
            drawn[weighted(&[1, 0, 3], &mut rng)] += 1;
        }
        assert_eq!(drawn[1], 0);
        // 2500 expected; five standard deviations are sqrt(10000 * 0.25 * 0.75) * 5 = 217.
        assert!((2_283..=2_717).contains(&drawn[0]), "{drawn:?}");
    }
}
