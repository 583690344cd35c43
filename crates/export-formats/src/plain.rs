/// A number whose eight bytes are all `byte`.
const fn eight(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// Marks the top bit of the bytes below `limit`, which is at most 128. Bytes after the first marked one may be marked
/// wrongly, because a subtraction borrows from them.
const fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(eight(limit)) & !word & eight(0x80)
}

/// Marks the top bit of the bytes that are `byte`, which is ASCII, as [`below`] does.
const fn same(word: u64, byte: u8) -> u64 {
    below(word ^ eight(byte), 1)
}

/// Marks the top bit of the bytes that end or interrupt a JSON string, as [`below`] does: a quote, a backslash or a control
/// character.
const fn ends_plain_json(word: u64) -> u64 {
    same(word, b'"') | same(word, b'\\') | below(word, b' ')
}

/// How many bytes come before the first that ends or interrupts a JSON string: a quote, a backslash or a control
/// character.
///
/// Eight bytes are looked at together: most values are too short for wider steps to pay.
#[inline]
pub(crate) fn plain_json(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let special = ends_plain_json(u64::from_le_bytes(*word));
        if special != 0 {
            return index * 8 + special.trailing_zeros() as usize / 8;
        }
    }
    let special = |&byte: &u8| matches!(byte, b'"' | b'\\' | 0..b' ');
    words.len() * 8 + rest.iter().position(special).unwrap_or(rest.len())
}

/// Appends as many bytes as [`plain_json`] counts, and counts them.
#[inline]
pub(crate) fn append_plain_json(bytes: &[u8], to: &mut Vec<u8>) -> usize {
    let special = |byte| matches!(byte, b'"' | b'\\' | 0..b' ');
    append_before(bytes, ends_plain_json, special, to)
}

/// Appends what comes before the first byte that is `byte`, which is ASCII, and counts it.
#[inline]
pub(crate) fn append_to(byte: u8, bytes: &[u8], to: &mut Vec<u8>) -> usize {
    append_before(bytes, |word| same(word, byte), |other| other == byte, to)
}

/// Appends what comes before the first special byte, whose mark is the lowest in its word. Looking and copying go together:
/// what is between two of them is mostly too short for a call to copy it to pay.
#[inline]
fn append_before(
    bytes: &[u8],
    marks: impl Fn(u64) -> u64,
    special: impl Fn(u8) -> bool,
    to: &mut Vec<u8>,
) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    let begin = to.len();
    for (index, word) in words.iter().enumerate() {
        to.extend_from_slice(word);
        let marks = marks(u64::from_le_bytes(*word));
        if marks != 0 {
            let plain = index * 8 + marks.trailing_zeros() as usize / 8;
            to.truncate(begin + plain);
            return plain;
        }
    }
    let end = rest.iter().position(|&byte| special(byte));
    let rest = &rest[..end.unwrap_or(rest.len())];
    to.extend_from_slice(rest);
    words.len() * 8 + rest.len()
}

/// Appends the first `length` bytes, unless one of them is `byte`, which is ASCII. Whether it did; if not, some of them may
/// be there.
///
/// Bytes that follow them are touched as well, so that eight are taken together at the end of a value, too.
#[inline]
pub(crate) fn append_free_of(byte: u8, bytes: &[u8], length: usize, to: &mut Vec<u8>) -> bool {
    let begin = to.len();
    let mut left = length;
    let mut rest = bytes;
    while left > 0 {
        let Some((word, behind)) = rest.split_first_chunk::<8>() else {
            to.extend_from_slice(&rest[..left]);
            return !rest[..left].contains(&byte);
        };
        let own = u64::MAX >> (64 - 8 * left.min(8));
        if same(u64::from_le_bytes(*word), byte) & own != 0 {
            return false;
        }
        to.extend_from_slice(word);
        (left, rest) = (left.saturating_sub(8), behind);
    }
    to.truncate(begin + length);
    true
}

