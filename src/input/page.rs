//! Web pages: the article out of its page, with title, date, author and outlet.
//!
//! What comes in is the decoded source of a page; what goes out is the article's running text, found by
//! `dom_smoothie` (Mozilla's Readability), its paragraphs parted by blank lines and its title as the first of them.
//! A page without an article gives the words of its body. Size, number of tags, nesting and attributes are capped before a
//! parser sees the page, for parsers look through all open elements again and again; the parser runs in isolation.

use dom_smoothie::{Article, Config, Readability, TextMode};
use hashbrown::HashMap;

use super::date::DateColumn;
use super::draft::Draft;
use super::error::{Cause, Fault};
use super::isolated::isolated;
use super::page_cost::attribute_cost;
use crate::document::Origin;

/// Bytes of a page. The longest articles have a hundredth of it.
const LARGEST: usize = 16 << 20;
/// Tags of a page.
const MOST_TAGS: usize = 200_000;
/// Elements open at one time.
const DEEPEST: usize = 1_000;
/// Comparisons of attributes: one tag with 30,000 of them, or 300 with 1,700 each.
const MOST_COMPARISONS: u64 = 900_000_000;

/// The document in the source of a page.
pub(super) fn read(html: String) -> Result<Draft, Fault> {
    check(&html)?;
    isolated("the page", move || Ok(extract(html)))
}

fn extract(html: String) -> Draft {
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let Ok(mut page) = Readability::new(html.as_str(), None, Some(config)) else { return Draft::default() };
    let posted = page.doc.select("time[datetime]").attr("datetime").map(|date| date.to_string());
    match page.parse() {
        Ok(article) => draft(article, posted),
        Err(_) => {
            let page = all_words(&html);
            Draft { text: page, ..Draft::default() }
        }
    }
}

/// The words of a page in which no article was found.
fn all_words(html: &str) -> String {
    let Ok(page) = Readability::new(html, None, None) else { return String::new() };
    page.doc.select("script, style, noscript, template, head").remove();
    tidy(&page.doc.formatted_text())
}

fn draft(article: Article, posted: Option<String>) -> Draft {
    let words = |words: Option<String>| {
        words.map(|words| words.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|words| !words.is_empty())
    };
    let title = words(Some(article.title));
    let body = tidy(&article.text_content);
    let text = match &title {
        Some(title) if !body.starts_with(title.as_str()) => format!("{title}\n\n{body}"),
        _ => body,
    };
    let date = article.published_time.or(posted).unwrap_or_default();
    let read = DateColumn::default().read(&date);
    Draft {
        title,
        date: read.unwrap_or_default(),
        unread_date: read.is_err().then_some(date),
        origin: Origin {
            outlet: words(article.site_name),
            url: words(article.url),
            author: words(article.byline).map(|name| without_by(&name)),
        },
        text,
        ..Draft::default()
    }
}

fn without_by(name: &str) -> String {
    let rest = name.get(..3).filter(|start| start.eq_ignore_ascii_case("by ")).map(|_| &name[3..]);
    rest.unwrap_or(name).trim().to_string()
}

/// Lines without white space around them, paragraphs parted by one blank line.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            blank = true;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if blank { "\n\n" } else { "\n" });
        }
        blank = false;
        out.push_str(line);
    }
    out
}

/// Refuses a page that would cost a parser too much.
///
/// Open elements are counted by name, so that an end tag of another name hides none; elements whose end tag may be left out
/// do not count, for each of them lies in one that does.
fn check(html: &str) -> Result<(), Fault> {
    if html.len() > LARGEST {
        return Err(Fault::too_large(LARGEST));
    }
    let too_much = |what: &str| {
        let reason = format!("the page {what} (save the text of the article as .txt)");
        Err(Fault::new(Cause::TooLarge, reason))
    };
    let bytes = html.as_bytes();
    if attribute_cost(bytes) > MOST_COMPARISONS {
        return too_much("has tags with thousands of attributes");
    }
    let mut open: HashMap<&[u8], usize> = HashMap::new();
    let (mut tags, mut depth) = (0, 0);
    for at in memchr::memchr_iter(b'<', bytes) {
        let rest = &bytes[at + 1..];
        let is_end = rest.first() == Some(&b'/');
        let rest = &rest[usize::from(is_end)..];
        if !rest.first().is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        tags += 1;
        if tags > MOST_TAGS {
            return too_much(&format!("has more than {MOST_TAGS} tags"));
        }
        let length = rest.iter().take(64).position(|b| !b.is_ascii_alphanumeric() && *b != b'-').unwrap_or(64);
        let name = &rest[..length.min(rest.len())];
        if closes_itself(name) {
            continue;
        }
        let count = open.entry(name).or_default();
        if is_end {
            depth -= usize::from(*count > 0);
            *count = count.saturating_sub(1);
        } else {
            *count += 1;
            depth += 1;
            if depth > DEEPEST {
                return too_much(&format!("has more than {DEEPEST} elements inside one another"));
            }
        }
    }
    Ok(())
}

/// Elements that are empty, or whose end tag may be left out.
fn closes_itself(name: &[u8]) -> bool {
    const NAMES: [&str; 31] = [
        "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html", "img", "input",
        "li", "link", "meta", "option", "optgroup", "p", "param", "path", "rp", "rt", "source", "tbody", "td", "tfoot",
        "th", "thead", "tr",
    ];
    NAMES.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::PAGE;
    use super::*;
    use crate::document::Date;

    #[test]
    fn an_article_is_found_in_its_page() {
        let draft = read(PAGE.to_string()).unwrap();
        assert_eq!(draft.title.as_deref(), Some("Brenovia and Aldermark resume talks on the river dam"));
        assert_eq!(draft.origin.author.as_deref(), Some("Tilda Marrow"));
        assert_eq!(draft.origin.outlet.as_deref(), Some("The Harbour Post"));
        assert_eq!(draft.date, Some(Date::constant(2016, 9, 26)));
        let paragraphs: Vec<&str> = draft.text.split("\n\n").collect();
        assert_eq!(paragraphs[0], draft.title.as_deref().unwrap());
        assert!(paragraphs[1].starts_with("HARBOUR CITY — Negotiators"), "{}", draft.text);
        assert_eq!(paragraphs.len(), 6, "{}", draft.text);
        for furniture in ["Subscribe", "Home", "Most read", "tracker"] {
            assert!(!draft.text.contains(furniture), "{}", draft.text);
        }
    }

    #[test]
    fn a_page_without_an_article_gives_its_words() {
        let draft = read("<script>no()</script><p>The dam is safe.</p><p>So they say.".to_string()).unwrap();
        assert_eq!(draft.text, "The dam is safe.\n\nSo they say.");
        assert_eq!(read(String::new()).unwrap().text, "");
    }

    #[test]
    fn what_would_cost_too_much_is_refused() {
        for (html, reason) in [
            ("<div>".repeat(2_000), "inside one another"),
            ("<div></b>".repeat(2_000), "inside one another"),
            ("<p>".repeat(300_000), "tags"),
            (format!("<p {}>", "a=1 ".repeat(100_000)), "attributes"),
            (format!("<!-- <p a=\" --><p {}>", "a ".repeat(100_000)), "attributes"),
            (" ".repeat(LARGEST + 1), "larger than 16 MiB"),
        ] {
            let told = read(html).unwrap_err().reason;
            assert!(told.contains(reason), "{told}");
        }
        assert!(read("<div>".repeat(900)).is_ok());
        assert!(read(format!("<p {}>x", "a=1 ".repeat(1_000)).repeat(10)).is_ok());
    }
}
