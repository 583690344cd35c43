//! Writes a made-up export of about so many bytes, the same each time: what `cargo xtask bench` converts.
//!
//!     generate agents 200MB agents.json

use std::env;
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};

const USAGE: &str = "generate agents|conversations SIZE(MB|GB) FILE";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [shape, size, path] = arguments.as_slice() else {
        return Err(USAGE.into());
    };
    let row = match shape.as_str() {
        "agents" => agent,
        "conversations" => conversation,
        _ => return Err(USAGE.into()),
    };
    let mut export = Export {
        file: BufWriter::with_capacity(1 << 20, File::create(path)?),
        bytes: 0,
        row: Vec::new(),
        random: Random(20_261_124),
    };
    export.write(bytes(size).ok_or(USAGE)?, row)?;
    Ok(())
}

/// `200MB` in bytes.
fn bytes(size: &str) -> Option<u64> {
    let (number, unit) = size.split_at(size.len().checked_sub(2)?);
    let unit = match unit {
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        _ => return None,
    };
    Some(number.parse::<u64>().ok()? * unit)
}

struct Export {
    file: BufWriter<File>,
    bytes: u64,
    /// The row that is being made.
    row: Vec<u8>,
    random: Random,
}

impl Export {
    fn write(&mut self, size: u64, row: fn(&mut Export, u64)) -> Result<(), Box<dyn Error>> {
        self.put(b"[")?;
        let mut number = 0;
        while self.bytes < size {
            let separator: &[u8] = if number == 0 { b"\n" } else { b",\n" };
            self.put(separator)?;
            self.row.clear();
            row(self, number);
            // What follows the last value.
            self.row.pop();
            let made = std::mem::take(&mut self.row);
            self.put(b"{")?;
            self.put(&made)?;
            self.put(b"}")?;
            self.row = made;
            number += 1;
        }
        self.put(b"\n]\n")?;
        self.file.flush()?;
        Ok(())
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
        self.bytes += bytes.len() as u64;
        Ok(self.file.write_all(bytes)?)
    }

    fn value(&mut self, key: &str, value: &str) {
        for part in ["\"", key, "\":\"", value, "\","] {
            self.row.extend_from_slice(part.as_bytes());
        }
    }

    fn number(&mut self, key: &str, below: u64) {
        let number = self.random.below(below);
        self.value(key, &number.to_string());
    }

