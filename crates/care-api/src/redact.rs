//! What was received, made fit to be shown: without secrets, tags and length.

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::answer::strip_bom;

const HIDDEN: &str = "(hidden)";
/// Longest excerpt of an answer in a technical detail, in characters.
const EXCERPT: usize = 200;
/// Longest message of the service that is repeated, in characters.
const MESSAGE: usize = 1000;
/// Longest part of an answer that is looked at, in bytes: a hostile one must not cost much time.
const LOOKED_AT: usize = 16 * 1024;
/// Names after which nothing is repeated, in lower case.
const SECRET_NAMES: [&str; 4] = ["accesstoken", "access_token", "x-amz-", "signature="];

/// Knows what must not be repeated.
#[derive(Clone, Default)]
pub(crate) struct Redactor {
    secrets: Vec<Zeroizing<String>>,
}

impl Redactor {
    /// Also hides `secret`, plain, as JSON writes it, percent-encoded and percent-decoded.
    pub(crate) fn hide(&mut self, secret: &str) {
        let json = Value::from(secret).to_string();
        let json = json[1..json.len() - 1].to_owned();
        let encoded = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
        let decoded = percent_decode_str(secret).decode_utf8_lossy().into_owned();
        for form in [secret.to_owned(), json, encoded, decoded] {
            if !form.is_empty() && !self.secrets.iter().any(|known| **known == form) {
                self.secrets.push(Zeroizing::new(form));
            }
        }
        // The longest first, or a short secret inside a long one would leave the rest of it.
        self.secrets
            .sort_by_key(|known| std::cmp::Reverse(known.len()));
    }

    /// The service's own words for people.
    pub(crate) fn message(&self, text: &str) -> String {
        shorten(self.scrub(&one_line(&self.scrub(beginning(text)))), MESSAGE)
    }

    /// The beginning of an answer for a technical detail.
    pub(crate) fn excerpt(&self, body: &[u8]) -> String {
        if body.len() > LOOKED_AT && looks_like_json(body) {
            // Too much to write anew, and as it is an escape may hide a name.
            return format!("{} bytes", body.len());
        }
        // Enough to show that there is more.
        let body = &body[..body.len().min(2 * LOOKED_AT)];
        let text = match serde_json::from_slice::<Value>(body) {
            // Written anew, so that no escape hides a name from the search below.
            Ok(value) => value.to_string(),
            Err(_) => String::from_utf8_lossy(body).into_owned(),
        };
        // Before, for a secret may hold what looks like a tag; and after, for it may hold a space.
        let text = one_line(&strip_tags(&self.scrub(beginning(&text))));
        shorten(self.scrub(&text), EXCERPT)
    }

    fn scrub(&self, text: &str) -> String {
        // The names first, for hiding anything else might tear one apart and leave its value.
        let mut end = first_secret_name(text).unwrap_or(text.len());
        for secret in &self.secrets {
            let straddles =
                |&(start, found): &(usize, &str)| start < end && end < start + found.len();
            if let Some((start, _)) = text.match_indices(secret.as_str()).find(straddles) {
                end = start;
            }
        }
        let mut kept = text[..end].to_owned();
        for secret in &self.secrets {
            if kept.contains(secret.as_str()) {
                kept = kept.replace(secret.as_str(), HIDDEN);
            }
        }
        kept = hide_queries_and_accounts(&kept);
        if end < text.len() {
            kept.push_str(HIDDEN);
        }
        kept
    }
}

fn looks_like_json(body: &[u8]) -> bool {
    matches!(
        strip_bom(body).trim_ascii_start().first(),
        Some(b'{' | b'[' | b'"')
    )
}

/// The part that is looked at, without the word that its end would tear apart.
fn beginning(text: &str) -> &str {
    if text.len() <= LOOKED_AT {
        return text;
    }
    let text = &text[..text.floor_char_boundary(LOOKED_AT)];
    &text[..text.rfind(char::is_whitespace).unwrap_or(0)]
}

/// Where the first name of a token stands. Everything from there on is dropped, for how a token
/// ends cannot be known.
fn first_secret_name(text: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    SECRET_NAMES
        .iter()
        .filter_map(|name| lower.find(name))
        .min()
}

