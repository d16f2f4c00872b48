//! The lines of address cards (RFC 6350, RFC 2426) and calendars (RFC 5545), which have the same form.

/// Text within a value.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ',' | ';' => safe.extend(['\\', c]),
            '\n' => safe.push_str("\\n"),
            c if c.is_control() => {}
            c => safe.push(c),
        }
    }
    safe
}

/// A line of at most 75 octets, and its rest behind a blank on the next ones.
pub(super) fn folded(line: &str) -> String {
    let mut text = String::with_capacity(line.len() + 4);
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > 75 {
            text.push_str("\r\n ");
            octets = 1;
        }
        text.push(c);
        octets += c.len_utf8();
    }
    text + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped_and_long_lines_folded_between_letters() {
        assert_eq!(escaped("a,b;c\\d\ne\r"), "a\\,b\\;c\\\\d\\ne");
        let line = folded(&format!("FN:{}", "ü".repeat(60)));
        let parts: Vec<&str> = line.split("\r\n").collect();
        assert!(parts.iter().all(|part| part.len() <= 75), "{parts:?}");
        assert_eq!(
            parts.iter().map(|part| part.trim_start()).collect::<String>(),
            format!("FN:{}", "ü".repeat(60))
        );
    }
}
