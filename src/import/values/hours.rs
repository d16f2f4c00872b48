//! Opening hours as people write them in German ("Mo.–Do. 8–16 Uhr, Fr. 8:00 bis 12:00 Uhr") in the syntax of
//! OpenStreetMap, which tells what is open now. A text of which one word is not understood is left as it is.

/// Monday to Sunday, and public holidays.
const DAYS: [&str; 8] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH"];
const WEEK: usize = 7;
const HOLIDAY: usize = 7;
const APPOINTMENT: &str = "\"nach Vereinbarung\"";
const DAY_MINUTES: u16 = 24 * 60;

/// What opening hours in a list are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hours {
    /// In the syntax of OpenStreetMap already.
    Kept,
    /// German words, and the same in that syntax.
    Read(String),
    /// Something else.
    Unknown,
}

/// Reads opening hours.
pub fn hours(text: &str) -> Hours {
    match german(text) {
        // A text that both understand, such as "24/7", stays as it is.
        _ if is_standard(text) => Hours::Kept,
        Some(read) if is_standard(&read) => Hours::Read(read),
        _ => Hours::Unknown,
    }
}

fn is_standard(text: &str) -> bool {
    opening_hours_syntax::parse(text).is_ok()
}

/// A piece of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Day(usize),
    EveryDay,
    Weekend,
    /// Minutes since midnight.
    Time(u16),
    /// From one to the other.
    To,
    And,
    /// What comes belongs to no day before it.
    End,
    /// No end is named: "ab 8 Uhr".
    From,
    Closed,
    Appointment,
    AllDay,
}

/// What is said of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
enum DayHours {
    Spans(Vec<(u16, Option<u16>)>),
    Closed,
    Appointment,
}

fn german(text: &str) -> Option<String> {
    let tokens = tokens(&prepared(text))?;
    let mut week = Week::default();
    let mut rest = tokens.as_slice();
    while let Some((first, after)) = rest.split_first() {
        rest = match first {
            Token::And | Token::End => after,
            _ => week.take_rule(rest)?,
        };
    }
    week.written()
}

/// Lower case, with one sign for each meaning.
fn prepared(text: &str) -> String {
    let mut text = text.to_lowercase();
    for (from, to) in [
        ("–", "-"),
        ("—", "-"),
        ("−", "-"),
        ("\u{a0}", " "),
        ("sonn- und feiertag", "sonntag und feiertag"),
        ("sonn- u. feiertag", "sonntag und feiertag"),
        ("24/7", "durchgehend"),
        ("24 stunden", "durchgehend"),
        ("24 std.", "durchgehend"),
        ("rund um die uhr", "durchgehend"),
        ("nach telefonischer vereinbarung", "vereinbarung"),
        ("nach telefonischer absprache", "vereinbarung"),
        ("termine nach vereinbarung", "vereinbarung"),
        ("nach terminvereinbarung", "vereinbarung"),
        ("nach vereinbarung", "vereinbarung"),
        ("nach absprache", "vereinbarung"),
        ("n. vereinbarung", "vereinbarung"),
        ("n. v.", "vereinbarung"),
        ("n.v.", "vereinbarung"),
        ("bis", "-"),
        ("uhr", " uhr "),
    ] {
        text = text.replace(from, to);
    }
    text
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            '0'..='9' => {
                let (time, after) = time(rest)?;
                (Some(Token::Time(time)), after)
            }
            _ if first.is_alphabetic() => {
                let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
                let (word, after) = rest.split_at(end);
                (word_token(word)?, after)
            }
            _ => {
                let token = match first {
                    '-' => Some(Token::To),
                    ',' | '+' | '&' | '/' => Some(Token::And),
                    ';' | '|' | '\n' => Some(Token::End),
                    ' ' | '\t' | '\r' | ':' | '.' | '(' | ')' => None,
                    _ => return None,
                };
                (token, rest.get(first.len_utf8()..).unwrap_or_default())
            }
        };
        tokens.extend(token);
        rest = after;
    }
    Some(tokens)
}

