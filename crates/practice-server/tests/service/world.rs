//! A running service with a clock that stands still, and a client that does nothing by itself.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use practice_server::{Limits, ManualClock, PracticeConfig, PracticeServer};
use reqwest::{Method, Response, StatusCode};
use serde_json::Value;

/// 15 November 2026, 12:00 UTC.
pub(crate) const NOW: i64 = 1_794_744_000_000;
/// 1 and 31 October 2026, 00:00 UTC.
pub(crate) const OCTOBER: [(&str, &str); 2] =
    [("startTime", "1790812800000"), ("endTime", "1793404800000")];
pub(crate) const RUN_TIME: Duration = Duration::from_secs(4);

/// The reports whose parameters are in a form.
pub(crate) const FORMS: &[&str] = &[
    "user",
    "conversation_actions",
    "conversation_history_action",
];

pub(crate) type Row = std::collections::BTreeMap<String, String>;

pub(crate) struct World {
    pub(crate) server: PracticeServer,
    pub(crate) clock: ManualClock,
    pub(crate) http: reqwest::Client,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Heard {
    pub(crate) status: StatusCode,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Heard {
    pub(crate) async fn of(response: Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.bytes().await.expect("a whole body").to_vec();
        Self {
            status,
            headers,
            body,
        }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("UTF-8")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("ASCII"))
    }

    pub(crate) fn is_html(&self) -> bool {
        self.header("content-type").starts_with("text/html") && self.text().starts_with("<!DOCTYPE")
    }
}

/// A job as its creation told of it.
#[derive(Clone, Debug)]
pub(crate) struct Created {
    pub(crate) workflow_id: String,
    pub(crate) run_id: String,
    pub(crate) status_url: String,
    pub(crate) download_url: String,
}

/// What a status says, whatever shape it is in.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) state: String,
    pub(crate) detail: Value,
    pub(crate) reason: Value,
    pub(crate) current: u64,
    pub(crate) total: u64,
}

pub(crate) fn escaped(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

pub(crate) fn encoded(pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)))
        .collect();
    pairs.join("&")
}

pub(crate) fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

pub(crate) fn plain_client() -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client")
}

impl World {
    pub(crate) async fn start(change: impl FnOnce(&mut PracticeConfig)) -> Self {
        let clock = ManualClock::at(NOW);
        let mut config = PracticeConfig {
            clock: clock.clock(),
            run_time: RUN_TIME..=RUN_TIME,
            ..PracticeConfig::default()
        };
        change(&mut config);
        let server = PracticeServer::start(config)
            .await
            .expect("the service starts");
        Self {
            server,
            clock,
            http: plain_client(),
        }
    }

    /// One whose limits are out of the way.
    pub(crate) async fn unlimited() -> Self {
        Self::start(|config| config.limits = Limits::none()).await
    }

    pub(crate) fn auth(&self) -> String {
        basic(self.server.user(), self.server.password())
    }

    /// `path` below the API address, with the key and these parameters.
    pub(crate) fn url(&self, path: &str, query: &[(&str, &str)]) -> String {
        let mut all = vec![("companyKey", self.server.company_key())];
        all.extend(query);
        format!("{}{path}?{}", self.server.address(), encoded(&all))
    }

    pub(crate) fn request(&self, method: Method, url: &str) -> reqwest::RequestBuilder {
        self.http
            .request(method, url)
            .header("authorization", self.auth())
    }

    pub(crate) async fn get(&self, url: &str) -> Heard {
        Heard::of(
            self.request(Method::GET, url)
                .send()
                .await
                .expect("an answer"),
        )
        .await
    }

    /// Without credentials, as for the storage.
    pub(crate) async fn fetch(&self, url: &str) -> Heard {
        Heard::of(self.http.get(url).send().await.expect("an answer")).await
    }

    pub(crate) fn posting(&self, parameters: &[(&str, &str)]) -> reqwest::RequestBuilder {
        self.request(Method::POST, &self.url("/reports/report/user", &[]))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(encoded(parameters))
    }

    pub(crate) async fn post(&self, parameters: &[(&str, &str)]) -> Heard {
        Heard::of(self.posting(parameters).send().await.expect("an answer")).await
    }

