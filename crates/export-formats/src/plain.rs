/// A number whose eight bytes are all `byte`.
const fn eight(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// Marks the top bit of the bytes below `limit`, which is at most 128. Bytes after the first marked one may be marked
/// wrongly, because a subtraction borrows from them.
const fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(eight(limit)) & !word & eight(0x80)
}

/// How many bytes come before the first that ends or interrupts a JSON string: a quote, a backslash or a control
/// character.
///
/// Eight bytes are looked at together: most values are too short for wider steps to pay.
#[inline]
pub(crate) fn plain_json(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let special =
            below(word ^ eight(b'"'), 1) | below(word ^ eight(b'\\'), 1) | below(word, b' ');
        if special != 0 {
            return index * 8 + special.trailing_zeros() as usize / 8;
        }
    }
    let special = |&byte: &u8| matches!(byte, b'"' | b'\\' | 0..b' ');
    words.len() * 8 + rest.iter().position(special).unwrap_or(rest.len())
}

/// How many bytes come before the first that may have to be written otherwise in Excel's XML: `&`, `<`, `>`, control
/// characters, an underscore, which begins Excel's own escapes, and the first byte of U+FFFE and U+FFFF.
#[inline]
pub(crate) fn plain_xml(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let special = XML.map(|byte| below(word ^ eight(byte), 1));
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
        let found = special.map(|byte| below(word ^ eight(byte), 1));
        found[0] | found[1] | found[2] | found[3] == 0
    });
    none && !rest.iter().any(|byte| special.contains(byte))
}

/// Whether one of the bytes is `byte`, which is ASCII.
#[inline]
pub(crate) fn holds(bytes: &[u8], byte: u8) -> bool {
    let (words, rest) = bytes.as_chunks::<8>();
    let found = |word: &[u8; 8]| below(u64::from_le_bytes(*word) ^ eight(byte), 1) != 0;
    words.iter().any(found) || rest.contains(&byte)
}

/// How many bytes come before the first that is `byte`, which is ASCII.
#[inline]
pub(crate) fn before(bytes: &[u8], byte: u8) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let found = below(u64::from_le_bytes(*word) ^ eight(byte), 1);
        if found != 0 {
            return index * 8 + found.trailing_zeros() as usize / 8;
        }
    }
    let place = rest.iter().position(|&other| other == byte);
    words.len() * 8 + place.unwrap_or(rest.len())
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
            prop_assert_eq!(holds(&bytes, b'"'), bytes.contains(&b'"'));
            prop_assert_eq!(before(&bytes, b'_'), bytes.iter().position(|&byte| byte == b'_').unwrap_or(bytes.len()));
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
