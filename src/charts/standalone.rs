//! A chart as a picture of its own: to be downloaded, printed or put into a plan. It carries its title and source and
//! the light colours of the stylesheet, filled in, because programs that draw SVG outside browsers know no variables.

use super::data::Chart;
use super::text::{escaped, wrap};

const STYLESHEET: &str = include_str!("charts.css");
/// Around the picture.
const EDGE: f64 = 16.0;

impl Chart {
    /// A picture that stands for itself: title, subtitle, drawing and source, with its colours, on white.
    pub fn standalone(&self) -> String {
        let width = self.width + 2.0 * EDGE;
        let mut y = EDGE;
        let title = lines(&self.title, ("heading", 16.5, true), self.width, &mut y);
        let subtitle = lines(&self.subtitle, ("subheading", 13.0, false), self.width, &mut y);
        y += 8.0;
        let drawing = self.svg.replacen("<svg ", &format!("<svg x=\"{EDGE}\" y=\"{y:.0}\" "), 1);
        y += self.height + 8.0;
        let source = lines(&self.source, ("note", 11.5, false), self.width, &mut y);
        let height = (y + EDGE).ceil();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\"><style>{}</style><rect class=\"ground\" width=\"{width}\" height=\"{height}\"/>\
             {title}{subtitle}{drawing}{source}</svg>",
            light_rules(STYLESHEET) + &light_rules(self.ground_style)
        )
    }
}

impl Chart {
    /// The drawing alone with its colours, for a page that sets title and source itself.
    pub fn picture(&self) -> String {
        let Self { width, height, .. } = self;
        let drawing = self.svg.replacen("<svg ", "<svg x=\"0\" y=\"0\" ", 1);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\"><style>{}</style>{drawing}</svg>",
            light_rules(STYLESHEET) + &light_rules(self.ground_style)
        )
    }
}

/// Lines of a text from `y` on, which is moved below them.
fn lines(text: &str, (class, size, bold): (&str, f64, bool), width: f64, y: &mut f64) -> String {
    let lines = wrap(text, size, bold, width, usize::MAX).unwrap_or_else(|| vec![text.to_owned()]);
    let mut elements = String::new();
    for line in lines {
        *y += (size * 1.25).ceil();
        let baseline = *y - size * 0.3;
        elements.push_str(&format!(
            "<text class=\"{class}\" x=\"{EDGE}\" y=\"{baseline:.1}\">{}</text>",
            escaped(&line)
        ));
    }
    elements
}

/// The rules of a stylesheet that hold for every medium, with the values of their variables.
fn light_rules(stylesheet: &str) -> String {
    let plain = without_media(stylesheet);
    let mut style = String::new();
    let mut variables: Vec<(String, &str)> = Vec::new();
    for line in plain.lines().map(str::trim) {
        match line.strip_prefix("--").and_then(|rest| rest.strip_suffix(';')?.split_once(": ")) {
            Some((name, value)) => variables.push((format!("var(--{name})"), value)),
            None => style.push_str(line),
        }
    }
    // The longest first, so that no name is taken for the beginning of another.
    variables.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    variables.iter().fold(without_comments(&style), |style, (name, value)| style.replace(name, value))
}

/// Without the rules that hold for some media only, such as dark colours.
fn without_media(stylesheet: &str) -> String {
    let mut parts = stylesheet.split("@media");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut depth = 0_usize;
        let end = part.char_indices().find_map(|(at, letter)| {
            match letter {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            (letter == '}' && depth == 0).then_some(at + 1)
        });
        plain.push_str(end.and_then(|end| part.get(end..)).unwrap_or_default());
    }
    plain
}

fn without_comments(style: &str) -> String {
    style
        .split("/*")
        .enumerate()
        .map(|(at, part)| match part.split_once("*/") {
            Some((_, behind)) if at > 0 => behind,
            _ => part,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_of_a_picture_has_every_colour_filled_in() {
        let style = light_rules(STYLESHEET);
        assert!(!style.contains("var("), "{style}");
        assert!(!style.contains("/*") && !style.contains("@media"), "{style}");
        assert!(style.contains("stroke: #0b5a8a"), "{style}");
    }

    #[test]
    fn rules_of_media_are_left_out_and_those_behind_them_stay() {
        let css = ":root {\n  --a: red;\n}\n@media print {\n  b {\n    color: var(--a);\n  }\n  c { x: y }\n}\nd { color: var(--a); }";
        assert_eq!(light_rules(css), ":root {}d { color: red; }");
        assert_eq!(light_rules(""), "");
    }

    #[test]
    fn every_variable_has_a_dark_value() {
        let (plain, media) = STYLESHEET.split_once("/* Media */").unwrap();
        let dark = media.split("@media (forced-colors").next().unwrap();
        let names = |text: &'static str| -> Vec<&str> {
            text.lines()
                .map(str::trim)
                .filter(|line| line.starts_with("--"))
                .filter_map(|it| it.split(':').next())
                .collect()
        };
        assert_eq!(names(plain), names(dark));
    }
}
