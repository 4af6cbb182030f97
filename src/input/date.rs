//! Dates as people write them.
//!
//! What comes in is a date column, a front matter's value or a header's date; what goes out is the calendar day
//! as written (a time and its zone are dropped, never converted: a statement of 14 November in Bali stays there).
//!
//! | written | read as |
//! |---|---|
//! | `2016-09-26`, `2016/09/26`, `20160926`, `2016-09-26T21:00:00-04:00` | 26 September 2016 |
//! | `9/26/16`, `09/26/2016` | 26 September 2016: with slashes the month comes first, as in the United States |
//! | `26/9/2016` | 26 September 2016: there is no 26th month, so the day comes first |
//! | `26.09.2016`, `26.9.16` | 26 September 2016: with dots the day comes first |
//! | `09-26-2016`, `26-09-2016` | as with slashes |
//! | `September 26, 2016`, `Sept. 26, 2016`, `26 September 2016`, `26-Sep-2016` | 26 September 2016 |
//! | `Mon, 26 Sep 2016 21:00:00 -0400` | 26 September 2016 (RFC 2822) |
//!
//! `3/4/2016` is therefore 4 March, also in a British newspaper. Years of two digits are 1969 to 2068, as in POSIX.

use jiff::civil::Date;
use jiff::fmt::strtime;

/// The day that `text` names, if it names one whole day.
///
/// ```
/// use demarche::document::Date;
/// use demarche::input::parse_date;
/// assert_eq!(parse_date("9/26/16"), Some(Date::constant(2016, 9, 26)));
/// assert_eq!(parse_date("September 2016"), None);
/// ```
pub fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    // Long values are no dates, and the words below are looked at one by one.
    if text.is_empty() || text.len() > 64 {
        return None;
    }
    numeric(text).or_else(|| worded(text))
}

/// `2016-09-26…`, `20160926`, `9/26/16`, `26.09.2016`.
fn numeric(text: &str) -> Option<Date> {
    let (first, rest) = number(text)?;
    if first.len() == 8 && is_tail(rest) {
        return date(&first[..4], &first[4..6], &first[6..]);
    }
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (second, rest) = number(rest.strip_prefix(separator)?)?;
    let (third, rest) = number(rest.strip_prefix(separator)?)?;
    if !is_tail(rest) {
        return None;
    }
    if first.len() == 4 {
        return date(first, second, third);
    }
    match separator {
        '.' => date(third, second, first),
        _ => date(third, first, second).or_else(|| date(third, second, first)),
    }
}

/// `Monday, September 26th, 2016 at 9:00 p.m.`, `26 Sep 2016`: the first month name and the first two numbers.
fn worded(text: &str) -> Option<Date> {
    let (mut month_found, mut numbers) = (None, [""; 2]);
    let mut count = 0;
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '-' | '.' | '/')) {
        if word.is_empty() {
            continue;
        }
        match number(word) {
            Some((_, time)) if time.starts_with(':') => {}
            Some((digits, suffix)) if count < 2 => {
                let ordinal = matches!(suffix, "st" | "nd" | "rd" | "th");
                if !(suffix.is_empty() || ordinal && count == 0) {
                    return None;
                }
                numbers[count] = digits;
                count += 1;
            }
            None if month_found.is_none() => month_found = month(word),
            _ => {}
        }
        if count == 2 && month_found.is_some() {
            break;
        }
    }
    let month = month_found?.to_string();
    match numbers {
        // A bare `Sep 26` or `2016 Sep` has an empty second number, which is no year and no day.
        [year, day] if year.len() == 4 => date(year, &month, day),
        [day, year] => date(year, &month, day),
    }
}

