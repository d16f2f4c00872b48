//! Numbers as German texts write them.

/// A figure that is not known.
const UNKNOWN: &str = "–";

/// Whole persons with points between thousands.
pub fn persons(value: f64) -> String {
    let rounded = value.round();
    let digits = format!("{:.0}", rounded.abs());
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    if rounded < 0.0 { format!("−{text}") } else { text }
}

/// Whole persons with their sign.
pub fn signed(value: f64) -> String {
    if value.round() > 0.0 { format!("+{}", persons(value)) } else { persons(value) }
}

/// With a number of decimals, a comma before them and no sign but that of negative values.
pub fn decimal(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}").replace('.', ",");
    // A number rounded to zero has no sign.
    let is_zero = text.chars().all(|c| matches!(c, '-' | '0' | ','));
    match text.strip_prefix('-') {
        Some(positive) if is_zero => positive.to_owned(),
        Some(positive) => format!("−{positive}"),
        None => text,
    }
}

/// With one decimal and its sign.
pub fn percent(value: f64) -> String {
    let text = decimal(value, 1);
    if text.starts_with('−') || text == "0,0" { text } else { format!("+{text}") }
}

/// The text of a value, or a dash.
pub fn or_unknown(value: Option<f64>, text: impl Fn(f64) -> String) -> String {
    value.map_or(UNKNOWN.to_owned(), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_in_german() {
        assert_eq!(persons(1_573_685.4), "1.573.685");
        assert_eq!([persons(999.5), persons(-1_000.0), persons(-0.3)], ["1.000", "−1.000", "0"]);
        assert_eq!([signed(12.0), signed(-12.0), signed(0.2)], ["+12", "−12", "0"]);
        assert_eq!(
            [percent(0.04), percent(-0.04), percent(1.25), percent(-12.34)],
            ["0,0", "0,0", "+1,2", "−12,3"]
        );
        assert_eq!(decimal(36.84, 2), "36,84");
        assert_eq!(or_unknown(None, percent), "–");
    }
}
