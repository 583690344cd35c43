//! What a person can send to whoever helps them: all that is known of a run, without what is theirs.
//!
//! In English whatever the window speaks, since whoever helps reads it. Left out: names and ids of people and
//! teams, the connection's name, e-mail and company key, passwords and tokens, and where files are.

use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat};
use serde_json::{Value, json};

use crate::engine::Engine;
use crate::model::Problem;
use crate::store::{RunRecord, StoredConnection};

const HIDDEN: &str = "(hidden)";
/// Shorter ones occur in ordinary words.
const SHORTEST_HIDDEN: usize = 4;

impl Engine {
    /// A run in the words of support: versions, what was asked for, each step and its time, what went wrong.
    pub async fn run_details(&self, id: &str) -> Result<String, Problem> {
        let record = self.stored_run(id).await?;
        let connection = self
            .shared()
            .store
            .connection(&record.request.connection_id)
            .await?;
        let own = own_words(&record, connection.as_ref());
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        Ok(hide(&describe(&record, connection.as_ref()), &own))
    }
}

fn describe(record: &RunRecord, connection: Option<&StoredConnection>) -> String {
    let mut text = format!(
        "Care Exporter {}, {} {}{}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        system_name().map_or_else(String::new, |name| format!(" ({name})")),
    );
    // Writing to a string can't fail.
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(text, "{name}: {value}");
    };
    line("Run", &record.id);
    line("Asked for", &at(record.created_at));
    line("Request", &request(record).to_string());
    let service = match connection {
        Some(connection) => &connection.address,
        None => "the connection is gone",
    };
    line("Service", service);
    if let Some((workflow, run)) = &record.job {
        line("Export", &format!("{workflow} / {run}"));
    }
    line("Phase", &word(&record.phase));
    if let Some(problem) = &record.problem {
        line("Problem", &json!(problem.kind).to_string());
        line("Technical", problem.technical.as_deref().unwrap_or("none"));
    }
    if let Some(saved) = &record.saved {
        let mut saved = json!(saved);
        if let Some(saved) = saved.as_object_mut() {
            saved.remove("folder");
        }
        line("File", &saved.to_string());
    }
    if let Some(part) = &record.part {
        let kept = match (&part.whole, &part.etag) {
            (Some(whole), _) => format!("whole, {} bytes", whole.bytes),
            (None, Some(_)) => "a piece that can be gone on from".to_owned(),
            (None, None) => "a place for it".to_owned(),
        };
        line("Download", &kept);
    }
    if let Some(joined) = &record.joined {
        let (there, of) = (joined.gathered.len(), joined.periods.len());
        let _ = writeln!(
            text,
            "Parts of one file: {there} of {of} wait for the others"
        );
    }
    text.push_str("Steps:\n");
    let ends = record.steps.iter().skip(1).map(|(_, at)| Some(*at));
    for ((phase, since), until) in record.steps.iter().zip(ends.chain([None])) {
        let took = until.map_or_else(String::new, |until| {
            format!(", {:.1} s", (until - since) as f64 / 1000.0)
        });
        let _ = writeln!(text, "  {} {}{took}", at(*since), word(phase));
    }
    text
}

/// The request, with how many people and teams instead of which.
fn request(record: &RunRecord) -> Value {
    let mut request = json!(record.request);
    if let Some(request) = request.as_object_mut() {
        request.remove("connectionId");
        let count = |ids: &mut Value| *ids = json!(ids.as_array().map_or(0, Vec::len));
        for list in ["teamIds", "agentIds"] {
            request.get_mut(list).map(count);
        }
        if let Some(options) = request.get_mut("options") {
            options.get_mut("workQueueIds").map(count);
            if let Some(view) = options.get_mut("smartViewId") {
                *view = json!(!view.is_null());
            }
        }
    }
    request
}

/// What is the person's own and may stand in a technical text.
fn own_words(record: &RunRecord, connection: Option<&StoredConnection>) -> Vec<String> {
    let mut words = vec![record.connection_name.clone()];
    if let Some(connection) = connection {
        words.extend([connection.email.clone(), connection.company_key.clone()]);
    }
    let part = record.part.as_ref().map(|part| part.path.as_path());
    let gathered = record.gathered().iter().map(|part| part.path.as_path());
    let target = record.target.path.as_path();
    for path in part.into_iter().chain(gathered).chain([target]) {
        words.push(path.display().to_string());
        words.extend(path.parent().map(|folder| folder.display().to_string()));
    }
    words.extend(dirs::home_dir().map(|home| home.display().to_string()));
    words.retain(|word| word.chars().count() >= SHORTEST_HIDDEN);
    // The longest first, or a short one inside a long one would leave the rest of it.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// The text without these words, without e-mails, and without anything that carries a token.
fn hide(text: &str, own: &[&str]) -> String {
    let mut text = text.to_owned();
    for word in own {
        text = text.replace(word, HIDDEN);
    }
    let is_private = |word: &str| {
        let lower = word.to_ascii_lowercase();
        let mail = word.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains(|c: char| c.is_alphanumeric())
        });
        mail || ["accesstoken", "access_token", "signature=", "authorization"]
            .iter()
            .any(|name| lower.contains(name))
    };
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | ',' | '<' | '>' | '(' | ')');
    text.split_inclusive(ends)
        .map(|piece| {
            let word = piece.trim_end_matches(ends);
            if is_private(word) {
                format!("{HIDDEN}{}", &piece[word.len()..])
            } else {
                piece.to_owned()
            }
        })
        .collect()
}

fn at(instant: i64) -> String {
    DateTime::from_timestamp_millis(instant).map_or_else(
        || instant.to_string(),
        |instant| instant.to_rfc3339_opts(SecondsFormat::Millis, true),
    )
}

fn word(value: &impl serde::Serialize) -> String {
    json!(value).as_str().unwrap_or_default().to_owned()
}

/// What the operating system calls itself, where it says so in a file.
fn system_name() -> Option<String> {
    let text = std::fs::read_to_string("/etc/os-release").ok()?;
    let name = text
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    Some(name.trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_mails_and_tokens_are_hidden_wherever_they_stand() {
        let text = "unable to open /home/ayse/Exports/x.part: ayse@north.example, \
                    https://x.example/a?analyticsAccessToken=abc (NorthWind) \"me@host.example\"";
        let hidden = hide(text, &["/home/ayse/Exports", "/home/ayse", "NorthWind"]);
        assert_eq!(
            hidden,
            "unable to open (hidden)/x.part: (hidden), (hidden) ((hidden)) \"(hidden)\""
        );
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        let text = "Steps:\n  2026-11-23T08:00:00.000Z queued, 0.2 s\nRequest: {\"columns\":[\"agent_name\"]}\n";
        assert_eq!(hide(text, &[]), text);
    }
}
