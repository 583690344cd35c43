//! What an answer means: HTTP status, envelope, and the shapes inside, oddities included.

use std::fmt;

use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::error::{Error, ErrorKind, RetryAfter, Unexpected};
use crate::job::{Job, SecretUrl, Status};
use crate::lists::{SmartView, Team, TimeZone, WorkQueue};
use crate::redact::Redactor;

/// No company has more of anything.
const LONGEST_LIST: usize = 50_000;
/// No entry of a list is larger than this, in bytes.
const LARGEST_ENTRY: usize = 64 * 1024;

/// An answer that was read to its end.
pub(crate) struct Answer<'a> {
    /// Which call it answers, as in `GET /teams`.
    pub(crate) call: &'static str,
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    pub(crate) retry_after: Option<RetryAfter>,
    /// The host of a `Location`.
    pub(crate) redirect_host: Option<String>,
    pub(crate) body: Vec<u8>,
    pub(crate) redactor: &'a Redactor,
}

impl Answer<'_> {
    /// The job that a creation made. Its `downloadUrl` may be filled already and means nothing.
    pub(crate) fn job(&self) -> Result<Job, Error> {
        let result = self.one_result()?;
        let info = job_info(&result).unwrap_or(&result);
        let (Some(workflow), Some(run)) = (text(info, "workflowId"), text(info, "runId")) else {
            return Err(self.unexpected(Unexpected::MissingIds));
        };
        let mut job =
            Job::from_ids(workflow, run).map_err(|_| self.unexpected(Unexpected::MissingIds))?;
        job.status_url = text(info, "statusUrl").as_deref().map(SecretUrl::new);
        Ok(job)
    }

    /// How far `job` is.
    pub(crate) fn status(&self, job: &Job) -> Result<Status, Error> {
        let outer = self.one_result()?;
        let info = job_info(&outer);
        for (name, own) in [("workflowId", job.workflow_id()), ("runId", job.run_id())] {
            let other = info.and_then(|info| text(info, name));
            if other.is_some_and(|other| !same_id(&other, own)) {
                return Err(self.unexpected(Unexpected::OtherJob));
            }
        }
        let Some(result) = outer.get("result").and_then(Value::as_object) else {
            return Err(self.unexpected(Unexpected::Shape));
        };
        // Older answers say `details`.
        let detail = text(result, "detail").or_else(|| text(result, "details"));
        match text(result, "runnerState").as_deref() {
            Some("RUNNING") => Ok(Status::Running {
                current: count(result, "currentCount"),
                total: count(result, "totalCount"),
            }),
            Some("CLOSED") if detail.as_deref() == Some("COMPLETED") => {
                let given = |name| info.and_then(|info| text(info, name));
                let mut ready = job.clone();
                if let Some(url) = given("statusUrl") {
                    ready.status_url = Some(SecretUrl::new(&url));
                }
                ready.download_url = given("downloadUrl").as_deref().map(SecretUrl::new);
                Ok(Status::Ready(ready))
            }
            Some("CLOSED") => Ok(Status::Failed {
                reason: text(result, "reason").map(|reason| self.redactor.message(&reason)),
                detail: detail.map(|detail| self.redactor.message(&detail)),
            }),
            state => Err(self.unexpected(Unexpected::RunnerState {
                state: state.map(|state| self.redactor.message(state)),
            })),
        }
    }

    pub(crate) fn time_zones(&self) -> Result<Vec<TimeZone>, Error> {
        self.list(self.result()?, |zone| {
            let id = text(zone, "id")?;
            Some(TimeZone {
                name: text(zone, "name").unwrap_or_else(|| id.clone()),
                short_name: text(zone, "shortName"),
                offset: text(zone, "offsetString"),
                offset_millis: zone.get("offsetMillis").and_then(integer),
                id,
            })
        })
    }

    pub(crate) fn teams(&self) -> Result<Vec<Team>, Error> {
        self.list(self.result()?, |team| {
            let id = text(team, "teamId")?;
            Some(Team {
                uuid: text(team, "uuid"),
                name: text(team, "name").unwrap_or_else(|| id.clone()),
                description: text(team, "description"),
                members: count(team, "numberOfMembers"),
                id,
            })
        })
    }

    pub(crate) fn work_queues(&self) -> Result<Vec<WorkQueue>, Error> {
        self.list(self.data()?, |queue| {
            let id = text(queue, "id")?;
            Some(WorkQueue {
                uuid: text(queue, "uuid"),
                name: text(queue, "name").unwrap_or_else(|| id.clone()),
                description: text(queue, "description"),
                archived: queue.get("archived") == Some(&Value::Bool(true)),
                id,
            })
        })
    }

    pub(crate) fn smart_views(&self) -> Result<Vec<SmartView>, Error> {
        self.list(self.data()?, |view| {
            let id = text(view, "id")?;
            Some(SmartView {
                name: text(view, "name").unwrap_or_else(|| id.clone()),
                description: text(view, "description"),
                id,
            })
        })
    }

    /// What a `/download` answered in place of a file, or nothing when the body is no envelope.
    pub(crate) fn instead_of_a_file(&self) -> Option<Error> {
        let body = serde_json::from_slice::<Map<String, Value>>(strip_bom(&self.body)).ok()?;
        (body.contains_key("status") && body.contains_key("result")).then(|| {
            self.result()
                .err()
                .unwrap_or_else(|| self.unexpected(Unexpected::Shape))
        })
    }

    /// The `result` of the envelope, which was accepted (`PASS`) and is not an error in words.
    fn result(&self) -> Result<&RawValue, Error> {
        let envelope = self.envelope()?;
        let Some(status) = envelope.status.and_then(text_of) else {
            return Err(self.unexpected(Unexpected::Shape));
        };
        if status != "PASS" {
            return Err(self.refused(envelope.words().unwrap_or(status)));
        }
        let Some(result) = envelope.result else {
            return Err(self.unexpected(Unexpected::Shape));
        };
        match result.get().as_bytes().first() {
            Some(b'{' | b'[') => Ok(result),
            _ => match string_of(result).filter(|words| !words.trim().is_empty()) {
                Some(words) => Err(self.refused(words)),
                None => Err(self.unexpected(Unexpected::Shape)),
            },
        }
    }

    /// The `result` where it is one thing: an object, or an array of one.
    fn one_result(&self) -> Result<Map<String, Value>, Error> {
        let one = match serde_json::from_str(self.result()?.get()) {
            Ok(Value::Array(mut items)) if items.len() == 1 => items.remove(0),
            Ok(other) => other,
            Err(_) => return Err(self.unexpected(Unexpected::Shape)),
        };
        match one {
            Value::Object(object) => Ok(object),
            _ => Err(self.unexpected(Unexpected::Shape)),
        }
    }

    /// The `data` of an instance's answer; its `status`, where there is one, is `success`.
    fn data(&self) -> Result<&RawValue, Error> {
        let envelope = self.envelope()?;
        let status = envelope.status.and_then(text_of);
        if let Some(status) = status.filter(|status| status != "success") {
            return Err(self.refused(envelope.words().unwrap_or(status)));
        }
        envelope
            .data
            .ok_or_else(|| self.unexpected(Unexpected::Shape))
    }

    /// The entries of a list, each read and forgotten before the next.
    fn list<T>(
        &self,
        list: &RawValue,
        read: impl Fn(&Map<String, Value>) -> Option<T>,
    ) -> Result<Vec<T>, Error> {
        let mut too_many = false;
        let entries = Entries {
            read,
            too_many: &mut too_many,
        };
        let read = entries.deserialize(&mut serde_json::Deserializer::from_str(list.get()));
        read.map_err(|_| {
            self.unexpected(if too_many {
                Unexpected::TooLarge
            } else {
                Unexpected::Shape
            })
        })
    }

    /// The body as an envelope, whatever its content type says: `text/plain` is common.
    fn envelope(&self) -> Result<Envelope<'_>, Error> {
        self.check_status()?;
        let body = strip_bom(&self.body).trim_ascii_start();
        let read = match std::str::from_utf8(body) {
            // A list could be taken for the members of an envelope in their order.
            Ok(text) if text.starts_with('{') => serde_json::from_str::<Envelope<'_>>(text),
            Ok(text) => serde_json::from_str::<&RawValue>(text)
                .and(Err(serde_json::Error::custom("no envelope"))),
            Err(error) => Err(serde_json::Error::io(std::io::Error::other(error))),
        };
        read.map_err(|error| {
            self.unexpected(match error.is_data() {
                true => Unexpected::Shape,
                false if self.is_html() => Unexpected::Html,
                false => Unexpected::NotJson,
            })
        })
    }

    /// Turns every HTTP status but success into its error.
    pub(crate) fn check_status(&self) -> Result<(), Error> {
        let kind = match self.status {
            200..=299 => return Ok(()),
            400 => ErrorKind::BadRequest {
                message: self.words_of_body(),
            },
            401 => ErrorKind::SignInRefused,
            403 => ErrorKind::AccessRefused,
            404 => ErrorKind::NotFound,
            429 => ErrorKind::RateLimited {
                retry_after: self.retry_after,
            },
            status @ 500..=599 => ErrorKind::Unavailable { status },
            301 | 302 | 303 | 307 | 308 => ErrorKind::UnexpectedAnswer {
                what: Unexpected::Redirect {
                    host: self.redirect_host.clone(),
                },
            },
            status => ErrorKind::UnexpectedAnswer {
                what: Unexpected::HttpStatus { status },
            },
        };
        Err(Error::new(kind, self.technical()).with_retry_after(self.retry_after))
    }

    fn words_of_body(&self) -> Option<String> {
        let body = strip_bom(&self.body).trim_ascii_start();
        let body = std::str::from_utf8(body).ok()?;
        let envelope: Envelope<'_> = body
            .starts_with('{')
            .then(|| serde_json::from_str(body).ok())??;
        let words = envelope.words()?;
        Some(self.redactor.message(&words))
    }

    pub(crate) fn is_html(&self) -> bool {
        self.content_type.as_deref().is_some_and(is_html_type)
            || strip_bom(&self.body).trim_ascii_start().starts_with(b"<")
    }

    fn refused(&self, message: String) -> Error {
        let message = self.redactor.message(&message);
        Error::new(ErrorKind::Refused { message }, self.technical())
    }

    pub(crate) fn unexpected(&self, what: Unexpected) -> Error {
        Error::unexpected(what, self.technical())
    }

    /// One line: the call, the HTTP status, the beginning of the body.
    fn technical(&self) -> String {
        let excerpt = self.redactor.excerpt(&self.body);
        if excerpt.is_empty() {
            format!("{}: HTTP {}, empty", self.call, self.status)
        } else {
            format!("{}: HTTP {}, {excerpt}", self.call, self.status)
        }
    }
}

