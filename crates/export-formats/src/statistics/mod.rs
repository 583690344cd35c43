//! What the columns of a file hold, gathered while its rows pass by.

mod distinct;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::number::{MILLIS, number};
use crate::records::Kind;
use crate::row::Values;
use distinct::{Distinct, hash};

/// Columns whose different values are counted. Each takes some kilobytes.
const COUNTED_COLUMNS: usize = 512;

/// The most bytes of a key, and of what is kept of its label.
const KEY_BYTES: usize = 256;

/// What is to be known of a file's columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatisticsOptions {
    /// Totals of the columns of milliseconds for each value of another column.
    pub groups: Vec<GroupBy>,
}

/// Columns whose values rows are put together by, such as agents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupBy {
    /// The column that tells one from the other, such as `agent_id`.
    pub key: String,
    /// The column with what people call them, such as `agent_name`.
    pub label: Option<String>,
    /// The most of them that are told apart; rows of all others make one rest.
    pub most: usize,
}

/// What a file's columns hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statistics {
    /// One for each column of the file, in their order.
    pub columns: Vec<ColumnStatistics>,
    /// One for each column that was to be grouped by and is in the file.
    pub groups: Vec<Grouped>,
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnStatistics {
    /// Its name, as the service writes it.
    pub name: String,
    /// Rows in which it is empty, null or not there.
    pub empty: u64,
    /// How many different values it has; of the first 512 columns only.
    pub distinct: Option<DistinctCount>,
    /// The total of a documented column of milliseconds.
    pub total: Option<Total>,
}

/// How many different values there are, the empty one not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DistinctCount {
    /// Their number.
    pub count: u64,
    /// Whether it is exact, as it is up to 1,024; else it is a few percent off at most.
    pub exact: bool,
}

/// A sum of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Total {
    /// Milliseconds.
    pub millis: f64,
    /// Numbers added.
    pub numbers: u64,
    /// Values that are no numbers.
    pub others: u64,
}

impl Total {
    /// Milliseconds of a row with a number, if there is one.
    pub fn average(&self) -> Option<f64> {
        // A file has not that many rows.
        (self.numbers > 0).then(|| self.millis / self.numbers as f64)
    }

    fn add(&mut self, value: Option<f64>) {
        match value {
            Some(millis) => {
                self.millis += millis;
                self.numbers += 1;
            }
            None => self.others += 1,
        }
    }
}

/// Totals for each value of a column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Grouped {
    /// The column grouped by.
    pub key: String,
    /// The columns of milliseconds in the file, in their order.
    pub columns: Vec<String>,
    /// In order of first appearance.
    pub groups: Vec<Group>,
    /// The rows that have no place in `groups`, if there are any: those without a key, or with one longer than 256 bytes,
    /// and those of keys beyond [`GroupBy::most`].
    pub rest: Option<Group>,
}

/// The rows with one value.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Group {
    /// The value. That of the rest is empty.
    pub key: String,
    /// Its label, the first that is not empty, cut after 256 bytes.
    pub label: String,
    /// How many rows.
    pub rows: u64,
    /// For each of [`Grouped::columns`].
    pub totals: Vec<Total>,
}

/// Statistics on their way.
pub(crate) struct Gathering {
    columns: Vec<Column>,
    /// Places of the columns of milliseconds.
    millis: Vec<usize>,
    groupings: Vec<Grouping>,
    rows: u64,
    /// The row's milliseconds, in the order of `millis`.
    values: Vec<Option<Option<f64>>>,
    text: Vec<u8>,
}

struct Column {
    filled: u64,
    distinct: Option<Distinct>,
    /// In `millis`.
    millis: Option<usize>,
    total: Total,
}

struct Grouping {
    by: GroupBy,
    /// Places of the key and the label, once they were met.
    key: Option<usize>,
    label: Option<usize>,
    groups: HashMap<Vec<u8>, usize>,
    found: Vec<Group>,
    rest: Group,
}

impl Gathering {
    pub(crate) fn new(options: &StatisticsOptions) -> Self {
        let groupings = options.groups.iter().map(|by| Grouping {
            by: by.clone(),
            key: None,
            label: None,
            groups: HashMap::new(),
            found: Vec::new(),
            rest: Group::default(),
        });
        Gathering {
            columns: Vec::new(),
            millis: Vec::new(),
            groupings: groupings.collect(),
            rows: 0,
            values: Vec::new(),
            text: Vec::new(),
        }
    }

