//! Rust source as the rules need it: words and signs with their lines, without comments, texts and
//! test code. A tokenizer of our own, because a full parser would add half a minute to every build.

use std::collections::BTreeSet;

/// A word (`use`, `search`), a sign (`::`, `{`), or [`LITERAL`] for a text, character or number.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    pub text: String,
    pub line: usize,
}

const LITERAL: &str = "\"";

/// `crate::search::find` as `["crate", "search", "find"]`; the names of a group stand one by one.
#[derive(Debug, PartialEq)]
pub struct Path {
    pub segments: Vec<String>,
    pub line: usize,
    /// How many inline modules (`mod x { … }`) are open around the path.
    pub inline_modules: usize,
    /// Whether it stands in a `pub use`.
    pub is_re_export: bool,
}

/// A function with its body.
pub struct Function {
    pub name: String,
    pub first_line: usize,
    pub last_line: usize,
}

/// The product code of one file.
pub struct Source {
    pub tokens: Vec<Token>,
    /// Modules in files of their own that exist in test builds only (`#[cfg(test)] mod tests;`).
    pub test_modules: Vec<String>,
    /// The lines right below a comment that says `// invariant: why`.
    below_invariant: BTreeSet<usize>,
}

impl Source {
    pub fn parse(text: &str) -> Self {
        let lexer = Lexer::read(text);
        let (tokens, test_modules) = without_test_code(&lexer.tokens);
        Self { tokens, test_modules, below_invariant: lexer.below_invariant }
    }

    /// Every word of a text that is Rust, those of test code too.
    pub fn identifiers(text: &str) -> Vec<Token> {
        Lexer::read(text).tokens.into_iter().filter(|token| is_word(&token.text)).collect()
    }

    fn text(&self, index: usize) -> &str {
        text_at(&self.tokens, index)
    }