/// The members of an answer that mean something. None of them is taken into memory before it is looked at: what is made
/// of JSON there can be a hundred times as large.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, default)]
    status: Option<&'a RawValue>,
    #[serde(borrow, default)]
    message: Option<&'a RawValue>,
    #[serde(borrow, default)]
    result: Option<&'a RawValue>,
    #[serde(borrow, default)]
    data: Option<&'a RawValue>,
}

impl Envelope<'_> {
    /// The envelope's words about what is wrong: a `result` in words, else its `message`.
    fn words(&self) -> Option<String> {
        [self.result, self.message]
            .into_iter()
            .flatten()
            .filter_map(string_of)
            .map(|words| words.trim().to_owned())
            .find(|words| !words.is_empty())
    }
}

fn string_of(value: &RawValue) -> Option<String> {
    let is_string = value.get().starts_with('"');
    is_string.then(|| serde_json::from_str(value.get()).ok())?
}

/// A value as text: "" is nothing, and a number is taken as it was written.
fn text_of(value: &RawValue) -> Option<String> {
    match value.get().as_bytes().first()? {
        b'"' => string_of(value).filter(|text| !text.is_empty()),
        b'-' | b'0'..=b'9' => Some(value.get().to_owned()),
        _ => None,
    }
}

/// Reads a list entry by entry.
struct Entries<'m, F> {
    read: F,
    /// Whether the list was too long.
    too_many: &'m mut bool,
}

