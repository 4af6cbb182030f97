//! What stands above the words of a mail or a wire report: header lines and slugs.
//!
//! A text that begins with header lines of a mail (`From:`, `Subject:`, `Date:`, at least two of those that are known,
//! up to a blank line) is read as its body, with title, date and author from the headers. A text that begins with a
//! wire service's slug (`BC-Brenovia-Dam, 3rd Ld-Writethru,450`) is read from behind the slug and the editors' lines. A
//! dateline that names a service (`HARBOUR CITY (AP) - `) stays in the text and tells the outlet.
//! Everything else is left whole: `NAME: text` is how transcripts are written.

use super::date::DateColumn;
use super::draft::Draft;
use crate::document::Origin;

/// Header names of a mail. Some of them also begin lines of ordinary text, so that one alone is not enough.
const KNOWN: [&str; 16] = [
    "from",
    "to",
    "cc",
    "bcc",
    "subject",
    "date",
    "sent",
    "reply-to",
    "sender",
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "return-path",
    "received",
    "newsgroups",
];
/// No header is longer than so many lines.
const LONGEST: usize = 200;

/// The document in `text`, which is that of a whole file.
pub(super) fn read(text: String) -> Draft {
    if let Some((headers, at)) = mail(&text) {
        return Draft { text: text[at..].to_string(), ..headers.draft() };
    }
    let text = match behind_slug(&text) {
        Some(at) => text[at..].to_string(),
        None => text,
    };
    let origin = Origin { outlet: wire_service(&text).map(str::to_string), ..Origin::default() };
    Draft { text, origin, ..Draft::default() }
}

/// The service in the dateline of one of the first paragraphs.
fn wire_service(text: &str) -> Option<&str> {
    text.lines().filter(|line| !line.trim().is_empty()).take(3).find_map(|line| {
        let (place, rest) = line.trim_start().split_once(" (")?;
        let (service, rest) = rest.split_once(')')?;
        let first = place.split([' ', ',']).next().unwrap_or("");
        let is_place = place.len() <= 60 && first.len() > 1 && first.chars().all(|c| c.is_uppercase() || c == '.');
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '&');
        let is_service = service.len() <= 30 && service.starts_with(char::is_uppercase) && service.chars().all(is_name);
        let has_dash = rest.trim_start().starts_with(['-', '\u{2013}', '\u{2014}']);
        (is_place && is_service && has_dash).then_some(service)
    })
}

/// True when the text is a mail that is packed or has parts, which a mail reader has to take apart.
pub(super) fn is_packed_mail(text: &str) -> bool {
    mail(text).is_some_and(|(headers, _)| headers.packed)
}

/// What the headers of a mail say.
#[derive(Debug, Default)]
pub(super) struct Headers {
    pub subject: String,
    pub from: String,
    pub date: String,
    /// Words or letters are packed (MIME).
    pub packed: bool,
}

impl Headers {
    /// A document without text.
    pub fn draft(&self) -> Draft {
        let words = |words: &str| Some(words.trim().to_string()).filter(|words| !words.is_empty());
        let read = DateColumn::default().read(&self.date);
        Draft {
            title: words(&self.subject),
            date: read.unwrap_or_default(),
            unread_date: read.is_err().then(|| self.date.trim().to_string()),
            origin: Origin { author: words(name_of(&self.from)), ..Origin::default() },
            ..Draft::default()
        }
    }
}

/// The person in `Tilda Marrow <tilda@example.org>`; an address alone is kept.
fn name_of(from: &str) -> &str {
    let name = from.split('<').next().unwrap_or("").trim().trim_matches('"').trim();
    if name.is_empty() { from.trim().trim_matches(['<', '>']) } else { name }
}

/// The headers at the top and where the body begins.
fn mail(text: &str) -> Option<(Headers, usize)> {
    let mut headers = Headers::default();
    let (mut at, mut known, mut last) = (0, 0, String::new());
    for line in text.split_inclusive('\n').take(LONGEST) {
        let content = line.trim_end();
        if content.is_empty() {
            return (known >= 2).then_some((headers, at + line.len()));
        }
        if content.starts_with([' ', '\t']) && at > 0 {
            headers.add(&last, content);
        } else {
            let (name, value) = content.split_once(':')?;
            let is_name = |c: char| c.is_ascii_graphic();
            if name.is_empty() || name.len() > 60 || !name.chars().all(is_name) {
                return None;
            }
            last = name.to_ascii_lowercase();
            known += usize::from(KNOWN.contains(&last.as_str()));
            headers.add(&last, value);
        }
        at += line.len();
    }
    None
}

