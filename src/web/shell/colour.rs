//! Colours and their contrast (WCAG 2.2, relative luminance and contrast ratio).

use std::fmt;

/// Of text on its ground (1.4.3).
pub(crate) const TEXT: f64 = 4.5;
/// Of the border of a control beside its ground (1.4.11).
pub(crate) const CONTROL: f64 = 3.0;

/// A colour in sRGB without transparency, 0 to 255 each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

impl Colour {
    pub const BLACK: Self = Self::new(0, 0, 0);
    pub const WHITE: Self = Self::new(255, 255, 255);

    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// "#0e4c6b" or "#fff".
    pub fn read(text: &str) -> Option<Self> {
        let digits: Vec<u8> = text
            .strip_prefix('#')?
            .chars()
            .map(|digit| u8::try_from(digit.to_digit(16)?).ok())
            .collect::<Option<_>>()?;
        match digits[..] {
            [red, green, blue] => Some(Self::new(red * 17, green * 17, blue * 17)),
            [r, red, g, green, b, blue] => Some(Self::new(r * 16 + red, g * 16 + green, b * 16 + blue)),
            _ => None,
        }
    }

    /// This colour with a share of another, from 0 to 1.
    pub fn mixed(self, other: Self, share: f64) -> Self {
        let part = |own: u8, other: u8| {
            (f64::from(own) + (f64::from(other) - f64::from(own)) * share).round().clamp(0.0, 255.0) as u8
        };
        Self {
            red: part(self.red, other.red),
            green: part(self.green, other.green),
            blue: part(self.blue, other.blue),
        }
    }

    /// From 0 for black to 1 for white.
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// From 1 for the same colour to 21 for black on white.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Black or white, whichever is read more easily on this colour. Its contrast is 4.58 or more on every colour.
    pub fn text_on(self) -> Self {
        if self.contrast(Self::WHITE) >= self.contrast(Self::BLACK) { Self::WHITE } else { Self::BLACK }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_read_in_both_lengths_and_nothing_else_is_one() {
        assert_eq!(Colour::read("#0e4c6b"), Some(Colour::new(14, 76, 107)));
        assert_eq!(Colour::read("#fFf"), Some(Colour::WHITE));
        assert_eq!(Colour::new(14, 76, 107).to_string(), "#0e4c6b");
        for wrong in ["", "#", "0e4c6b", "#0e4c6", "#0e4c6b0", "#0e4c6g", "blue", "#äöü", "#ffffff;}"] {
            assert_eq!(Colour::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn contrasts_are_those_of_the_guideline() {
        assert_eq!(Colour::BLACK.contrast(Colour::WHITE), 21.0);
        assert_eq!(Colour::WHITE.contrast(Colour::WHITE), 1.0);
        // #767676 on white is the lightest grey that passes (WebAIM, 4.54).
        let grey = Colour::new(118, 118, 118).contrast(Colour::WHITE);
        assert!((grey - 4.542).abs() < 0.001, "{grey}");
        let half = Colour::BLACK.mixed(Colour::WHITE, 0.5);
        assert_eq!(half, Colour::new(128, 128, 128));
        assert_eq!(half.text_on(), Colour::BLACK);
    }
}
