use std::io::{self, Read};

use super::behind::Behind;
use super::{ConversionError, Made, Outcome, Picks, Table};
use crate::columns::Columns;
use crate::json::Reader;
use crate::look::{FileKind, Places};
use crate::records::{Kind, Records, Sink};
use crate::row::{Row, Tallies, Values};
use crate::source::Source;
use crate::statistics::{Gathering, StatisticsOptions};

/// Lines of all that the rows hold, as they hold it.
pub(super) struct Whole<'a, 'scope> {
    out: Behind<'scope>,
    line: Line<'a>,
}

impl<'a, 'scope> Whole<'a, 'scope> {
    pub(super) fn new(out: Behind<'scope>, picks: &'a Picks) -> Self {
        Whole {
            out,
            line: Line {
                picks,
                keys: Vec::new(),
                tallies: Tallies::default(),
                text: Vec::new(),
                first: true,
            },
        }
    }

    pub(super) fn convert(
        mut self,
        source: impl Read,
        statistics: Option<&StatisticsOptions>,
    ) -> Result<Outcome, ConversionError> {
        let mut reader = Reader::new(Source::new(source), Columns::new());
        let mut places = Places::new();
        let mut gathering = statistics.map(Gathering::new);
        let mut row = Row::<true>::of_all();
        loop {
            places.row(reader.rows(), self.out.place());
            let follows = if let Some(gathering) = &mut gathering {
                let follows = reader.next(&mut (&mut self.line, &mut row))?;
                if follows {
                    gathering.row(row.values(reader.row_bytes()), reader.columns().names());
                    row.next();
                }
                follows
            } else {
                reader.next(&mut self.line)?
            };
            if !follows {
                break;
            }
            let out = &mut self.out.bytes;
            out.push(b'{');
            out.extend_from_slice(&self.line.text);
            out.extend_from_slice(b"}\n");
            self.out.relieve()?;
            self.line.text.clear();
            self.line.first = true;
            self.line.tallies.next_row();
        }
        self.out.end()?;
        let mut outcome = Outcome::new(reader, &self.line.tallies, usize::MAX);
        outcome.statistics = gathering.map(|gathering| gathering.statistics(&outcome.columns));
        let headers = outcome
            .columns
            .iter()
            .map(|name| self.line.picks.header(name).to_owned());
        let index = places.index(
            FileKind::JsonLines,
            headers.collect(),
            outcome.rows,
            self.out.place(),
        );
        outcome.index = Some(index);
        Ok(outcome)
    }
}

struct Line<'a> {
    picks: &'a Picks,
    /// What is written before each column's value.
    keys: Vec<Vec<u8>>,
    tallies: Tallies,
    text: Vec<u8>,
    first: bool,
}

impl Sink for Line<'_> {
    const AS_WRITTEN: bool = true;

    fn begin(&mut self, column: usize, name: &str, kind: Kind) {
        self.tallies.count(column, kind);
        if column == self.keys.len() {
            self.keys.push(key(self.picks.header(name)));
        }
        if !std::mem::take(&mut self.first) {
            self.text.push(b',');
        }
        self.text.extend_from_slice(&self.keys[column]);
    }

    fn piece(&mut self, bytes: &[u8]) {
        self.text.extend_from_slice(bytes);
    }

    fn end(&mut self) {}
}

/// Lines of the picked keys in the picked order.
pub(super) struct Picked<'scope> {
    out: Behind<'scope>,
    keys: Vec<Vec<u8>>,
    headers: Vec<String>,
}

impl<'scope> Picked<'scope> {
    pub(super) fn new(out: Behind<'scope>) -> Self {
        Picked {
            out,
            keys: Vec::new(),
            headers: Vec::new(),
        }
    }
}

impl Table<true> for Picked<'_> {
    fn begin(&mut self, _: &[String], headers: &[String]) -> io::Result<()> {
        self.keys = headers.iter().map(|header| key(header)).collect();
        self.headers = headers.to_vec();
        Ok(())
    }

    fn row(&mut self, number: u64, row: Values<'_, true>, places: &mut Places) -> io::Result<()> {
        places.row(number, self.out.place());
        let out = &mut self.out.bytes;
        out.push(b'{');
        let mut first = true;
        for (key, cell) in self.keys.iter().zip(row.cells()) {
            let Some((_, value)) = cell else { continue };
            if !std::mem::take(&mut first) {
                out.push(b',');
            }
            out.extend_from_slice(key);
            out.extend_from_slice(value);
        }
        out.extend_from_slice(b"}\n");
        self.out.relieve()
    }

    fn end(&mut self, _: &mut Outcome, _: &mut Places) -> io::Result<Option<Made>> {
        self.out.end()?;
        Ok(Some(Made {
            kind: FileKind::JsonLines,
            columns: std::mem::take(&mut self.headers),
            bytes: self.out.place(),
        }))
    }
}

/// A key in JSON, with its colon.
fn key(name: &str) -> Vec<u8> {
    let mut json = String::with_capacity(name.len() + 3);
    json.push('"');
    for character in name.chars() {
        match character {
            '"' | '\\' => json.extend(['\\', character]),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            '\0'..' ' => json.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => json.push(character),
        }
    }
    json.push_str("\":");
    json.into_bytes()
}