/// Leading digits, and what follows them.
fn number(text: &str) -> Option<(&str, &str)> {
    let end = text.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// Whether what follows a date can be a time: nothing, or `T` or white space and then anything.
fn is_tail(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(|c: char| matches!(c, 'T' | 't' | ',') || c.is_whitespace())
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let year = match (year.len(), year.parse::<i16>().ok()?) {
        (4, y) => y,
        (2, y @ 0..=68) => 2000 + y,
        (2, y) => 1900 + y,
        _ => return None,
    };
    if month.len() > 2 || day.len() > 2 {
        return None;
    }
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The number of an English month, written whole or cut after three letters or more.
fn month(word: &str) -> Option<i8> {
    let short = word.get(..3).filter(|_| word.is_ascii())?;
    let month = strtime::parse("%b", short).ok()?.month()?;
    let name = Date::new(2000, month, 1).ok()?.strftime("%B").to_string();
    name.get(..word.len()).filter(|start| start.eq_ignore_ascii_case(word)).map(|_| month)
}

/// Reads a column of dates, in which neighbours are mostly equal.
#[derive(Debug, Default)]
pub(super) struct DateColumn {
    last: String,
    value: Option<Date>,
}

impl DateColumn {
    /// The day of one cell; `Err` when the cell is not empty and names none.
    pub fn read(&mut self, cell: &str) -> Result<Option<Date>, ()> {
        if cell.trim().is_empty() {
            return Ok(None);
        }
        if self.last != cell {
            self.last.clear();
            self.last.push_str(cell);
            self.value = parse_date(cell);
        }
        self.value.map(Some).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_day_is_read_in_every_spelling() {
        for text in [
            "2016-09-26",
            "2016/09/26",
            "2016-9-26",
            "20160926",
            "2016-09-26T21:00:00-04:00",
            "2016-09-26T21:00:00Z",
            "2016-09-26 21:00:00.123+00:00",
            "9/26/16",
            "09/26/2016",
            "26/9/2016",
            "09-26-2016",
            "26.09.2016",
            "26.9.16",
            "September 26, 2016",
            "september 26 2016",
            "SEPT. 26, 2016",
            "Sep 26, 2016, 9:00 p.m. EDT",
            "26 September 2016",
            "26-Sep-2016",
            "26th September 2016",
            "Monday, September 26th, 2016 at 9:00 PM",
            "Mon, 26 Sep 2016 21:00:00 -0400",
            "Mon Sep 26 2016",
            "Mon Sep 26 21:00:00 2016",
            "9:00 p.m., September 26, 2016",
            "  2016-09-26 ",
        ] {
            assert_eq!(parse_date(text), Some(Date::constant(2016, 9, 26)), "{text:?}");
        }
    }

    #[test]
    fn slashes_put_the_month_first() {
        assert_eq!(parse_date("3/4/2016"), Some(Date::constant(2016, 3, 4)));
        assert_eq!(parse_date("3.4.2016"), Some(Date::constant(2016, 4, 3)));
        assert_eq!(parse_date("1/2/69"), Some(Date::constant(1969, 1, 2)));
    }

    #[test]
    fn what_names_no_whole_day_is_no_date() {
        for text in [
            "",
            "2016",
            "September 2016",
            "Sep 26",
            "yesterday",
            "2016-13-01",
            "2016-02-30",
            "13/13/2016",
            "1474848000",
            "26 Septembre 2016",
            "Marching 26 2016",
            "9/26/201",
            "Ａpr 1 2016",
        ] {
            assert_eq!(parse_date(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_date_or_not(text in "\\PC{0,30}|[0-9/. :-]{0,14}|[A-Za-z0-9, .]{0,24}") {
            let _ = parse_date(&text);
        }

        #[test]
        fn iso_dates_come_back(days in 0i32..40_000) {
            let day = Date::constant(1950, 1, 1).saturating_add(jiff::Span::new().days(days));
            prop_assert_eq!(parse_date(&day.to_string()), Some(day));
            prop_assert_eq!(parse_date(&day.strftime("%B %-d, %Y").to_string()), Some(day));
            prop_assert_eq!(parse_date(&day.strftime("%a, %d %b %Y %H:%M").to_string()), Some(day));
        }
    }
}