/// The token of a word; the inner `None` is a word that adds nothing.
fn word_token(word: &str) -> Option<Option<Token>> {
    let day = |stem: &str| word == stem || word == format!("{stem}s") || word == format!("{stem}en");
    let short = ["mo", "di", "mi", "do", "fr", "sa", "so"];
    let long = ["montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"];
    if let Some(at) = short.iter().position(|it| *it == word).or_else(|| long.iter().position(|it| day(it))) {
        return Some(Some(Token::Day(at)));
    }
    if day("sonnabend") {
        return Some(Some(Token::Day(5)));
    }
    if day("feiertag") || word == "feiertage" {
        return Some(Some(Token::Day(HOLIDAY)));
    }
    Some(Some(match word {
        "täglich" => Token::EveryDay,
        "wochenende" => Token::Weekend,
        "und" | "u" | "sowie" => Token::And,
        "ab" => Token::From,
        "geschlossen" | "ruhetag" => Token::Closed,
        "vereinbarung" => Token::Appointment,
        "durchgehend" => Token::AllDay,
        "uhr" | "h" | "von" | "am" | "an" | "jeden" | "jeweils" | "zusätzlich" => return Some(None),
        _ => return None,
    }))
}

/// "8", "08:00" or "8.30", and what follows.
fn time(text: &str) -> Option<(u16, &str)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (hours, mut rest) = text.split_at(digits(text));
    let mut minutes = 0;
    if let Some(after) = rest.strip_prefix([':', '.']) {
        let count = digits(after);
        // "8. " and "8:" are the end of something.
        if count > 0 {
            let (text, after) = after.split_at(count);
            minutes = (count == 2).then(|| text.parse().ok())??;
            rest = after;
        }
    }
    let hours: u16 = (hours.len() <= 2).then(|| hours.parse().ok())??;
    let time = hours * 60 + minutes;
    (minutes < 60 && time <= DAY_MINUTES).then_some((time, rest))
}

#[derive(Default)]
struct Week {
    days: [Option<DayHours>; DAYS.len()],
    /// By appointment, without a day: at all other times.
    other_times: bool,
}

impl Week {
    /// Takes days and their hours; gives the tokens that are left.
    fn take_rule<'a>(&mut self, tokens: &'a [Token]) -> Option<&'a [Token]> {
        let (days, rest) = days(tokens)?;
        let (hours, rest) = hours_of(rest)?;
        if days.is_empty() {
            // Hours without a day may mean every day or the working week.
            match hours {
                DayHours::Appointment => self.other_times = true,
                DayHours::Spans(spans) if spans == [(0, Some(DAY_MINUTES))] => {
                    self.add(&(0..WEEK).collect::<Vec<_>>(), &DayHours::Spans(spans))?;
                    // "24 Stunden täglich"
                    return Some(rest.strip_prefix(&[Token::EveryDay]).unwrap_or(rest));
                }
                _ => return None,
            }
            return Some(rest);
        }
        self.add(&days, &hours)?;
        Some(rest)
    }

    /// Adds hours to days; `None` where they contradict what was said.
    fn add(&mut self, days: &[usize], hours: &DayHours) -> Option<()> {
        for day in days {
            let slot = self.days.get_mut(*day)?;
            match (slot.as_mut(), hours) {
                (None, hours) => *slot = Some(hours.clone()),
                (Some(DayHours::Spans(known)), DayHours::Spans(more)) => known.extend(more),
                _ => return None,
            }
            if let Some(DayHours::Spans(spans)) = slot {
                spans.sort_unstable();
                let is_apart = |two: &[(u16, Option<u16>)]| match two {
                    [(_, Some(end)), (from, _)] => end <= from,
                    _ => false,
                };
                // Hours over midnight are the last ones of a day.
                let over = spans.iter().position(|(from, to)| to.is_some_and(|to| to <= *from));
                if !spans.windows(2).all(is_apart) || over.is_some_and(|at| at + 1 < spans.len()) {
                    return None;
                }
            }
        }
        Some(())
    }

    fn written(&self) -> Option<String> {
        let mut rules: Vec<(Vec<usize>, &DayHours)> = Vec::new();
        for (day, hours) in self.days.iter().enumerate() {
            let Some(hours) = hours else { continue };
            match rules.iter_mut().find(|(_, known)| *known == hours) {
                Some((days, _)) => days.push(day),
                None => rules.push((vec![day], hours)),
            }
        }
        let mut text: Vec<String> =
            rules.iter().map(|(days, hours)| format!("{} {}", day_list(days), hours_text(hours))).collect();
        let is_always =
            |hours: &Option<DayHours>| *hours == Some(DayHours::Spans(vec![(0, Some(DAY_MINUTES))]));
        if self.days.iter().take(WEEK).all(is_always) {
            text = vec!["24/7".to_owned()];
        }
        let text = text.join("; ");
        match (text.is_empty(), self.other_times) {
            (true, true) => Some(APPOINTMENT.to_owned()),
            (false, true) => Some(format!("{text} || {APPOINTMENT}")),
            (false, false) => Some(text),
            (true, false) => None,
        }
    }
}