    /// Every path in the code, also those of one name.
    pub fn paths(&self) -> Vec<Path> {
        let mut paths = Vec::new();
        let mut open_modules = Vec::new();
        let mut is_re_export = false;
        let mut depth = 0;
        let mut at = 0;
        while at < self.tokens.len() {
            match self.text(at) {
                "{" => depth += 1,
                "}" => {
                    depth -= 1;
                    open_modules.retain(|opened| *opened <= depth);
                }
                "mod" if self.text(at + 2) == "{" => open_modules.push(depth + 1),
                ";" => is_re_export = false,
                word if is_word(word) && self.text(at.wrapping_sub(1)) != "." => {
                    is_re_export |= word == "use" && matches!(self.text(at.wrapping_sub(1)), "pub" | ")");
                    let first = paths.len();
                    at = self.path(at, &[], open_modules.len(), &mut paths);
                    paths[first..].iter_mut().for_each(|path| path.is_re_export = is_re_export);
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
        paths
    }

    /// Reads one path from `at`, and returns the index after it.
    fn path(&self, mut at: usize, prefix: &[String], inline_modules: usize, paths: &mut Vec<Path>) -> usize {
        let line = self.tokens.get(at).map_or(0, |token| token.line);
        let mut segments = prefix.to_vec();
        loop {
            match self.text(at) {
                "{" => return self.group(at + 1, &segments, inline_modules, paths),
                word if is_word(word) || word == "*" => segments.push(word.to_owned()),
                _ => break,
            }
            at += 1;
            if self.text(at) != "::" {
                break;
            }
            at += 1;
        }
        paths.push(Path { segments, line, inline_modules, is_re_export: false });
        at
    }

    /// Reads `a, b::c}` and returns the index after the brace.
    fn group(&self, mut at: usize, prefix: &[String], inline_modules: usize, paths: &mut Vec<Path>) -> usize {
        while at < self.tokens.len() {
            match self.text(at) {
                "}" => return at + 1,
                "," => at += 1,
                "as" => at += 2,
                word if is_word(word) || word == "{" || word == "*" => {
                    at = self.path(at, prefix, inline_modules, paths);
                }
                _ => at += 1,
            }
        }
        at
    }

    /// Every function with a body, also those inside others.
    pub fn functions(&self) -> Vec<Function> {
        let is_start = |at: &usize| self.text(*at) == "fn" && is_word(self.text(at + 1));
        let function = |at: usize| {
            let mut open = at;
            while !matches!(self.text(open), "{" | ";" | "") {
                open = if matches!(self.text(open), "(" | "[") {
                    bracket_end(&self.tokens, open)
                } else {
                    open + 1
                };
            }
            let end = bracket_end(&self.tokens, open).checked_sub(1)?;
            (self.text(open) == "{").then(|| Function {
                name: self.text(at + 1).to_owned(),
                first_line: self.tokens[at].line,
                last_line: self.tokens[end].line,
            })
        };
        (0..self.tokens.len()).filter(is_start).filter_map(function).collect()
    }

    /// Whether `// invariant: why` stands right above the line of a token or above its statement.
    pub fn is_explained(&self, index: usize) -> bool {
        let ends_statement = |token: &Token| matches!(token.text.as_str(), ";" | "{" | "}");
        let start = self.tokens[..index].iter().rposition(ends_statement).map_or(0, |end| end + 1);
        [start, index].iter().any(|at| self.below_invariant.contains(&self.tokens[*at].line))
    }
}

fn text_at(tokens: &[Token], index: usize) -> &str {
    tokens.get(index).map_or("", |token| token.text.as_str())
}

fn is_word(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// The tokens without items under `#[cfg(test)]` and `#[test]`, and the names of test modules whose
/// code stands in another file.
fn without_test_code(tokens: &[Token]) -> (Vec<Token>, Vec<String>) {
    let starts = |at: usize, signs: &[&str]| {
        signs.iter().enumerate().all(|(offset, sign)| text_at(tokens, at + offset) == *sign)
    };
    let mut kept = Vec::new();
    let mut modules = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if starts(at, &["#", "!", "[", "cfg", "(", "test", ")", "]"]) {
            return (Vec::new(), modules);
        }
        let is_test = starts(at, &["#", "[", "cfg", "(", "test", ")", "]"])
            || starts(at, &["#", "[", "cfg", "(", "all", "(", "test", ","])
            || starts(at, &["#", "[", "test", "]"]);
        if is_test {
            let end = item_end(tokens, at);
            let module = (at..end).find(|index| text_at(tokens, *index) == "mod");
            modules.extend(module.map(|index| text_at(tokens, index + 1).to_owned()));
            at = end;
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    (kept, modules)
}

/// The index after an item that begins with attributes: after its `;`, or after the brace that ends it.
fn item_end(tokens: &[Token], mut at: usize) -> usize {
    while text_at(tokens, at) == "#" {
        at = bracket_end(tokens, at + 1);
    }
    if text_at(tokens, at) == "pub" {
        at += 1;
        if text_at(tokens, at) == "(" {
            at = bracket_end(tokens, at);
        }
    }
    let is_use = text_at(tokens, at) == "use";
    while at < tokens.len() {
        match text_at(tokens, at) {
            ";" => return at + 1,
            "{" if !is_use => return bracket_end(tokens, at),
            "(" | "[" | "{" => at = bracket_end(tokens, at),
            _ => at += 1,
        }
    }
    at
}

/// The index after the bracket that closes the one at `at`.
fn bracket_end(tokens: &[Token], at: usize) -> usize {
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate().skip(at) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    tokens.len()
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    line: usize,
    tokens: Vec<Token>,
    below_invariant: BTreeSet<usize>,
}

impl Lexer {
    fn read(text: &str) -> Self {
        let mut lexer = Self {
            chars: text.chars().collect(),
            at: 0,
            line: 1,
            tokens: Vec::new(),
            below_invariant: BTreeSet::new(),
        };
        while let Some(next) = lexer.peek(0) {
            lexer.token(next);
        }
        lexer
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn step(&mut self) -> Option<char> {
        let next = self.peek(0)?;
        self.at += 1;
        self.line += usize::from(next == '\n');
        Some(next)
    }

    fn push(&mut self, text: impl Into<String>, line: usize) {
        self.tokens.push(Token { text: text.into(), line });
    }

    fn token(&mut self, next: char) {
        let line = self.line;
        match next {
            '/' if self.peek(1) == Some('/') => self.line_comment(),
            '/' if self.peek(1) == Some('*') => self.block_comment(),
            '"' => self.quoted('"'),
            '\'' => self.quote(),
            _ if next.is_ascii_digit() => self.number(),
            _ if next.is_alphabetic() || next == '_' => self.word(),
            ':' if self.peek(1) == Some(':') => {
                self.at += 2;
                self.push("::", line);
            }
            _ => {
                self.step();
                if !next.is_whitespace() {
                    self.push(next, line);
                }
            }
        }
    }

    /// A comment that begins with `invariant:`, and goes on over the next comment lines, explains the
    /// line below its last one. A comment behind code explains nothing.
    fn line_comment(&mut self) {
        let start = self.at;
        while self.peek(0).is_some_and(|next| next != '\n') {
            self.at += 1;
        }
        if self.tokens.last().is_some_and(|token| token.line == self.line) {
            return;
        }
        let comment: String = self.chars[start..self.at].iter().collect();
        let why = comment.trim_start_matches('/').trim().strip_prefix("invariant:");
        let goes_on = self.below_invariant.remove(&self.line);
        if goes_on || why.is_some_and(|why| !why.trim().is_empty()) {
            self.below_invariant.insert(self.line + 1);
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        while let Some(next) = self.step() {
            match (next, self.peek(0)) {
                ('/', Some('*')) => depth += 1,
                ('*', Some('/')) => depth -= 1,
                _ => continue,
            }
            self.step();
            if depth == 0 {
                break;
            }
        }
    }

    /// A text or character up to its closing quote.
    fn quoted(&mut self, quote: char) {
        let line = self.line;
        self.step();
        while let Some(next) = self.step() {
            match next {
                '\\' => drop(self.step()),
                _ if next == quote => break,
                _ => {}
            }
        }
        self.push(LITERAL, line);
    }

    /// A character (`'"'`, `'\n'`) or a lifetime (`'static`).
    fn quote(&mut self) {
        if self.peek(1) == Some('\\') || self.peek(2) == Some('\'') {
            return self.quoted('\'');
        }
        self.at += 1;
        while self.peek(0).is_some_and(|next| next.is_alphanumeric() || next == '_') {
            self.at += 1;
        }
    }

    fn number(&mut self) {
        let is_part = |next: char| next.is_alphanumeric() || next == '_';
        let is_point = |lexer: &Self| {
            lexer.peek(0) == Some('.') && lexer.peek(1).is_some_and(|next| next.is_ascii_digit())
        };
        while self.peek(0).is_some_and(is_part) || is_point(self) {
            self.at += 1;
        }
        self.push(LITERAL, self.line);
    }

    /// A word, a raw word (`r#type`), or the letters before a text (`r"…"`, `br#"…"#`, `b'x'`).
    fn word(&mut self) {
        let (start, line) = (self.at, self.line);
        while self.peek(0).is_some_and(|next| next.is_alphanumeric() || next == '_') {
            self.at += 1;
        }
        let word: String = self.chars[start..self.at].iter().collect();
        let hashes = self.chars[self.at..].iter().take_while(|next| **next == '#').count();
        match (word.as_str(), self.peek(hashes)) {
            ("r" | "br" | "cr", Some('"')) => self.raw_text(hashes),
            ("b" | "c", Some('"')) if hashes == 0 => self.quoted('"'),
            ("b", Some('\'')) if hashes == 0 => self.quoted('\''),
            ("r", Some(next)) if hashes == 1 && is_word(&next.to_string()) => {
                self.at += 1;
                self.word();
            }
            _ => self.push(word, line),
        }
    }

    fn raw_text(&mut self, hashes: usize) {
        let line = self.line;
        self.at += hashes + 1;
        while let Some(next) = self.step() {
            if next == '"' && (0..hashes).all(|ahead| self.peek(ahead) == Some('#')) {
                self.at += hashes;
                break;
            }
        }
        self.push(LITERAL, line);
    }
}