    /// Adds a row of columns with these names, of which there may be more than before.
    pub(crate) fn row<const AS_WRITTEN: bool>(
        &mut self,
        row: Values<'_, AS_WRITTEN>,
        names: &[String],
    ) {
        self.rows += 1;
        self.values.fill(None);
        for (place, cell) in row.cells().enumerate() {
            if place == self.columns.len() {
                self.column(&names[place]);
            }
            let Some((kind, value)) = cell else { continue };
            let value = read::<AS_WRITTEN>(kind, value, &mut self.text);
            if value.is_empty() {
                continue;
            }
            let column = &mut self.columns[place];
            column.filled += 1;
            if let Some(distinct) = &mut column.distinct {
                distinct.add(hash(value));
            }
            if let Some(place) = column.millis {
                let number = number(value);
                column.total.add(number);
                self.values[place] = Some(number);
            }
        }
        for grouping in &mut self.groupings {
            let Some(key) = grouping.key else { continue };
            let cell = |place: usize| row.cell(place).unwrap_or((Kind::Null, b""));
            let (kind, key) = cell(key);
            let key = read::<AS_WRITTEN>(kind, key, &mut self.text);
            let label = grouping.label;
            let group = grouping.group(key);
            group.rows += 1;
            group.totals.resize(self.millis.len(), Total::default());
            for (total, value) in group.totals.iter_mut().zip(&self.values) {
                if let Some(value) = *value {
                    total.add(value);
                }
            }
            if group.label.is_empty()
                && !group.key.is_empty()
                && let Some(label) = label
            {
                let (kind, label) = cell(label);
                let label = read::<AS_WRITTEN>(kind, label, &mut self.text);
                group.label = start(label);
            }
        }
    }

    fn column(&mut self, name: &str) {
        let place = self.columns.len();
        let millis = MILLIS.contains(&name).then(|| {
            self.millis.push(place);
            self.values.push(None);
            self.millis.len() - 1
        });
        self.columns.push(Column {
            filled: 0,
            distinct: (place < COUNTED_COLUMNS).then(Distinct::new),
            millis,
            total: Total::default(),
        });
        for grouping in &mut self.groupings {
            if grouping.by.key == name {
                grouping.key.get_or_insert(place);
            }
            if grouping.by.label.as_deref() == Some(name) {
                grouping.label.get_or_insert(place);
            }
        }
    }

    /// What was gathered, for all the columns of the file.
    pub(crate) fn statistics(mut self, names: &[String]) -> Statistics {
        for name in names.iter().skip(self.columns.len()) {
            self.column(name);
        }
        let columns = names.iter().zip(&self.columns).map(|(name, column)| {
            let distinct = column.distinct.as_ref().map(|distinct| DistinctCount {
                count: distinct.count().min(column.filled),
                exact: distinct.is_exact(),
            });
            ColumnStatistics {
                name: name.clone(),
                empty: self.rows - column.filled,
                distinct,
                total: column.millis.map(|_| column.total),
            }
        });
        let columns = columns.collect();
        let millis: Vec<String> = self
            .millis
            .iter()
            .map(|&place| names[place].clone())
            .collect();
        let groups = self
            .groupings
            .into_iter()
            .filter(|grouping| grouping.key.is_some());
        let groups = groups.map(|mut grouping| {
            for group in grouping.found.iter_mut().chain([&mut grouping.rest]) {
                group.totals.resize(millis.len(), Total::default());
            }
            Grouped {
                key: grouping.by.key,
                columns: millis.clone(),
                groups: grouping.found,
                rest: (grouping.rest.rows > 0).then_some(grouping.rest),
            }
        });
        Statistics {
            columns,
            groups: groups.collect(),
        }
    }
}

impl Grouping {
    fn group(&mut self, key: &[u8]) -> &mut Group {
        if key.is_empty() || key.len() > KEY_BYTES {
            return &mut self.rest;
        }
        let place = match self.groups.get(key) {
            Some(&place) => place,
            None if self.found.len() >= self.by.most => return &mut self.rest,
            None => {
                self.groups.insert(key.to_vec(), self.found.len());
                self.found.push(Group {
                    key: self::start(key),
                    ..Group::default()
                });
                self.found.len() - 1
            }
        };
        &mut self.found[place]
    }
}

/// As much of a text as is kept.
fn start(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(&text[..text.len().min(KEY_BYTES + 4)]);
    text[..text.floor_char_boundary(KEY_BYTES)].to_owned()
}

/// What a value stands for: as a row without its writing has it.
fn read<'a, const AS_WRITTEN: bool>(
    kind: Kind,
    value: &'a [u8],
    text: &'a mut Vec<u8>,
) -> &'a [u8] {
    match kind {
        Kind::Null => b"",
        Kind::Text if AS_WRITTEN => {
            let within = value
                .strip_prefix(b"\"")
                .and_then(|value| value.strip_suffix(b"\""))
                .unwrap_or(value);
            if !within.contains(&b'\\') {
                return within;
            }
            // The reader has checked the escapes.
            let read: String = serde_json::from_slice(value).unwrap_or_default();
            *text = read.into_bytes();
            text
        }
        _ => value,
    }
}
