//! The county's own colour: one colour becomes the four tokens of links, buttons and what is chosen, in light and in dark mode.
//! Whatever colour is set, all of them can be read; one that could not is refused with one that could.

use super::colour::{Colour, TEXT};
use super::palette::{Scheme, colour};

/// The grounds on which links and buttons stand.
const GROUNDS: [&str; 3] = ["--bg", "--surface", "--sunken"];
/// How much of the colour its soft ground has.
const SOFT: f64 = 0.12;
/// So many steps lie between a colour and black or white.
const STEPS: u32 = 100;

/// A colour that cannot be used.
#[derive(Debug, thiserror::Error, PartialEq)]
pub enum BrandError {
    #[error("{setting} is \"{given}\"; expected a colour such as #0e4c6b")]
    NoColour { setting: &'static str, given: String },
    #[error(
        "{setting} is \"{given}\", and text of this colour has a contrast of {contrast:.1} on {ground}, where 4.5 are needed; hint: {better} would do"
    )]
    Unreadable { setting: &'static str, given: String, contrast: f64, ground: String, better: String },
    #[error("site_colour_dark is set without site_colour; hint: set site_colour too, or none of them")]
    DarkAlone,
}

/// The tokens of a colour in one scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Tones {
    brand: Colour,
    on_brand: Colour,
    soft: Colour,
}

/// The colour of a county in both schemes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Brand {
    light: Tones,
    dark: Tones,
}

impl Brand {
    /// The colours of the settings; `None` where none is set. Without a dark one the light one is made lighter until it can be
    /// read in dark mode.
    pub fn read(light: Option<&str>, dark: Option<&str>) -> Result<Option<Self>, BrandError> {
        let Some(given) = light else {
            return dark.map_or(Ok(None), |_| Err(BrandError::DarkAlone));
        };
        let read = |setting, given: &str| {
            Colour::read(given).ok_or_else(|| BrandError::NoColour { setting, given: given.to_owned() })
        };
        let own = read("site_colour", given)?;
        let light = checked("site_colour", Scheme::Light, own)?;
        let dark = match dark {
            Some(given) => checked("site_colour_dark", Scheme::Dark, read("site_colour_dark", given)?)?,
            None => Grounds::of(Scheme::Dark).tones(readable(Scheme::Dark, own)),
        };
        Ok(Some(Self { light, dark }))
    }

    /// The stylesheet that sets the tokens. Readers who ask for more contrast have no soft grounds, and paper is black.
    pub fn stylesheet(&self) -> String {
        let rule = |Tones { brand, on_brand, soft }: Tones| {
            format!(":root{{--brand:{brand};--link:{brand};--on-brand:{on_brand};--brand-soft:{soft}}}")
        };
        let paper = Tones { brand: Colour::BLACK, on_brand: Colour::WHITE, soft: Colour::WHITE };
        format!(
            "{}\n@media (prefers-color-scheme:dark){{{}}}\n\
             @media (prefers-contrast:more){{:root{{--brand-soft:var(--surface)}}}}\n@media print{{{}}}\n",
            rule(self.light),
            rule(self.dark),
            rule(paper)
        )
    }
}

/// What a colour is read on in a scheme.
struct Grounds {
    all: Vec<Colour>,
    surface: Colour,
}

impl Grounds {
    fn of(scheme: Scheme) -> Self {
        let surface = colour(scheme, "--surface").unwrap_or(Colour::WHITE);
        Self { all: GROUNDS.iter().filter_map(|name| colour(scheme, name)).collect(), surface }
    }

    fn tones(&self, brand: Colour) -> Tones {
        Tones { brand, on_brand: brand.text_on(), soft: self.surface.mixed(brand, SOFT) }
    }

    /// The ground on which the colour is read with the least contrast.
    fn worst(&self, brand: Colour) -> (f64, Colour) {
        let soft = self.tones(brand).soft;
        let contrasts = self.all.iter().map(|ground| (brand.contrast(*ground), *ground));
        contrasts.fold((brand.contrast(soft), soft), |least, one| if one.0 < least.0 { one } else { least })
    }
}