/// Hides `?name=value...` of every address, absolute or not, and `user:password@` of absolute ones.
fn hide_queries_and_accounts(text: &str) -> String {
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| !ends(c)) {
        let (gap, tail) = rest.split_at(at);
        out.push_str(gap);
        let (word, tail) = tail.split_at(tail.find(ends).unwrap_or(tail.len()));
        out.push_str(&hide_in_word(word));
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn hide_in_word(word: &str) -> String {
    let mut word = word.to_owned();
    if let Some(question) = word.find('?')
        && word[question..].contains('=')
    {
        word.truncate(question + 1);
        word.push_str(HIDDEN);
    }
    if let Some(scheme) = word.find("://")
        && let Some(at) = word.rfind('@')
        && scheme < at
    {
        word.replace_range(scheme + 3..at, HIDDEN);
    }
    word
}

/// Text without tags, and without what stands in `<script>` and `<style>`.
fn strip_tags(text: &str) -> String {
    if !text.trim_start().starts_with('<') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        out.push(' ');
        let tag = &rest[open..];
        let silent = ["script", "style"].into_iter().find(|name| {
            tag.get(1..=name.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(name))
        });
        let end = match silent {
            Some(name) => tag.to_ascii_lowercase().find(&format!("</{name}")),
            None => Some(0),
        };
        rest = end
            .and_then(|end| tag[end..].find('>').map(|close| &tag[end + close + 1..]))
            .unwrap_or_default();
    }
    out.push_str(rest);
    out
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn shorten(mut text: String, characters: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(characters) {
        text.truncate(end);
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn redactor(secret: &str) -> Redactor {
        let mut redactor = Redactor::default();
        redactor.hide(secret);
        redactor
    }

    #[test]
    fn tags_scripts_and_line_breaks_go() {
        let page = b"<!DOCTYPE html>\n<html><head><style>b{}</style><SCRIPT>if(a<b)x()</SCRIPT>\
            <title>502</title></head>\r\n<body><h1>Bad   gateway</h1></body>";
        assert_eq!(Redactor::default().excerpt(page), "502 Bad gateway");
        assert_eq!(Redactor::default().excerpt(b"<p>cut off <scr"), "cut off");
        assert_eq!(Redactor::default().excerpt(b"<script>never closed"), "");
    }

    #[test]
    fn a_message_keeps_its_words() {
        let words = "Unable to hydrate filter: HydrationException: Too many buckets (745) requested. \
            Select a larger interval?";
        assert_eq!(Redactor::default().message(words), words);
    }

    #[test]
    fn addresses_lose_their_query_and_account() {
        assert_eq!(
            Redactor::default().message("see https://me:pw@host/a?b=c&d=e now, or /p?q=r"),
            "see https://(hidden)@host/a?(hidden) now, or /p?(hidden)"
        );
    }

    #[test]
    fn an_escaped_name_is_found() {
        let body = br#"{"u":"x?analytics\u0041ccessToken\u003dsecret"}"#;
        assert!(!Redactor::default().excerpt(body).contains("secret"));
    }

    #[test]
    fn a_huge_page_costs_little_and_tears_no_secret_apart() {
        let page = format!("{}hidden-password", "<script></script>".repeat(1_000_000));
        assert_eq!(redactor("hidden-password").excerpt(page.as_bytes()), "");
        let text = format!("{}hidden-password x", " ".repeat(LOOKED_AT - 5));
        assert_eq!(redactor("hidden-password").excerpt(text.as_bytes()), "");
    }

    #[test]
    fn a_password_is_hidden_as_json_writes_it() {
        let secret = "pass\"word\\with\tescapes";
        let torn = format!(r#"{{"said": {}, "an"#, Value::from(secret));
        let excerpt = redactor(secret).excerpt(torn.as_bytes());
        assert!(
            !excerpt.contains("pass") && !excerpt.contains("escapes"),
            "{excerpt}"
        );
    }

    #[test]
    fn of_a_huge_json_answer_only_the_size_is_said() {
        let list = format!("[{}1]", "{\"\":0},".repeat(1_000_000));
        assert_eq!(
            Redactor::default().excerpt(list.as_bytes()),
            format!("{} bytes", list.len())
        );
    }

    #[test]
    fn long_text_is_cut_at_a_character() {
        let excerpt = Redactor::default().excerpt("é".repeat(900).as_bytes());
        assert_eq!(excerpt.chars().count(), EXCERPT + 1);
        assert_eq!(
            Redactor::default()
                .message(&"é".repeat(1000))
                .chars()
                .count(),
            MESSAGE
        );
    }

    proptest! {
        #[test]
        fn a_known_secret_is_never_repeated(
            before in "[ -~é\\n]{0,80}", secret in "[A-Z]{3}[!-~é]{5,30}", after in "[ -~é\\n]{0,80}",
        ) {
            let redactor = redactor(&secret);
            prop_assume!(!before.contains(&secret) && !after.contains(&secret));
            let body = format!("{before}{secret}{after}");
            prop_assert!(!redactor.excerpt(body.as_bytes()).contains(&secret));
            prop_assert!(!redactor.message(&body).contains(&secret));
            let encoded = utf8_percent_encode(&secret, NON_ALPHANUMERIC).to_string();
            let body = format!("{before}{encoded}{after}");
            prop_assert!(!redactor.excerpt(body.as_bytes()).contains(&encoded));
            prop_assert!(!redactor.message(&body).contains(&encoded));
        }

        #[test]
        fn a_token_is_never_repeated(
            before in "[ -~é\\n]{0,80}", between in "(=|%3D|\":\"|&#61;|\\\\u003d)",
            token in "[A-Za-z0-9_.-]{12,60}", after in "[ -~é\\n]{0,80}",
            name in "(analyticsAccessToken|ANALYTICSACCESSTOKEN|access_token)",
        ) {
            prop_assume!(!before.contains(&token));
            let body = format!("{before}{name}{between}{token}{after}");
            prop_assert!(!Redactor::default().excerpt(body.as_bytes()).contains(&token));
            prop_assert!(!Redactor::default().message(&body).contains(&token));
        }

        #[test]
        fn any_bytes_make_a_short_line(body in prop::collection::vec(any::<u8>(), 0..2000), text in "\\PC*") {
            for line in [redactor("pw").excerpt(&body), redactor("pw").excerpt(format!("<{text}").as_bytes())] {
                prop_assert!(line.chars().count() <= EXCERPT + 1);
                prop_assert!(!line.contains('\n'));
            }
        }
    }
}