/// The days at the beginning of a rule.
fn days(mut tokens: &[Token]) -> Option<(Vec<usize>, &[Token])> {
    let mut days: Vec<usize> = Vec::new();
    loop {
        tokens = match tokens {
            [Token::Day(from), Token::To, Token::Day(to), rest @ ..] if from < to && *to < WEEK => {
                days.extend(*from..=*to);
                rest
            }
            [Token::Day(_), Token::To, Token::Day(_), ..] => return None,
            [Token::Day(day), rest @ ..] => {
                days.push(*day);
                rest
            }
            [Token::EveryDay, rest @ ..] => {
                days.extend(0..WEEK);
                rest
            }
            [Token::Weekend, rest @ ..] => {
                days.extend([5, 6]);
                rest
            }
            [Token::And, rest @ ..] if !days.is_empty() => rest,
            _ => return Some((days, tokens)),
        };
    }
}

/// The hours behind the days.
fn hours_of(tokens: &[Token]) -> Option<(DayHours, &[Token])> {
    match tokens {
        [Token::Closed, rest @ ..] => return Some((DayHours::Closed, rest)),
        [Token::Appointment, rest @ ..] => return Some((DayHours::Appointment, rest)),
        [Token::AllDay, rest @ ..] => return Some((DayHours::Spans(vec![(0, Some(DAY_MINUTES))]), rest)),
        _ => {}
    }
    let (mut spans, mut rest) = (Vec::new(), tokens);
    loop {
        let (span, after) = match rest {
            [Token::From, Token::Time(from), after @ ..] => ((*from, None), after),
            [Token::Time(from), Token::To, Token::Time(to), after @ ..]
                if from != to && *from < DAY_MINUTES =>
            {
                ((*from, Some(*to)), after)
            }
            _ => return None,
        };
        spans.push(span);
        rest = match after {
            [Token::And, next @ ..] if matches!(next.first(), Some(Token::Time(_) | Token::From)) => next,
            [Token::Time(_), ..] => return None,
            after => return Some((DayHours::Spans(spans), after)),
        };
    }
}

/// "Mo-We,Fr"
fn day_list(days: &[usize]) -> String {
    let name = |day: usize| DAYS.get(day).copied().unwrap_or_default();
    let runs = days.chunk_by(|one, next| one + 1 == *next && *next < WEEK);
    let run = |run: &[usize]| match run {
        [one] => name(*one).to_owned(),
        [first, .., last] if run.len() > 2 => format!("{}-{}", name(*first), name(*last)),
        run => run.iter().map(|day| name(*day)).collect::<Vec<_>>().join(","),
    };
    runs.map(run).collect::<Vec<_>>().join(",")
}

