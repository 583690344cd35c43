//! The values of rows, by example and against serde_json.

use proptest::prelude::*;
use serde_json::{Map, Value};

use super::*;

/// Keeps every value of every row.
#[derive(Default)]
struct Everything<const AS_WRITTEN: bool>(Vec<(usize, Kind, Vec<u8>)>);

impl<const AS_WRITTEN: bool> Sink for Everything<AS_WRITTEN> {
    const AS_WRITTEN: bool = AS_WRITTEN;

    fn begin(&mut self, column: usize, _: &str, kind: Kind) {
        self.0.push((column, kind, Vec::new()));
    }

    fn piece(&mut self, bytes: &[u8]) {
        let (_, _, value) = self.0.last_mut().expect("a value began");
        value.extend_from_slice(bytes);
    }

    fn end(&mut self) {}
}

/// A reader that gives at most so many bytes at a time.
struct Dribble<'a>(&'a [u8], usize);

impl Read for Dribble<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let piece = self.1.min(buffer.len());
        self.0.read(&mut buffer[..piece])
    }
}

type Fields = Vec<(String, Kind, String)>;

/// Each row's keys, kinds of values and values.
fn read<const AS_WRITTEN: bool>(text: &[u8], piece: usize) -> Result<Vec<Fields>, Fault> {
    let mut reader = Reader::new(Source::new(Dribble(text, piece)), Columns::new());
    let mut rows = Vec::new();
    loop {
        let mut row = Everything::<AS_WRITTEN>::default();
        if !reader.next(&mut row)? {
            break;
        }
        rows.push(row.0);
    }
    let names = reader.into_columns().into_names();
    let utf8 = |bytes| String::from_utf8(bytes).expect("values are text");
    let field =
        |(column, kind, value): (usize, Kind, _)| (names[column].clone(), kind, utf8(value));
    let fields = |row: Vec<_>| row.into_iter().map(field).collect();
    Ok(rows.into_iter().map(fields).collect())
}

#[test]
fn values_come_as_what_they_stand_for_or_as_they_are_written() {
    let text = r#"[{"a":"1\u00e7\ud83d\ude00\/\n","b" : [ 1 , {"x\u0041" : null} ] ,"c":-0.50e+1},{"a":"","d":{},"a":null,"e":true}]"#;
    let decoded = read::<false>(text.as_bytes(), 1000).expect("valid");
    let expected = [
        ("a", Kind::Text, "1ç😀/\n"),
        ("b", Kind::Nested, r#"[1,{"x\u0041":null}]"#),
        ("c", Kind::Number, "-0.50e+1"),
    ];
    let told: Vec<_> = decoded[0]
        .iter()
        .map(|(name, kind, value)| (&**name, *kind, &**value))
        .collect();
    assert_eq!(told, expected);
    let keys: Vec<_> = decoded[1]
        .iter()
        .map(|(name, kind, _)| (&**name, *kind))
        .collect();
    let expected = [
        ("a", Kind::Text),
        ("d", Kind::Nested),
        ("a", Kind::Null),
        ("e", Kind::Boolean),
    ];
    assert_eq!(keys, expected);

    let written = read::<true>(text.as_bytes(), 1000).expect("valid");
    assert_eq!(written[0][0].2, r#""1\u00e7\ud83d\ude00\/\n""#);
    assert_eq!(written[0][1], decoded[0][1]);
    assert_eq!(written[1][0].2, "\"\"");
}

#[test]
fn a_key_that_begins_like_the_expected_one_is_another() {
    let text = r#"[{"a":"1","ab":"2"},{"ab":"3","a":"4"},{"a\"":"5"},{"a":"6"},{"a\"":"7"}]"#;
    let rows = read::<false>(text.as_bytes(), 1000).expect("valid");
    let keys: Vec<_> = rows.iter().flatten().map(|(name, ..)| &**name).collect();
    assert_eq!(keys, ["a", "ab", "ab", "a", "a\"", "a", "a\""]);
    // The expected key's text is there, but it is no key.
    assert!(read::<false>(br#"[{"a\"":1},{"a"":1}]"#, 1000).is_err());
}

fn value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        6 => any::<String>().prop_map(Value::from),
        3 => "[a-z \"\\\\\n\u{1}çß😀]{0,30}".prop_map(Value::from),
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
    ];
    scalar.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..3)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

fn rows() -> impl Strategy<Value = Vec<Map<String, Value>>> {
    let key = prop_oneof![4 => "[a-d]{1,2}", 1 => any::<String>()];
    let row = prop::collection::vec((key, value()), 0..6);
    let row = row.prop_map(|pairs| pairs.into_iter().collect());
    prop::collection::vec(row, 0..5)
}

/// The same JSON with every character of its strings as an escape.
fn escaped(json: &str) -> String {
    let mut within = false;
    let mut after_backslash = false;
    let mut escaped = String::new();
    for character in json.chars() {
        let was_within = within;
        if character == '"' && !after_backslash {
            within = !within;
        }
        if was_within && within && !after_backslash && character != '\\' {
            for unit in character.encode_utf16(&mut [0; 2]) {
                escaped += &format!("\\u{unit:04X}");
            }
        } else {
            escaped.push(character);
        }
        // The letter of an escape stays, and so do the digits after a u.
        after_backslash = character == '\\' && !after_backslash;
    }
    escaped
}

proptest! {
    #[test]
    fn every_value_is_what_serde_json_wrote(rows in rows(), pretty: bool, piece in 1..60usize) {
        let write = if pretty { serde_json::to_string_pretty } else { serde_json::to_string };
        let text = write(&rows).expect("JSON can be written");
        for piece in [piece, 100_000] {
            let ours = read::<false>(text.as_bytes(), piece).expect("valid");
            prop_assert_eq!(ours.len(), rows.len());
            for (ours, theirs) in ours.iter().zip(&rows) {
                prop_assert_eq!(ours.len(), theirs.len());
                for ((key, kind, value), (their_key, their_value)) in ours.iter().zip(theirs) {
                    prop_assert_eq!(key, their_key);
                    match their_value {
                        Value::String(text) => {
                            prop_assert_eq!(*kind, Kind::Text);
                            prop_assert_eq!(value, text);
                        }
                        other => prop_assert_eq!(value, &other.to_string()),
                    }
                }
            }
            let written = read::<true>(text.as_bytes(), piece).expect("valid");
            for (ours, theirs) in written.iter().flatten().zip(rows.iter().flatten()) {
                prop_assert_eq!(&ours.2, &theirs.1.to_string());
            }
        }
    }

    #[test]
    fn escapes_stand_for_their_characters(rows in rows(), piece in 1..60usize) {
        let text = serde_json::to_string(&rows).expect("JSON can be written");
        // An escape that serde_json wrote with digits would be torn apart.
        prop_assume!(!text.contains("\\u"));
        let escaped = escaped(&text);
        let again: Vec<Map<String, Value>> = serde_json::from_str(&escaped).expect("still valid");
        prop_assert_eq!(&again, &rows);
        let texts = |text: &str| -> Vec<String> {
            let fields = read::<false>(text.as_bytes(), piece).expect("valid");
            let texts = fields.into_iter().flatten().filter(|(_, kind, _)| *kind == Kind::Text);
            texts.map(|(key, _, value)| format!("{key}={value}")).collect()
        };
        prop_assert_eq!(texts(&escaped), texts(&text));
    }
}