impl Headers {
    fn add(&mut self, name: &str, value: &str) {
        let slot = match name {
            "subject" => &mut self.subject,
            "from" => &mut self.from,
            "date" | "sent" => &mut self.date,
            "content-type" => {
                self.packed |= value.trim_start().to_ascii_lowercase().starts_with("multipart/")
                    || value.to_ascii_lowercase().contains("text/html");
                return;
            }
            "content-transfer-encoding" => {
                self.packed |= matches!(value.trim().to_ascii_lowercase().as_str(), "base64" | "quoted-printable");
                return;
            }
            _ => return,
        };
        if !slot.is_empty() {
            slot.push(' ');
        }
        slot.push_str(value.trim());
        self.packed |= value.contains("=?");
    }
}

/// Where the report begins, behind a slug and the notes to editors that follow it.
fn behind_slug(text: &str) -> Option<usize> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    if !is_slug(first.trim()) {
        return None;
    }
    let mut at = first.len();
    for line in lines {
        let content = line.trim();
        let is_note =
            content.is_empty() || content.starts_with("Eds:") || content.starts_with("EDS:") || is_slug(content);
        if !is_note {
            break;
        }
        at += line.len();
    }
    Some(at)
}

/// `BC-Brenovia-Dam,450`, `AM-BRN--Dam Talks, 3rd Ld-Writethru`, `a0512 BC-EU--Dam`: two or three capitals, a hyphen,
/// the subject in words with hyphens, and often a version and a count of words.
fn is_slug(line: &str) -> bool {
    let line = match line.split_once(' ') {
        Some((code, rest)) if code.len() <= 6 && code.contains(|c: char| c.is_ascii_digit()) => rest,
        _ => line,
    };
    let Some((code, rest)) = line.split_once('-') else { return false };
    let (subject, counts) = rest.split_once(',').unwrap_or((rest, ""));
    let is_code = (2..=3).contains(&code.len()) && code.chars().all(|c| c.is_ascii_uppercase());
    let is_subject = subject.trim_start_matches('-').starts_with(char::is_uppercase)
        && subject.split_whitespace().count() <= 6
        && !subject.contains(['.', '!', '?', '"', '“']);
    let says_more =
        counts.trim_end().ends_with(|c: char| c.is_ascii_digit()) || counts.contains("Ld") || subject.contains('-');
    line.len() <= 100 && is_code && is_subject && says_more
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Date;

    #[test]
    fn the_headers_of_a_mail_describe_it() {
        let mail = "From: Tilda Marrow <tilda@example.org>\r\nTo: news@example.org\r\nSubject: Dam talks\r\n resume\r\n\
                    Date: Mon, 26 Sep 2016 21:00:00 -0400\r\n\r\nThe talks go on.\r\n";
        let draft = read(mail.to_string());
        assert_eq!(draft.title.as_deref(), Some("Dam talks resume"));
        assert_eq!(draft.origin.author.as_deref(), Some("Tilda Marrow"));
        assert_eq!(draft.date, Some(Date::constant(2016, 9, 26)));
        assert_eq!(draft.text, "The talks go on.\r\n");
        assert!(!is_packed_mail(mail));
        assert!(is_packed_mail("From: a\nSubject: b\nContent-Transfer-Encoding: base64\n\nYQ==\n"));
        assert!(is_packed_mail("From: a\nSubject: =?utf-8?B?YQ==?=\n\nx\n"));
    }

    #[test]
    fn a_slug_is_no_part_of_the_report() {
        for (text, body) in [
            ("BC-Brenovia-Dam,450\nEds: Updates throughout.\n\nHARBOUR CITY (AP) — The", "HARBOUR CITY (AP) — The"),
            ("AM-BRN--Dam Talks, 3rd Ld-Writethru\nThe dam", "The dam"),
            ("a0512 BC-BRN--Dam,210\n\nThe dam", "The dam"),
        ] {
            assert_eq!(read(text.to_string()).text, body);
        }
    }

    #[test]
    fn what_only_looks_like_headers_stays() {
        for text in [
            "Q: Why?\nA: Because.\n\nMore.",
            "From: here to there, a journey.\n\nText.",
            "MS. VENN: Date: none.\n\n",
            "Subject: a\nFrom: b",
            "US-Brenovia talks went on. They said so.\n\nText.",
            "EU-China trade is up.\nText",
            "TV-watchers agree, said 40\nText",
            "",
        ] {
            assert_eq!(read(text.to_string()).text, text);
        }
    }
}
