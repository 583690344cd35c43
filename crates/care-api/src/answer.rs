//! What an answer means: HTTP status, envelope, and the shapes inside, oddities included.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use crate::error::{Error, ErrorKind, RetryAfter, Unexpected};
use crate::job::{Job, SecretUrl, Status};
use crate::lists::{SmartView, Team, TimeZone, WorkQueue};
use crate::redact::Redactor;

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
        self.list(&self.result()?, |zone| {
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
        self.list(&self.result()?, |team| {
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
        self.list(&self.data()?, |queue| {
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
        self.list(&self.data()?, |view| {
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
    fn result(&self) -> Result<Value, Error> {
        let mut envelope = self.object()?;
        let Some(status) = text(&envelope, "status") else {
            return Err(self.unexpected(Unexpected::Shape));
        };
        if status != "PASS" {
            return Err(self.refused(words(&envelope).unwrap_or(status)));
        }
        match envelope.remove("result") {
            Some(Value::String(words)) if !words.trim().is_empty() => Err(self.refused(words)),
            Some(result @ (Value::Object(_) | Value::Array(_))) => Ok(result),
            _ => Err(self.unexpected(Unexpected::Shape)),
        }
    }

    /// The `result` where it is one thing: an object, or an array of one.
    fn one_result(&self) -> Result<Map<String, Value>, Error> {
        let one = match self.result()? {
            Value::Array(mut items) if items.len() == 1 => items.remove(0),
            other => other,
        };
        match one {
            Value::Object(object) => Ok(object),
            _ => Err(self.unexpected(Unexpected::Shape)),
        }
    }

    /// The `data` of an instance's answer; its `status`, where there is one, is `success`.
    fn data(&self) -> Result<Value, Error> {
        let mut envelope = self.object()?;
        if let Some(status) = text(&envelope, "status").filter(|status| status != "success") {
            return Err(self.refused(words(&envelope).unwrap_or(status)));
        }
        match envelope.remove("data") {
            Some(data) => Ok(data),
            None => Err(self.unexpected(Unexpected::Shape)),
        }
    }

    fn list<T>(
        &self,
        value: &Value,
        read: impl Fn(&Map<String, Value>) -> Option<T>,
    ) -> Result<Vec<T>, Error> {
        let items = value.as_array().and_then(|items| {
            let read = |item: &Value| item.as_object().and_then(&read);
            items.iter().map(read).collect()
        });
        items.ok_or_else(|| self.unexpected(Unexpected::Shape))
    }

    /// The body as a JSON object, whatever its content type says: `text/plain` is common.
    fn object(&self) -> Result<Map<String, Value>, Error> {
        self.check_status()?;
        match serde_json::from_slice(strip_bom(&self.body)) {
            Ok(Value::Object(object)) => Ok(object),
            Ok(_) => Err(self.unexpected(Unexpected::Shape)),
            Err(_) if self.is_html() => Err(self.unexpected(Unexpected::Html)),
            Err(_) => Err(self.unexpected(Unexpected::NotJson)),
        }
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
        let body: Map<String, Value> = serde_json::from_slice(strip_bom(&self.body)).ok()?;
        words(&body).map(|words| self.redactor.message(&words))
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

/// Whether a content type is that of a web page.
pub(crate) fn is_html_type(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("text/html")
        || essence.eq_ignore_ascii_case("application/xhtml+xml")
}

fn strip_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}

fn job_info(object: &Map<String, Value>) -> Option<&Map<String, Value>> {
    object.get("jobInfo").and_then(Value::as_object)
}

/// The envelope's words about what is wrong: a `result` in words, else its `message`.
fn words(envelope: &Map<String, Value>) -> Option<String> {
    let string = |name| envelope.get(name).and_then(Value::as_str).map(str::trim);
    [string("result"), string("message")]
        .into_iter()
        .flatten()
        .find(|words| !words.is_empty())
        .map(str::to_owned)
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

    proptest! {
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
