//! Texts by a pattern, and texts in one case.

/// A text in one case, in which `ß` is `ss`.
pub(super) fn folded(text: &str) -> String {
    text.to_uppercase().to_lowercase()
}

#[derive(Debug, Clone, PartialEq)]
enum Part {
    /// This sign.
    Sign(char),
    /// `_`: any one sign.
    Any,
    /// `%`: any signs, or none.
    Many,
}

/// A pattern with `%` and `_`; a backslash takes their meaning from the sign behind it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pattern(Vec<Part>);

impl Pattern {
    pub fn new(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut signs = text.chars();
        while let Some(sign) = signs.next() {
            parts.push(match sign {
                '\\' => Part::Sign(signs.next().unwrap_or('\\')),
                '%' => Part::Many,
                '_' => Part::Any,
                sign => Part::Sign(sign),
            });
        }
        Self(parts)
    }

    /// Whether a whole text fits. The last `%` alone is tried anew, so that it takes at most the product of both lengths.
    pub fn fits(&self, text: &str) -> bool {
        let signs: Vec<char> = text.chars().collect();
        let (mut at, mut part) = (0, 0);
        let mut last_many: Option<(usize, usize)> = None;
        while at < signs.len() {
            match self.0.get(part) {
                Some(Part::Many) => {
                    last_many = Some((part, at));
                    part += 1;
                }
                Some(Part::Any) => (at, part) = (at + 1, part + 1),
                Some(Part::Sign(sign)) if *sign == signs[at] => (at, part) = (at + 1, part + 1),
                _ => match last_many {
                    Some((many, from)) => {
                        last_many = Some((many, from + 1));
                        (at, part) = (from + 1, many + 1);
                    }
                    None => return false,
                },
            }
        }
        self.0.iter().skip(part).all(|part| *part == Part::Many)
    }
}
