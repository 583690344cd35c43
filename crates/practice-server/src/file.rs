//! The two forms of a file.

use std::io::Write as _;

/// The kind of file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum FileFormat {
    #[default]
    Json,
    Csv,
}

impl FileFormat {
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv",
        }
    }
}

/// A file in the making. Memory takes all that is written to it, so nothing here can fail.
pub(crate) enum FileWriter {
    /// A top-level array of flat objects whose values are all strings.
    Json { names: Vec<String>, bytes: Vec<u8> },
    /// Commas, UTF-8 without a byte order mark, quotes where RFC 4180 needs them, CRLF.
    Csv(Box<csv::Writer<Vec<u8>>>),
    /// A CSV file without columns.
    Empty,
}

impl FileWriter {
    pub(crate) fn new(format: FileFormat, names: &[&str]) -> Self {
        match format {
            FileFormat::Json => Self::Json {
                // Names are written once here, in their order, which a map would not keep.
                names: names
                    .iter()
                    .map(|name| format!("{}:", serde_json::Value::from(*name)))
                    .collect(),
                bytes: b"[".to_vec(),
            },
            FileFormat::Csv if names.is_empty() => Self::Empty,
            FileFormat::Csv => {
                let mut writer = csv::WriterBuilder::new()
                    .terminator(csv::Terminator::CRLF)
                    .from_writer(Vec::new());
                let _ = writer.write_record(names);
                Self::Csv(Box::new(writer))
            }
        }
    }

    /// Adds a row: as many values as there are names.
    pub(crate) fn row(&mut self, values: impl Iterator<Item = String>) {
        match self {
            Self::Json { names, bytes } => {
                let mut before = if bytes.len() > 1 { &b",{"[..] } else { b"{" };
                for (name, value) in names.iter().zip(values) {
                    bytes.extend_from_slice(before);
                    bytes.extend_from_slice(name.as_bytes());
                    let _ = serde_json::to_writer(&mut *bytes, &value);
                    before = b",";
                }
                let _ = bytes.write_all(b"}");
            }
            Self::Csv(writer) => {
                let _ = writer.write_record(values.collect::<Vec<_>>());
            }
            Self::Empty => {}
        }
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        match self {
            Self::Json { mut bytes, .. } => {
                bytes.push(b']');
                bytes
            }
            Self::Csv(writer) => writer.into_inner().unwrap_or_default(),
            Self::Empty => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(format: FileFormat, names: &[&str], rows: &[&[&str]]) -> String {
        let mut writer = FileWriter::new(format, names);
        for row in rows {
            writer.row(row.iter().map(|value| (*value).to_owned()));
        }
        String::from_utf8(writer.finish()).expect("UTF-8")
    }

    #[test]
    fn csv_quotes_what_it_must_and_nothing_else() {
        let rows: &[&[&str]] = &[&["x,y", "say \"hi\""], &["1\n2", " z"]];
        assert_eq!(
            file(FileFormat::Csv, &["a", "b"], rows),
            "a,b\r\n\"x,y\",\"say \"\"hi\"\"\"\r\n\"1\n2\", z\r\n"
        );
        assert_eq!(file(FileFormat::Csv, &[], &[&[]]), "");
    }

    #[test]
    fn json_is_an_array_of_flat_objects_in_the_columns_order() {
        let rows: &[&[&str]] = &[&["x\"\n", "ç"], &["", "1"]];
        assert_eq!(
            file(FileFormat::Json, &["b", "a"], rows),
            r#"[{"b":"x\"\n","a":"ç"},{"b":"","a":"1"}]"#
        );
        assert_eq!(file(FileFormat::Json, &["a"], &[]), "[]");
    }
}
