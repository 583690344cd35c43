/// The columns of milliseconds that the User export documents. They alone are numbers.
pub(crate) const MILLIS: [&str; 5] = [
    "TOTAL_CONSOLE_LOGGED_IN_TIME_MILLIS",
    "TOTAL_GREEN_STATE_TIME_MILLIS",
    "TOTAL_YELLOW_STATE_TIME_MILLIS",
    "TOTAL_RED_STATE_TIME_MILLIS",
    "TOTAL_MOBILE_TIME_MILLIS",
];

/// Digits, with a decimal mark between them and a power of ten after them at most.
pub(crate) fn is_unsigned_number(text: &[u8]) -> bool {
    let is_digits = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    let (mantissa, power) = match text.iter().position(|byte| matches!(byte, b'e' | b'E')) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let whole = match mantissa.iter().position(|byte| matches!(byte, b'.' | b',')) {
        Some(at) => is_digits(&mantissa[..at]) && is_digits(&mantissa[at + 1..]),
        None => is_digits(mantissa),
    };
    whole
        && power.is_none_or(|power| {
            is_digits(
                power
                    .strip_prefix(b"-")
                    .or(power.strip_prefix(b"+"))
                    .unwrap_or(power),
            )
        })
}

/// A number that Excel holds without loss: up to 15 digits, with a point and a minus at most.
#[inline]
pub(crate) fn number(text: &[u8]) -> Option<f64> {
    // Nearly all are digits alone, and so few that an `f64` holds each step.
    if matches!(text.len(), 1..=15) && text.iter().all(u8::is_ascii_digit) {
        let digits = text.iter().map(|byte| u64::from(byte - b'0'));
        return Some(digits.fold(0, |number, digit| 10 * number + digit) as f64);
    }
    other_number(text)
}

fn other_number(text: &[u8]) -> Option<f64> {
    let unsigned = text.strip_prefix(b"-").unwrap_or(text);
    let (digits, point) = unsigned.iter().fold((0, 0), |(digits, points), byte| {
        (
            digits + usize::from(byte.is_ascii_digit()),
            points + usize::from(*byte == b'.'),
        )
    });
    let plain = digits + point == unsigned.len() && digits <= 15;
    if !plain || !is_unsigned_number(unsigned) {
        return None;
    }
    std::str::from_utf8(text).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_what_excel_holds_without_loss() {
        let numbers = [
            ("0", 0.0),
            ("-12", -12.0),
            ("007", 7.0),
            ("1.5", 1.5),
            ("123456789012345", 123_456_789_012_345.0),
        ];
        for (text, value) in numbers {
            assert_eq!(number(text.as_bytes()), Some(value), "{text}");
        }
        let others = [
            "",
            "-",
            "+1",
            "1e3",
            "1,5",
            "1.",
            ".5",
            "1.5.0",
            " 1",
            "0x1",
            "NaN",
            "inf",
            "1234567890123456",
            "12:30",
        ];
        for text in others {
            assert_eq!(number(text.as_bytes()), None, "{text}");
        }
    }
}