fn checked(setting: &'static str, scheme: Scheme, own: Colour) -> Result<Tones, BrandError> {
    let grounds = Grounds::of(scheme);
    let (contrast, ground) = grounds.worst(own);
    if contrast >= TEXT {
        return Ok(grounds.tones(own));
    }
    Err(BrandError::Unreadable {
        setting,
        given: own.to_string(),
        contrast,
        ground: ground.to_string(),
        better: readable(scheme, own).to_string(),
    })
}

/// The colour, or the nearest one towards black on light pages and towards white on dark ones that can be read.
fn readable(scheme: Scheme, own: Colour) -> Colour {
    let end = if scheme == Scheme::Light { Colour::BLACK } else { Colour::WHITE };
    let mut steps = (0..=STEPS).map(|step| own.mixed(end, f64::from(step) / f64::from(STEPS)));
    let grounds = Grounds::of(scheme);
    steps.find(|colour| grounds.worst(*colour).0 >= TEXT).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The contrast as the guideline writes it, apart from the code above.
    fn contrast(a: &str, b: &str) -> f64 {
        let luminance = |text: &str| {
            let part = |at: usize| {
                let value = f64::from(u8::from_str_radix(text.get(at..at + 2).unwrap(), 16).unwrap()) / 255.0;
                if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The value of a token in a rule of the stylesheet.
    fn value<'a>(rule: &'a str, name: &str) -> &'a str {
        let (_, rest) = rule.split_once(&format!("--{name}:")).unwrap();
        rest.get(..7).unwrap()
    }

    /// Every colour that is taken can be read on every ground of its scheme, and so can its text.
    fn check(stylesheet: &str) -> Result<(), TestCaseError> {
        let mut rules = stylesheet.lines();
        for (rule, grounds) in [
            (rules.next().unwrap(), ["#faf8f3", "#ffffff", "#f1eee6"]),
            (rules.next().unwrap(), ["#12181c", "#1c2429", "#273037"]),
        ] {
            let brand = value(rule, "brand");
            prop_assert_eq!(brand, value(rule, "link"));
            for ground in grounds.into_iter().chain([value(rule, "brand-soft"), value(rule, "on-brand")]) {
                prop_assert!(contrast(brand, ground) >= 4.5, "{} on {}", brand, ground);
            }
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn a_colour_can_be_read_everywhere_or_is_refused_with_one_that_can(
            light in "#[0-9a-f]{6}",
            dark in proptest::option::of("#[0-9a-f]{6}"),
        ) {
            match Brand::read(Some(&light), dark.as_deref()) {
                Ok(brand) => check(&brand.unwrap().stylesheet())?,
                Err(BrandError::Unreadable { setting, better, contrast, .. }) => {
                    prop_assert!(contrast < 4.5);
                    let again = match setting {
                        "site_colour" => Brand::read(Some(&better), None),
                        _ => Brand::read(Some(&light), Some(&better)),
                    };
                    check(&again.unwrap().unwrap().stylesheet())?;
                }
                Err(error) => prop_assert!(false, "{}", error),
            }
        }

        #[test]
        fn what_is_no_colour_is_refused_and_never_reaches_a_stylesheet(text in "[^#]{0,12}|#[0-9a-f]{0,2}|#[0-9a-f]{6};.*") {
            let refused = matches!(Brand::read(Some(&text), None), Err(BrandError::NoColour { .. }));
            prop_assert!(refused, "{}", text);
        }
    }

    #[test]
    fn a_refusal_says_what_would_do() {
        assert_eq!(Brand::read(None, None), Ok(None));
        assert_eq!(Brand::read(None, Some("#fff")), Err(BrandError::DarkAlone));
        let yellow = Brand::read(Some("#ffcc00"), None).unwrap_err().to_string();
        assert!(
            yellow.starts_with("site_colour is \"#ffcc00\", and text of this colour has a contrast of 1."),
            "{yellow}"
        );
        assert!(yellow.contains("4.5 are needed; hint: #"), "{yellow}");
        let dark = Brand::read(Some("#7a1f3d"), Some("#7a1f3d")).unwrap_err().to_string();
        assert!(dark.starts_with("site_colour_dark is \"#7a1f3d\""), "{dark}");
    }
}
