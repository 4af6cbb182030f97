//! Mails as they are stored (`.eml`): headers, encodings and parts undone by `mail-parser`.
//!
//! The body is the first text part; of a mail that has only a web page, the page's words. Attachments are no part of
//! the document.

use mail_parser::{MessageParser, MimeHeaders};

use super::draft::Draft;
use super::error::{Cause, Fault};
use super::headers::Headers;
use super::{headers, page};

/// The document in the bytes of a mail.
pub(super) fn read(bytes: &[u8]) -> Result<Draft, Fault> {
    let malformed =
        || Fault::new(Cause::Malformed, "not a mail: it has no headers (rename it to .txt if it is plain text)");
    let message = MessageParser::default().parse(bytes).ok_or_else(malformed)?;
    let from = message.from().and_then(|from| from.first());
    let from = from.and_then(|from| from.name().or(from.address())).unwrap_or_default();
    let headers = Headers {
        subject: message.subject().unwrap_or_default().to_string(),
        from: from.to_string(),
        date: message
            .date()
            .map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day))
            .unwrap_or_default(),
        ..Headers::default()
    };
    if headers.subject.is_empty() && headers.from.is_empty() && headers.date.is_empty() {
        return Err(malformed());
    }
    let html_only = message.text_body.first().is_none_or(|part| {
        message.part(*part).is_some_and(|part| part.content_type().is_some_and(|kind| kind.subtype() == Some("html")))
    });
    let body = match message.body_html(0).filter(|_| html_only) {
        Some(html) => page::read(html.into_owned())?.text,
        None => message.body_text(0).map(|text| text.into_owned()).unwrap_or_default(),
    };
    // A mail that passes a wire report on.
    let body = headers::read(body).text;
    Ok(Draft { text: body, ..headers.draft() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Date;

    #[test]
    fn parts_and_encodings_are_undone() {
        let mail = "From: =?utf-8?Q?Tilda_M=C3=A1rrow?= <t@example.org>\r\nSubject: =?utf-8?B?RGFtIOKAkyB0YWxrcw==?=\r\n\
                    Date: Mon, 26 Sep 2016 21:00:00 -0400\r\nMIME-Version: 1.0\r\n\
                    Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\
                    Content-Transfer-Encoding: quoted-printable\r\n\r\n=E2=80=9CNo,=E2=80=9D she said.\r\n--x\r\n\
                    Content-Type: text/html\r\n\r\n<p>Other</p>\r\n--x--\r\n";
        let draft = read(mail.as_bytes()).unwrap();
        assert_eq!(draft.text.trim(), "“No,” she said.");
        assert_eq!(draft.title.as_deref(), Some("Dam – talks"));
        assert_eq!(draft.origin.author.as_deref(), Some("Tilda Márrow"));
        assert_eq!(draft.date, Some(Date::constant(2016, 9, 26)));
    }

    #[test]
    fn a_page_in_a_mail_is_read_as_a_page() {
        let mail = "From: a@example.org\r\nSubject: x\r\nContent-Type: text/html\r\n\r\n<p>The dam is safe.</p><p>So they say.</p>";
        assert_eq!(read(mail.as_bytes()).unwrap().text, "The dam is safe.\n\nSo they say.");
        assert!(read(b"\n\nno headers").is_err());
    }
}
