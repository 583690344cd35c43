//! Byte ranges as HTTP has them (RFC 9110, section 14), one at a time.

use std::ops::Range;

/// What a `Range` header asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Everything: there is no header, or none that this server understands.
    All,
    /// These bytes.
    Part(Range<usize>),
    /// Bytes that do not exist.
    Nothing,
}

/// Reads a `Range` header against a file of `length` bytes. Several ranges at once are answered with the whole file, as the
/// standard allows.
pub(crate) fn read(header: Option<&str>, length: usize) -> Asked {
    let Some((first, last)) = header
        .and_then(|value| value.strip_prefix("bytes="))
        .and_then(|spec| spec.trim().split_once('-'))
    else {
        return Asked::All;
    };
    let number = |text: &str| {
        text.bytes()
            .all(|sign| sign.is_ascii_digit())
            .then(|| text.parse::<usize>().ok())
            .flatten()
    };
    let part = match (first, last) {
        ("", count) => match number(count) {
            Some(count) => length.saturating_sub(count)..length,
            None => return Asked::All,
        },
        (first, "") => match number(first) {
            Some(first) => first..length,
            None => return Asked::All,
        },
        (first, last) => match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(length),
            _ => return Asked::All,
        },
    };
    if part.start >= part.end {
        Asked::Nothing
    } else {
        Asked::Part(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_ranges() {
        let cases = [
            (None, Asked::All),
            (Some("bytes=0-0"), Asked::Part(0..1)),
            (Some("bytes=2-4"), Asked::Part(2..5)),
            (Some("bytes=7-"), Asked::Part(7..10)),
            (Some("bytes=-3"), Asked::Part(7..10)),
            (Some("bytes=-30"), Asked::Part(0..10)),
            (Some("bytes=8-99"), Asked::Part(8..10)),
            (Some("bytes=10-"), Asked::Nothing),
            (Some("bytes=10-12"), Asked::Nothing),
            (Some("bytes=-0"), Asked::Nothing),
            (Some("bytes=4-2"), Asked::All),
            (Some("bytes=0-1,4-5"), Asked::All),
            (Some("bytes=+1-2"), Asked::All),
            (Some("rows=0-1"), Asked::All),
        ];
        for (header, expected) in cases {
            assert_eq!(read(header, 10), expected, "{header:?}");
        }
        assert_eq!(read(Some("bytes=0-"), 0), Asked::Nothing);
    }
}