/// How many bytes come before the first that may have to be written otherwise in Excel's XML: `&`, `<`, `>`, control
/// characters, an underscore, which begins Excel's own escapes, and the first byte of U+FFFE and U+FFFF.
#[inline]
pub(crate) fn plain_xml(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let special = XML.map(|byte| same(word, byte));
        let special = special
            .into_iter()
            .fold(below(word, b' '), |all, one| all | one);
        if special != 0 {
            return index * 8 + special.trailing_zeros() as usize / 8;
        }
    }
    let special = |byte: &u8| *byte < b' ' || XML.contains(byte);
    words.len() * 8 + rest.iter().position(special).unwrap_or(rest.len())
}

const XML: [u8; 5] = [b'&', b'<', b'>', b'_', 0xef];

/// Whether none of the bytes is one of `special`, which are ASCII.
#[inline]
pub(crate) fn free_of(bytes: &[u8], special: [u8; 4]) -> bool {
    let (words, rest) = bytes.as_chunks::<8>();
    let none = words.iter().all(|word| {
        let word = u64::from_le_bytes(*word);
        let found = special.map(|byte| same(word, byte));
        found[0] | found[1] | found[2] | found[3] == 0
    });
    none && !rest.iter().any(|byte| special.contains(byte))
}

/// Whether `bytes` begin with `start`. Names are too short for a call to compare them to pay.
#[inline]
pub(crate) fn begin_with(bytes: &[u8], start: &[u8]) -> bool {
    let Some(bytes) = bytes.get(..start.len()) else {
        return false;
    };
    let word = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
    let (Some(last), Some(wanted)) = (bytes.last_chunk(), start.last_chunk()) else {
        return bytes == start;
    };
    let (words, _) = bytes.as_chunks::<8>();
    let (wanted_words, _) = start.as_chunks::<8>();
    let differ = |(one, other): (&[u8; 8], &[u8; 8])| word(one) ^ word(other);
    let pairs = words.iter().zip(wanted_words).map(differ);
    pairs.fold(word(last) ^ word(wanted), |all, one| all | one) == 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_same_is_found_as_byte_by_byte(bytes in prop::collection::vec(
            prop_oneof![6 => 0x1f..0x27u8, 1 => Just(0xefu8), 1 => Just(b'_'), 1 => 0x5b..0x5eu8, 6 => 0x61..0xffu8, 1 => any::<u8>()], 0..40,
        )) {
            let expected = bytes.iter().position(|&byte| byte < b' ' || byte == b'"' || byte == b'\\');
            prop_assert_eq!(plain_json(&bytes), expected.unwrap_or(bytes.len()));
            let expected = bytes.iter().position(|&byte| byte < b' ' || b"&<>_\xef".contains(&byte));
            prop_assert_eq!(plain_xml(&bytes), expected.unwrap_or(bytes.len()));
            let special = [b';', b'"', b'\n', b'\x1f'];
            for (end, append) in [
                (plain_json(&bytes), append_plain_json as fn(&[u8], &mut Vec<u8>) -> usize),
                (bytes.iter().position(|&byte| byte == b'_').unwrap_or(bytes.len()), |bytes, to| append_to(b'_', bytes, to)),
            ] {
                let mut to = b"before".to_vec();
                prop_assert_eq!(append(&bytes, &mut to), end);
                prop_assert_eq!(to, [b"before", &bytes[..end]].concat());
            }
            for length in 0..=bytes.len() {
                let mut to = b"before".to_vec();
                let free = !bytes[..length].contains(&b'a');
                prop_assert_eq!(append_free_of(b'a', &bytes, length, &mut to), free);
                if free {
                    prop_assert_eq!(to, [b"before", &bytes[..length]].concat());
                }
            }
            for end in 0..bytes.len() {
                let mut other = bytes[..end].to_vec();
                prop_assert!(begin_with(&bytes, &other));
                prop_assert!(!begin_with(&other, &bytes));
                if let Some(place) = end.checked_sub(1) {
                    other[place / 2] ^= 1;
                    prop_assert!(!begin_with(&bytes, &other));
                }
            }
            prop_assert_eq!(free_of(&bytes, special), !bytes.iter().any(|byte| special.contains(byte)));
        }
    }
}
