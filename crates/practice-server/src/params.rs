//! Form and query parameters: strict, in order, repeated names kept.

use percent_encoding::percent_decode_str;

/// Decodes `application/x-www-form-urlencoded` text; `None` when it is not UTF-8 underneath.
pub(crate) fn decode(text: &str) -> Option<Vec<(String, String)>> {
    let plain = |part: &str| {
        let spaced = part.replace('+', " ");
        percent_decode_str(&spaced)
            .decode_utf8()
            .ok()
            .map(|text| text.into_owned())
    };
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((plain(name)?, plain(value)?))
        })
        .collect()
}

/// The value of a name that comes at most once; `Err` when it comes more often.
pub(crate) fn single<'a>(pairs: &'a [(String, String)], name: &str) -> Result<Option<&'a str>, ()> {
    let mut values = pairs
        .iter()
        .filter(|(key, _)| key == name)
        .map(|(_, value)| value.as_str());
    let first = values.next();
    if values.next().is_some() {
        Err(())
    } else {
        Ok(first)
    }
}

/// The first name that is none of `known`.
pub(crate) fn stranger<'a>(pairs: &'a [(String, String)], known: &[&str]) -> Option<&'a str> {
    pairs
        .iter()
        .map(|(name, _)| name.as_str())
        .find(|name| !known.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_what_forms_encode() {
        let pairs = decode("a=1&a=%C3%A7+%2B&b&=c&").expect("valid");
        let expected = [("a", "1"), ("a", "ç +"), ("b", ""), ("", "c")];
        assert_eq!(
            pairs,
            expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
        assert!(decode("a=%FF").is_none());
        assert_eq!(single(&pairs, "b"), Ok(Some("")));
        assert_eq!(single(&pairs, "A"), Ok(None));
        assert_eq!(single(&pairs, "a"), Err(()));
        assert_eq!(stranger(&pairs, &["a", ""]), Some("b"));
    }
}