    /// A duration in words of the service, and in milliseconds.
    fn duration(&mut self, name: &str, hours: u64) {
        let millis = self.random.below(hours * 3_600_000);
        let seconds = millis / 1000;
        let clock = format!(
            "{:02}:{:02}:{:02}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        );
        self.value(name, &clock);
        self.value(&format!("{name}_MILLIS"), &millis.to_string());
    }

    fn moment(&mut self, key: &str) {
        let (month, day) = (self.random.below(12) + 1, self.random.below(28) + 1);
        let (hour, minute) = (self.random.below(24), self.random.below(60));
        let moment = format!("2026-{month:02}-{day:02} {hour:02}:{minute:02}:00");
        self.value(key, &moment);
    }

    fn one_of(&mut self, key: &str, values: &[&str]) {
        let value = self.random.one_of(values);
        self.value(key, value);
    }
}

/// A row of 30 columns, all of them short.
fn agent(export: &mut Export, row: u64) {
    let agent = row % 4_000;
    let name = format!(
        "{} {}",
        FIRST_NAMES[agent as usize % FIRST_NAMES.len()],
        LAST_NAMES[agent as usize / 7 % LAST_NAMES.len()]
    );
    export.value(
        "agent_id",
        &format!("{:020}", 10_000_000_000_000_000u64 + agent),
    );
    export.value("agent_name", &name);
    export.value("agent_email", &format!("agent.{agent}@care.example"));
    export.one_of(
        "team_name",
        &["North West", "Süd", "İstanbul, Avrupa", "Canarias", "東京"],
    );
    export.one_of("role", &["Agent", "Supervisor", "Expert"]);
    export.one_of("enabled", &["true", "true", "true", "false"]);
    export.moment("last_login");
    export.moment("last_logout");
    for name in [
        "TOTAL_CONSOLE_LOGGED_IN_TIME",
        "TOTAL_GREEN_STATE_TIME",
        "TOTAL_YELLOW_STATE_TIME",
        "TOTAL_RED_STATE_TIME",
        "TOTAL_MOBILE_TIME",
    ] {
        export.duration(name, 160);
    }
    for name in ["AVERAGE_HANDLING_TIME", "AVERAGE_FIRST_RESPONSE_TIME"] {
        let (minutes, seconds) = (export.random.below(60), export.random.below(60));
        export.value(name, &format!("{minutes}m {seconds:02}s"));
    }
    for name in [
        "CONVERSATIONS_ASSIGNED",
        "CONVERSATIONS_CLOSED",
        "CONVERSATIONS_TRANSFERRED",
        "RESPONSES_SENT",
        "RESPONSES_APPROVED",
        "RESPONSES_REJECTED",
        "NOTES_ADDED",
    ] {
        export.number(name, 2_000);
    }
    let (whole, tenths) = (export.random.below(100), export.random.below(10));
    export.value("SATISFACTION", &format!("{whole}.{tenths}%"));
    export.one_of(
        "timezone",
        &["Europe/Istanbul", "America/New_York", "Asia/Tokyo"],
    );
    export.value("comment", "");
}

/// A row of 60 columns, one of them a text of up to 2,000 characters.
fn conversation(export: &mut Export, row: u64) {
    export.value(
        "CONVERSATION_ID",
        &format!("{:020}", 31_000_000_000_000_000u64 + row),
    );
    export.one_of("STATUS", &["OPEN", "CLOSED", "PENDING"]);
    let agent = export.random.below(4_000);
    export.value("ASSIGNED_AGENT_DISPLAY_ID", &format!("agent-{agent:05}"));
    export.value("AUTHOR_NAME", LAST_NAMES[row as usize % LAST_NAMES.len()]);
    export.one_of(
        "CHANNEL",
        &["Twitter", "Facebook", "Community", "WhatsApp", "E-mail"],
    );
    let text = export.random.text();
    export.value("TEXT", &text);
    for number in 1..=18 {
        export.moment(&format!("EVENT_{number:02}_TIME"));
    }
    for number in 1..=18 {
        export.number(&format!("EVENT_{number:02}_COUNT"), 500);
    }
    for number in 1..=12 {
        export.one_of(
            &format!("TAG_{number:02}"),
            &[
                "",
                "",
                "billing",
                "delivery, late",
                "say \\\"hi\\\"",
                "été",
                "-1",
                "=SUM",
            ],
        );
    }
    for number in 1..=5 {
        export.duration(&format!("PHASE_{number}_TIME"), 48);
    }
    export.value(
        "LINK",
        &format!("https://care.example/conversation/{row}?from=export&full=1"),
    );
}

const FIRST_NAMES: [&str; 11] = [
    "Ann",
    "Zoë",
    "Mehmet",
    "Çağla",
    "José",
    "Maximilian",
    "Yuki",
    "Olga",
    "Ng",
    "Łucja",
    "D'Arcy",
];
const LAST_NAMES: [&str; 9] = [
    "Smith",
    "Müller-Lüdenscheidt",
    "Yılmaz",
    "García Márquez",
    "O'Neill",
    "佐藤",
    "Иванова",
    "Li",
    "van den Berg",
];
const WORDS: [&str; 24] = [
    "the", "parcel", "never", "arrived", "and", "nobody", "answers", "please", "help", "me",
    "with", "my", "order", "thank", "you", "été", "größer", "değil", "question", "since", "Monday",
    "invoice", "was", "paid",
];
/// As JSON writes them.
const BETWEEN: [&str; 12] = [
    " ",
    " ",
    " ",
    " ",
    " ",
    " ",
    ", ",
    ". ",
    "\\n",
    " \\\"quoted\\\" ",
    " 😀 ",
    "\\r\\n\\t",
];

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn one_of<'a>(&mut self, values: &[&'a str]) -> &'a str {
        let place = self.below(values.len() as u64);
        values[place as usize]
    }

    fn text(&mut self) -> String {
        let length = self.below(2_000);
        let mut text = String::new();
        let mut characters = 0;
        while characters < length {
            for part in [self.one_of(&WORDS), self.one_of(&BETWEEN)] {
                text += part;
                characters += part.chars().count() as u64;
            }
        }
        text
    }
}