fn hours_text(hours: &DayHours) -> String {
    let time = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    match hours {
        DayHours::Closed => "off".to_owned(),
        DayHours::Appointment => APPOINTMENT.to_owned(),
        DayHours::Spans(spans) => {
            let span = |(from, to): &(u16, Option<u16>)| match to {
                Some(to) => format!("{}-{}", time(*from), time(*to)),
                None => format!("{}+", time(*from)),
            };
            spans.iter().map(span).collect::<Vec<_>>().join(",")
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> String {
        match hours(text) {
            Hours::Read(read) => read,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn german_hours_are_read() {
        for (text, expected) in [
            ("Mo-Fr 8-16 Uhr", "Mo-Fr 08:00-16:00"),
            ("Montag bis Freitag von 08:00 bis 16:00 Uhr", "Mo-Fr 08:00-16:00"),
            ("Mo.–Do. 8–16 Uhr, Fr. 8:00 bis 12:00 Uhr", "Mo-Th 08:00-16:00; Fr 08:00-12:00"),
            ("Mo - Fr: 8.30 - 12.00 und 13.00 - 17.30 Uhr", "Mo-Fr 08:30-12:00,13:00-17:30"),
            ("montags und donnerstags 9-11 Uhr", "Mo,Th 09:00-11:00"),
            ("Di, Do 14:00-18:00; Mi geschlossen", "Tu,Th 14:00-18:00; We off"),
            ("täglich 8 bis 20 Uhr", "Mo-Su 08:00-20:00"),
            ("Sonn- und Feiertage 10–12 Uhr", "Su,PH 10:00-12:00"),
            ("Sonnabend 9 - 12 h", "Sa 09:00-12:00"),
            ("Mo-Fr 8-12 Uhr, Do zusätzlich 14-18 Uhr", "Mo-We,Fr 08:00-12:00; Th 08:00-12:00,14:00-18:00"),
            ("Mo-Fr 08:00-16:00; Sa nach Vereinbarung", "Mo-Fr 08:00-16:00; Sa \"nach Vereinbarung\""),
            ("Mo - Fr 9-15 Uhr und nach Vereinbarung", "Mo-Fr 09:00-15:00 || \"nach Vereinbarung\""),
            ("nach telefonischer Absprache", "\"nach Vereinbarung\""),
            ("n. V.", "\"nach Vereinbarung\""),
            ("rund um die Uhr", "24/7"),
            ("24 Stunden täglich", "24/7"),
            ("Fr ab 18 Uhr", "Fr 18:00+"),
            ("Sa 18-2 Uhr", "Sa 18:00-02:00"),
        ] {
            assert_eq!(hours(text), Hours::Read(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_in_the_syntax_stays() {
        for text in [
            "24/7",
            "Mo-Fr 08:00-16:00",
            "Th[2,4] 09:00-11:00",
            "Mo-Fr 08:00-12:00; PH off",
            "\"nach Vereinbarung\"",
        ] {
            assert_eq!(hours(text), Hours::Kept, "{text}");
        }
    }

    /// A word that is not understood may change what all others mean; so may hours without days, and days said twice.
    #[test]
    fn nothing_is_guessed() {
        for text in [
            "werktags 8-16 Uhr",
            "8-16 Uhr",
            "Mo-Fr 8-16 Uhr außer in den Ferien",
            "Mo-Fr 8-12, Mi 10-14 Uhr",
            "Mo 8-16 Uhr, Mo geschlossen",
            "Mo-Fr 8-25 Uhr",
            "Mo-Fr 8:75-16 Uhr",
            "Fr-Mo 8-12 Uhr",
            "jeden 1. Dienstag im Monat 14-16 Uhr",
            "Mo-Fr 8-12-16 Uhr",
            "Mo-Fr 8 12 Uhr",
            "siehe Internet",
            "03871 12345",
        ] {
            assert_eq!(hours(text), Hours::Unknown, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_left(text in "[a-zA-ZäÄ0-9 .,:;/()&+\\-–]{0,60}") {
            if let Hours::Read(read) = hours(&text) {
                prop_assert!(is_standard(&read), "{text}: {read}");
            }
        }

        /// Hours that are written in German from random ones come back.
        #[test]
        fn random_weeks_come_back(from in 0_u16..12, length in 1_u16..11, first in 0_usize..6, more in 1_usize..6) {
            let last = (first + more).min(6);
            let names = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"];
            let to = from + length;
            let read = read(&format!("{}. bis {}.: {from}.15 – {to}:45 Uhr", names[first], names[last]));
            let days = if last == first + 1 { "," } else { "-" };
            prop_assert_eq!(read, format!("{}{days}{} {from:02}:15-{to:02}:45", DAYS[first], DAYS[last]));
        }
    }
}