impl<'de, T, F: Fn(&Map<String, Value>) -> Option<T>> DeserializeSeed<'de> for Entries<'_, F> {
    type Value = Vec<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<T>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T, F: Fn(&Map<String, Value>) -> Option<T>> Visitor<'de> for Entries<'_, F> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(entry) = entries.next_element::<&RawValue>()? {
            if list.len() == LONGEST_LIST {
                *self.too_many = true;
                return Err(A::Error::custom("too many entries"));
            }
            let entry = Some(entry.get()).filter(|entry| entry.len() <= LARGEST_ENTRY);
            let object = entry.and_then(|entry| serde_json::from_str(entry).ok());
            let read = object.as_ref().and_then(&self.read);
            list.push(read.ok_or_else(|| A::Error::custom("an entry of another shape"))?);
        }
        Ok(list)
    }
}

/// Whether a content type is that of a web page.
pub(crate) fn is_html_type(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("text/html")
        || essence.eq_ignore_ascii_case("application/xhtml+xml")
}

pub(crate) fn strip_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}

fn job_info(object: &Map<String, Value>) -> Option<&Map<String, Value>> {
    object.get("jobInfo").and_then(Value::as_object)
}

/// A member as text: null, "" and absent are the same, and a number is taken as it was written.
fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    match object.get(name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_i64(),
    }
}

