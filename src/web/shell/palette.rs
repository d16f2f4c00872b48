//! The colours of the pages as `client/tokens.css` has them, in light and in dark mode.

use super::colour::Colour;

const TOKENS: &str = include_str!("../client/tokens.css");
const DARK: &str = "@media (prefers-color-scheme: dark)";

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];
}

/// Names and values of the tokens that begin so, in their order: ("--type-start", "2.5rem").
pub(crate) fn tokens(beginning: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    declarations(Scheme::Light).filter(move |(name, _)| name.starts_with(beginning))
}

/// All colours of the tokens with their names, in their order.
pub(crate) fn colours(scheme: Scheme) -> Vec<(&'static str, Colour)> {
    declarations(Scheme::Light)
        .filter_map(|(name, light)| {
            let dark = declarations(Scheme::Dark).find(|(other, _)| *other == name).map(|(_, value)| value);
            let value = if scheme == Scheme::Dark { dark.unwrap_or(light) } else { light };
            Some((name, Colour::read(value)?))
        })
        .collect()
}

/// A colour by its name: "--brand".
pub(crate) fn colour(scheme: Scheme, name: &str) -> Option<Colour> {
    colours(scheme).into_iter().find(|(other, _)| *other == name).map(|(_, colour)| colour)
}

fn declarations(scheme: Scheme) -> impl Iterator<Item = (&'static str, &'static str)> {
    let (light, rest) = TOKENS.split_once(DARK).unwrap_or((TOKENS, ""));
    let dark = rest.split_once("@media").map_or(rest, |(dark, _)| dark);
    let part = if scheme == Scheme::Light { light } else { dark };
    let lines = part.lines().map(str::trim).filter(|line| line.starts_with("--"));
    lines.filter_map(|line| line.split_once(';')?.0.split_once(": "))
}

/// What must be read or seen on what, and with which contrast: name of the colour, names of its grounds.
pub(crate) const PAIRS: [(&str, &[&str], f64); 15] = [
    (
        "--ink",
        &["--bg", "--surface", "--sunken", "--brand-soft", "--ask-soft", "--free-soft"],
        super::colour::TEXT,
    ),
    ("--ink-2", &["--bg", "--surface", "--sunken"], super::colour::TEXT),
    ("--link", &["--bg", "--surface", "--sunken", "--brand-soft"], super::colour::TEXT),
    ("--brand", &["--bg", "--surface", "--sunken", "--brand-soft"], super::colour::TEXT),
    ("--on-brand", &["--brand"], super::colour::TEXT),
    ("--free", &["--free-soft", "--surface"], super::colour::TEXT),
    ("--full", &["--full-soft", "--surface"], super::colour::TEXT),
    ("--ask", &["--ask-soft", "--surface"], super::colour::TEXT),
    ("--error", &["--bg", "--surface"], super::colour::TEXT),
    ("--need", &["--bg", "--surface", "--sunken"], super::colour::TEXT),
    ("--lack", &["--bg", "--surface", "--sunken"], super::colour::TEXT),
    ("--control", &["--bg", "--surface"], super::colour::CONTROL),
    ("--brand", &["--bg", "--surface"], super::colour::CONTROL),
    ("--free", &["--bg"], super::colour::CONTROL),
    ("--full", &["--bg"], super::colour::CONTROL),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tokens_are_read_in_both_schemes() {
        assert_eq!(colour(Scheme::Light, "--surface"), Some(Colour::WHITE));
        assert_eq!(colour(Scheme::Dark, "--surface"), Some(Colour::new(28, 36, 41)));
        // What has no dark value keeps the light one.
        assert_eq!(colour(Scheme::Dark, "--amber"), colour(Scheme::Light, "--amber"));
        assert_eq!(colour(Scheme::Light, "--nothing"), None);
        assert!(tokens("--type-").any(|token| token == ("--type-start", "2.5rem")));
        assert_eq!(colours(Scheme::Light).len(), colours(Scheme::Dark).len());
    }

    #[test]
    fn every_colour_of_the_pages_is_read_on_its_grounds() {
        for scheme in Scheme::ALL {
            for (name, grounds, least) in PAIRS {
                let own = colour(scheme, name).unwrap_or_else(|| panic!("there is no {name}"));
                for ground in grounds {
                    let contrast = own.contrast(colour(scheme, ground).unwrap());
                    assert!(contrast >= least, "{name} on {ground}, {scheme:?}: {contrast:.2}");
                }
            }
        }
    }
}