    /// Asks for a report in the documented way: its parameters in a form, or all in the query.
    pub(crate) async fn ask(&self, kind: &str, parameters: &[(&str, &str)]) -> Heard {
        let path = format!("/reports/report/{kind}");
        let request = if FORMS.contains(&kind) {
            let (query, form): (Vec<_>, Vec<_>) = parameters
                .iter()
                .partition(|(name, _)| *name == "raiselimit");
            self.request(Method::POST, &self.url(&path, &query))
                .header("content-type", "application/x-www-form-urlencoded")
                .body(encoded(&form))
        } else {
            self.request(Method::POST, &self.url(&path, parameters))
        };
        Heard::of(request.send().await.expect("an answer")).await
    }

    /// The bytes of a report, by default of October.
    pub(crate) async fn made(&self, kind: &str, parameters: &[(&str, &str)]) -> Vec<u8> {
        let mut all = parameters.to_vec();
        let given = |name| parameters.iter().any(|(given, _)| *given == name);
        all.extend(OCTOBER.iter().filter(|(name, _)| !given(*name)));
        if kind == "team_performance_interval" && !given("timeInterval") {
            all.push(("timeInterval", "86400000"));
        }
        let heard = self.ask(kind, &all).await;
        let answer = heard.json();
        assert_eq!(answer["status"], "PASS", "{kind} {all:?}: {answer}");
        let id = |name: &str| answer["result"][name].as_str().expect("a string");
        self.clock.advance(RUN_TIME);
        self.server
            .file(id("workflowId"), id("runId"))
            .expect("the job has completed")
    }

    /// The rows of a report, by default of October: flat objects of strings.
    pub(crate) async fn rows(&self, kind: &str, parameters: &[(&str, &str)]) -> Vec<Row> {
        let file = self.made(kind, parameters).await;
        serde_json::from_slice(&file).expect("flat objects of strings")
    }

    /// Creates an export of October with these parameters besides.
    pub(crate) async fn create(&self, more: &[(&str, &str)]) -> Created {
        let heard = self.post(&[&OCTOBER, more].concat()).await;
        assert_eq!(heard.status, StatusCode::OK, "{}", heard.text());
        let answer = heard.json();
        assert_eq!(answer["status"], "PASS");
        let text = |name: &str| {
            answer["result"][name]
                .as_str()
                .expect("a string")
                .to_owned()
        };
        Created {
            workflow_id: text("workflowId"),
            run_id: text("runId"),
            status_url: text("statusUrl"),
            download_url: text("downloadUrl"),
        }
    }

    pub(crate) async fn status(&self, job: &Created) -> Told {
        let heard = self.get(&job.status_url).await;
        assert_eq!(heard.status, StatusCode::OK, "{}", heard.text());
        told(&heard.json())
    }

    pub(crate) fn download_url(&self, job: &Created) -> String {
        let path = format!(
            "/reports/report/{}/{}/download",
            escaped(&job.workflow_id),
            escaped(&job.run_id)
        );
        self.url(&path, &[])
    }

    /// Lets a job end and gives the signed URL of its file.
    pub(crate) async fn file_url(&self, job: &Created) -> String {
        self.clock.advance(RUN_TIME);
        let heard = self.get(&self.download_url(job)).await;
        assert_eq!(
            heard.status,
            StatusCode::TEMPORARY_REDIRECT,
            "{}",
            heard.text()
        );
        heard.header("location").to_owned()
    }

    pub(crate) fn file(&self, job: &Created) -> Vec<u8> {
        self.server
            .file(&job.workflow_id, &job.run_id)
            .expect("the job has completed")
    }
}

pub(crate) fn told(answer: &Value) -> Told {
    assert_eq!(answer["status"], "PASS");
    let result = match &answer["result"] {
        Value::Array(one) if one.len() == 1 => &one[0]["result"],
        Value::Object(_) => &answer["result"]["result"],
        other => panic!("neither an object nor an array of one: {other}"),
    };
    Told {
        state: result["runnerState"].as_str().expect("a state").to_owned(),
        detail: result
            .get("detail")
            .or(result.get("details"))
            .expect("a detail")
            .clone(),
        reason: result["reason"].clone(),
        current: result["currentCount"].as_u64().expect("a count"),
        total: result["totalCount"].as_u64().expect("a count"),
    }
}