fn count(object: &Map<String, Value>, name: &str) -> Option<u64> {
    object
        .get(name)
        .and_then(integer)
        .and_then(|count| count.try_into().ok())
}

/// Whether two spellings name one job: an id may come back percent-encoded.
fn same_id(left: &str, right: &str) -> bool {
    left == right || percent_decode_str(left).eq(percent_decode_str(right))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn answer(status: u16, body: Vec<u8>, redactor: &Redactor) -> Answer<'_> {
        Answer {
            call: "GET /x",
            status,
            content_type: None,
            retry_after: None,
            redirect_host: None,
            body,
            redactor,
        }
    }

    /// Reads the answer in every way there is.
    fn read_all(status: u16, body: &[u8]) -> Vec<Option<Error>> {
        let redactor = Redactor::default();
        let answer = answer(status, body.to_vec(), &redactor);
        let job = Job::from_ids("w", "r").expect("usable ids");
        vec![
            answer.job().err(),
            answer.status(&job).err(),
            answer.time_zones().err(),
            answer.teams().err(),
            answer.work_queues().err(),
            answer.smart_views().err(),
            answer.instead_of_a_file(),
        ]
    }

    /// JSON that resembles an answer often enough to get past the first checks.
    fn resembling() -> impl Strategy<Value = Value> {
        let names = prop::sample::select(vec![
            "status",
            "result",
            "message",
            "data",
            "jobInfo",
            "workflowId",
            "runId",
            "statusUrl",
            "downloadUrl",
            "runnerState",
            "detail",
            "details",
            "reason",
            "currentCount",
            "id",
            "teamId",
        ]);
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "\\PC{0,12}".prop_map(Value::from),
            prop::sample::select(vec![
                "PASS",
                "success",
                "CLOSED",
                "RUNNING",
                "COMPLETED",
                "FAILED",
                "w",
                ""
            ])
            .prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 60, 8, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::vec((names.clone(), inner), 0..8).prop_map(|members| {
                    let members = members
                        .into_iter()
                        .map(|(name, value)| (name.to_owned(), value));
                    Value::Object(members.collect())
                }),
            ]
        })
    }

    fn teams(list: &str) -> Result<Vec<Team>, Error> {
        let redactor = Redactor::default();
        let body = format!(r#"{{"status":"PASS","result":{list}}}"#);
        answer(200, body.into_bytes(), &redactor).teams()
    }

    #[test]
    fn a_list_longer_than_any_company_has_is_cut_off() {
        let list = |entries| format!("[{}]", vec![r#"{"teamId":1}"#; entries].join(","));
        assert_eq!(
            teams(&list(LONGEST_LIST)).expect("teams").len(),
            LONGEST_LIST
        );
        let error = teams(&list(LONGEST_LIST + 1)).expect_err("too many");
        let what = Unexpected::TooLarge;
        assert_eq!(*error.kind(), ErrorKind::UnexpectedAnswer { what });
        let huge = format!(r#"[{{"teamId":1,"name":"{}"}}]"#, "x".repeat(LARGEST_ENTRY));
        let error = teams(&huge).expect_err("one too large");
        let what = Unexpected::Shape;
        assert_eq!(*error.kind(), ErrorKind::UnexpectedAnswer { what });
    }

    #[test]
    fn members_that_come_twice_and_envelopes_that_are_lists_are_no_answers() {
        for body in [
            r#"{"status":"PASS","status":"FAIL","result":{"workflowId":"w","runId":"r"}}"#,
            r#"["PASS",null,{"workflowId":"w","runId":"r"}]"#,
        ] {
            let redactor = Redactor::default();
            let error = answer(200, body.into(), &redactor)
                .job()
                .expect_err("no job");
            let what = Unexpected::Shape;
            assert_eq!(
                *error.kind(),
                ErrorKind::UnexpectedAnswer { what },
                "{body}"
            );
        }
    }

    #[test]
    fn deep_nesting_is_read_without_a_deep_stack() {
        for (open, close) in [("[", "]"), (r#"{"result":"#, "}")] {
            let deep = format!("{}0{}", open.repeat(30_000), close.repeat(30_000));
            for body in [
                deep.clone(),
                format!(r#"{{"status":{deep},"result":{deep},"message":{deep}}}"#),
                format!(r#"{{"status":"PASS","result":{deep}}}"#),
                format!(r#"{{"status":"success","data":[{deep}]}}"#),
            ] {
                for status in [200, 400] {
                    read_all(status, body.as_bytes());
                }
            }
        }
    }

    proptest! {
        #[test]
        fn what_was_listed_is_what_is_read(
            entries in prop::collection::vec((any::<i64>(), "\\PC{0,20}", any::<u32>()), 0..20),
        ) {
            let list: Vec<Value> = entries
                .iter()
                .map(|(id, name, members)| serde_json::json!({
                    "teamId": id, "name": name, "numberOfMembers": members, "uuid": null,
                }))
                .collect();
            let read = teams(&Value::from(list).to_string()).expect("teams");
            prop_assert_eq!(read.len(), entries.len());
            for (team, (id, name, members)) in read.iter().zip(&entries) {
                prop_assert_eq!(&team.id, &id.to_string());
                prop_assert_eq!(&team.name, if name.is_empty() { &team.id } else { name });
                prop_assert_eq!(team.members, Some(u64::from(*members)));
            }
        }

        #[test]
        fn any_bytes_are_read_without_panic(status in 200u16..600, body in prop::collection::vec(any::<u8>(), 0..300)) {
            for error in read_all(status, &body).into_iter().flatten() {
                prop_assert!(!error.technical().contains('\n'));
            }
        }

        #[test]
        fn any_text_is_read_without_panic(status in 200u16..600, body in "[\\[{\"<]?\\PC{0,200}") {
            for error in read_all(status, body.as_bytes()).into_iter().flatten() {
                prop_assert!(!error.to_string().is_empty());
            }
        }

        #[test]
        fn any_json_like_an_answer_is_read_without_panic(result in resembling(), status in "PASS|FAIL|success|") {
            let envelope = serde_json::json!({ "status": status, "result": result, "data": result });
            for error in read_all(200, envelope.to_string().as_bytes()).into_iter().flatten() {
                prop_assert!(!error.never_arrived());
            }
        }

        #[test]
        fn nothing_but_success_is_ever_taken_for_an_answer(status in 300u16..1000) {
            let body = br#"{"status":"PASS","result":{"workflowId":"w","runId":"r"}}"#;
            let redactor = Redactor::default();
            prop_assert!(answer(status, body.to_vec(), &redactor).job().is_err());
        }

        #[test]
        fn ready_needs_both_words(state in "CLOSED|RUNNING|OPEN|", detail in "COMPLETED|FAILED|completed|") {
            let result = serde_json::json!([{ "result": { "runnerState": state, "detail": detail } }]);
            let body = serde_json::json!({ "status": "PASS", "result": result }).to_string();
            let redactor = Redactor::default();
            let job = Job::from_ids("w", "r").expect("usable ids");
            let status = answer(200, body.into_bytes(), &redactor).status(&job);
            let read = match status {
                Ok(Status::Ready(_)) => "ready",
                Ok(Status::Failed { .. }) => "failed",
                Ok(Status::Running { .. }) => "running",
                Err(_) => "unknown",
            };
            let expected = match (state.as_str(), detail.as_str()) {
                ("CLOSED", "COMPLETED") => "ready",
                ("CLOSED", _) => "failed",
                ("RUNNING", _) => "running",
                _ => "unknown",
            };
            prop_assert_eq!(read, expected);
        }
    }
}
