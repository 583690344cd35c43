//! Networks that break, at any byte of anything, and what becomes of the run.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use export_engine::doctor::{DatabaseState, Finding, KeychainState, ServiceState, examine};
use export_engine::{
    Clock, Connection, ConnectionDraft, Engine, EngineConfig, EngineEvent, NetworkFault, Password,
    PasswordKeeping, Phase, Problem, ProblemKind, Run, Target,
};
use futures_util::future::BoxFuture;
use tempfile::TempDir;

use crate::raw::{self, Endpoint, Part, RawService, Request, answer, cut, honest, length};
use crate::support::{TestClock, TestKeychain, october, within};

/// Every answer that a run needs, in their order.
const ANSWERS: [Endpoint; 5] = [
    Endpoint::TimeZones,
    Endpoint::Create,
    Endpoint::Status,
    Endpoint::Download,
    Endpoint::File,
];

/// A small export.
fn small() -> Vec<u8> {
    br#"[{"agent_id":"007","agent_name":"Ada, \"Countess\"","note":"\u00e7\u00e7"},{"agent_id":"8","agent_name":"","note":"-"}]"#.to_vec()
}

/// An export of about so many bytes, of which no two parts are the same.
fn large(bytes: usize, version: &str) -> Vec<u8> {
    let mut file = Vec::from("[");
    for n in 0.. {
        let row = format!(r#"{{"agent_id":"{n}","version":"{version}"}}"#);
        file.extend_from_slice(row.as_bytes());
        if file.len() >= bytes {
            break;
        }
        file.push(b',');
    }
    file.push(b']');
    file
}

/// The test's time, as seen by a clock that somebody moves.
#[derive(Clone)]
struct MovedClock {
    time: TestClock,
    by: Arc<AtomicI64>,
}

impl Clock for MovedClock {
    fn now(&self) -> i64 {
        self.time.now() + self.by.load(Ordering::SeqCst)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.time.sleep(duration)
    }
}

/// An engine, a folder, and a clock.
struct Scene {
    engine: Engine,
    clock: MovedClock,
    folder: TempDir,
}

impl Scene {
    async fn new() -> Scene {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("out")).expect("a folder");
        let clock = MovedClock {
            time: TestClock::new(),
            by: Arc::default(),
        };
        let config = EngineConfig {
            data_dir: folder.path().join("data"),
            clock: Arc::new(clock.clone()),
            keychain: Arc::new(TestKeychain::default()),
            seed: Some(7),
        };
        Scene {
            engine: Engine::open(config).await.expect("an engine"),
            clock,
            folder,
        }
    }

    /// Starts an export with an account of its own, of which nothing is known yet.
    async fn start(&self, address: String, name: &str) -> Run {
        let connection = self.connect(address, name).await;
        self.start_with(&connection, name).await
    }

    async fn connect(&self, address: String, name: &str) -> Connection {
        let draft = ConnectionDraft {
            id: None,
            name: name.into(),
            address,
            company_key: "key".into(),
            instance: None,
            email: format!("{name}@example.com"),
            password: Some(Password::from("pä:sswörd".to_owned())),
            password_keeping: PasswordKeeping::Session,
        };
        self.engine.save_connection(draft).await.expect("stored")
    }

    async fn start_with(&self, connection: &Connection, name: &str) -> Run {
        let target = Target {
            path: self.path(name),
            overwrite: false,
        };
        let request = october(connection);
        let started = self.engine.start_run(request, target).await;
        started.expect("started")
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        let name = format!("{name}.json");
        self.folder.path().join("out").join(name)
    }

    async fn finish(&self, run: Run) -> Run {
        let mut events = self.engine.events();
        let now = self.engine.run(&run.id).await.expect("the run");
        if now.phase.ended() {
            return now;
        }
        within(async {
            loop {
                match events.recv().await {
                    Ok(EngineEvent::Run { run: seen })
                        if seen.id == run.id && seen.phase.ended() =>
                    {
                        return *seen;
                    }
                    _ => {}
                }
            }
        })
        .await
    }

    /// An export from its start to its end.
    async fn export(&self, service: &RawService, name: &str) -> Run {
        let run = self.start(service.base(), name).await;
        self.finish(run).await
    }

    /// What lies in the folder, hidden files too.
    fn files(&self) -> usize {
        let folder = self.folder.path().join("out");
        std::fs::read_dir(folder).expect("readable").count()
    }

    /// Fails unless the run is saved with exactly these bytes. Takes the file away.
    fn assert_saved(&self, run: &Run, name: &str, file: &[u8], context: &str) {
        assert_eq!(run.phase, Phase::Saved, "{context}: {:?}", run.problem);
        let path = self.path(name);
        assert!(
            std::fs::read(&path).expect("the file") == file,
            "{context}: other bytes"
        );
        std::fs::remove_file(path).expect("removed");
        assert_eq!(self.files(), 0, "{context}: something is left beside it");
    }

    fn assert_unknown(&self, run: &Run, context: &str) {
        assert_eq!(run.phase, Phase::Interrupted, "{context}");
        assert_eq!(kind(run), Some(&ProblemKind::CreationUnknown), "{context}");
        assert_eq!(self.files(), 0, "{context}: something is left");
    }
}

fn kind(run: &Run) -> Option<&ProblemKind> {
    run.problem.as_ref().map(|problem: &Problem| &problem.kind)
}

/// A fault for the next run: where, and what is said there the first time.
type Fault = Arc<Mutex<Option<(Endpoint, Vec<Part>)>>>;

/// A service that commits the fault once, and is honest otherwise.
async fn faulty(file: Vec<u8>) -> (RawService, Fault) {
    let fault = Fault::default();
    let next = Arc::clone(&fault);
    let service = RawService::start(file, move |request| {
        let mut next = next.lock().expect("whole");
        let strikes = next.as_ref().is_some_and(|(on, _)| *on == request.endpoint);
        strikes.then(|| next.take().expect("a fault").1)
    })
    .await;
    (service, fault)
}

/// What the service would say when all is well.
fn all_is_well(service: &RawService, endpoint: Endpoint, file: &[u8]) -> Vec<Part> {
    let request = Request {
        endpoint,
        nth: 0,
        target: String::new(),
        head: String::new(),
        origin: service.origin(),
    };
    honest(&request, file)
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_breaks_at_any_byte_of_any_answer_loses_and_doubles_nothing() {
    let scene = Scene::new().await;
    let file = small();
    let (service, fault) = faulty(file.clone()).await;
    for on in ANSWERS {
        let whole = all_is_well(&service, on, &file);
        for bytes in 0..length(&whole) {
            // Reset, and now and then closed as though that were all.
            let closes = bytes % 5 == 0;
            let mut said = vec![Part::Say(cut(&whole, bytes))];
            if !closes {
                said.push(Part::Reset);
            }
            *fault.lock().expect("whole") = Some((on, said));
            let context = format!("{on:?} broke after {bytes} bytes");
            let before = service.count(Endpoint::Create);
            let name = format!("{on:?}-{bytes}");
            let run = scene.export(&service, &name).await;
            assert!(fault.lock().expect("whole").is_none(), "{context}");
            assert_eq!(service.count(Endpoint::Create), before + 1, "{context}");
            if on == Endpoint::Create {
                scene.assert_unknown(&run, &context);
            } else {
                scene.assert_saved(&run, &name, &file, &context);
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn silence_in_the_middle_of_any_answer_is_broken_off_and_asked_again() {
    let scene = Scene::new().await;
    let file = small();
    let (service, fault) = faulty(file.clone()).await;
    for on in ANSWERS {
        let whole = all_is_well(&service, on, &file);
        for bytes in [0, 1, 17, length(&whole) / 2, length(&whole) - 1] {
            let said = vec![Part::Say(cut(&whole, bytes)), Part::Silence];
            *fault.lock().expect("whole") = Some((on, said));
            let context = format!("{on:?} fell silent after {bytes} bytes");
            let name = format!("{on:?}-{bytes}");
            let before = scene.clock.now();
            let run = scene.export(&service, &name).await;
            let took = scene.clock.now() - before;
            // The head of a redirect is all of it: silence after that is nobody's concern.
            if on != Endpoint::Download || bytes < length(&whole) / 2 {
                assert!((60_000..120_000).contains(&took), "{context}: {took}");
            }
            if on == Endpoint::Create {
                scene.assert_unknown(&run, &context);
            } else {
                scene.assert_saved(&run, &name, &file, &context);
            }
        }
    }
    assert_eq!(service.count(Endpoint::Create), 25);
}

#[tokio::test(start_paused = true)]
async fn answers_that_come_by_drops_are_not_waited_for_for_ever() {
    let file = small();
    for on in ANSWERS {
        let scene = Scene::new().await;
        // A byte in fifty seconds: no idle timeout ever sees it.
        let drops = move |request: &Request| {
            let by_drops = |byte: u8| [Part::Say(vec![byte]), Part::Pause(Duration::from_secs(50))];
            let head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n";
            let head = vec![Part::Say(head.to_vec())];
            let body = std::iter::repeat_n(b' ', 1000).flat_map(by_drops);
            (request.endpoint == on).then(|| head.into_iter().chain(body).collect())
        };
        let service = RawService::start(file.clone(), drops).await;
        let before = scene.clock.now();
        let run = scene.export(&service, "a").await;
        let took = scene.clock.now() - before;
        assert!(took < 45 * 60_000, "{on:?}: {took}");
        let silent = ProblemKind::Network {
            fault: NetworkFault::Timeout,
        };
        match on {
            Endpoint::TimeZones => assert_eq!(run.phase, Phase::Failed, "{on:?}"),
            _ => assert_eq!(run.phase, Phase::Interrupted, "{on:?}"),
        }
        if on == Endpoint::Create {
            scene.assert_unknown(&run, "by drops");
        } else {
            assert_eq!(kind(&run), Some(&silent), "{on:?}");
            assert_eq!(run.resumable, on != Endpoint::TimeZones, "{on:?}");
        }
        assert!(service.count(Endpoint::Create) <= 1, "{on:?}");
        assert!(!scene.path("a").exists(), "{on:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_download_that_breaks_twenty_times_in_a_row_ends_with_the_right_bytes() {
    let scene = Scene::new().await;
    let file = large(100_000, "v1");
    let whole = file.clone();
    let service = RawService::start(file.clone(), move |request| {
        if request.endpoint != Endpoint::File || request.nth >= 24 {
            return None;
        }
        // Each time it breaks in another way, a few thousand bytes further.
        let said = raw::ranged(request, &whole, "\"v1\"");
        let some = Part::Say(cut(&said, 300 + 971 * (request.nth % 5)));
        Some(match request.nth % 6 {
            0 => vec![some, Part::Reset],
            1 => vec![some],
            2 => vec![some, Part::Silence],
            3 => answer("503 Slow Down", "<Error/>"),
            4 => answer("403 Forbidden", "<Error><Code>ExpiredToken</Code></Error>"),
            _ => vec![Part::Reset],
        })
    })
    .await;
    let run = scene.export(&service, "a").await;
    scene.assert_saved(&run, "a", &file, "flaky");
    assert_eq!(service.count(Endpoint::File), 25);
    assert_eq!(service.count(Endpoint::Create), 1);
    let signed = |request: &Request| request.header("authorization").is_some();
    let requests = service.requests();
    let mut files = requests.iter().filter(|r| r.endpoint == Endpoint::File);
    assert!(!files.any(signed), "the file host saw the account");
}

/// How a file host treats whoever asks for the rest of a file that is another by now.
#[derive(Debug, Clone, Copy)]
enum Host {
    /// It sends the new file.
    Honest,
    /// It sends the new file's rest, and says that it is the new one's.
    Heedless,
    /// It sends the new file's rest, and says nothing of versions.
    Nameless,
    /// It calls both versions the same, weakly.
    Weak,
    /// It sends another part than the one that was asked for.
    Astray,
    /// It sends the whole file as though it were the rest.
    Overlapping,
}

#[tokio::test(start_paused = true)]
async fn a_file_that_changes_between_two_pieces_is_never_a_mixture() {
    let scene = Scene::new().await;
    let (old, new) = (large(400, "old"), large(400, "new"));
    assert_eq!(old.len(), new.len(), "only the bytes tell them apart");
    for host in [
        Host::Honest,
        Host::Heedless,
        Host::Nameless,
        Host::Weak,
        Host::Astray,
        Host::Overlapping,
    ] {
        for bytes in (0..old.len()).step_by(if matches!(host, Host::Honest) { 1 } else { 23 }) {
            let (first, second) = (old.clone(), new.clone());
            let service = RawService::start(new.clone(), move |request| {
                if request.endpoint != Endpoint::File {
                    return None;
                }
                if request.nth == 0 {
                    let etag = if matches!(host, Host::Weak) {
                        "W/\"v\""
                    } else {
                        "\"old\""
                    };
                    let said = answer(&format!("200 OK\r\nETag: {etag}"), &first);
                    let head = length(&said) - first.len();
                    return Some(vec![Part::Say(cut(&said, head + bytes))]);
                }
                let range = request.header("range").and_then(|range| {
                    let from = range.strip_prefix("bytes=")?.strip_suffix('-')?;
                    from.parse::<usize>().ok()
                });
                let Some(from) = range else {
                    return Some(answer("200 OK\r\nETag: \"new\"", &second));
                };
                let (last, all) = (second.len() - 1, second.len());
                let part = |etag: &str, range: String, body: &[u8]| {
                    let head = format!("206 Partial Content\r\n{etag}Content-Range: {range}");
                    Some(answer(&head, body))
                };
                let rest = format!("bytes {from}-{last}/{all}");
                match host {
                    Host::Honest => Some(raw::ranged(request, &second, "\"new\"")),
                    Host::Heedless => part("ETag: \"new\"\r\n", rest, &second[from..]),
                    Host::Nameless => part("", rest, &second[from..]),
                    Host::Weak => part("ETag: W/\"v\"\r\n", rest, &second[from..]),
                    Host::Astray => {
                        let other = format!("bytes {}-{last}/{all}", from / 2);
                        part("ETag: \"old\"\r\n", other, &second[from / 2..])
                    }
                    Host::Overlapping => part("ETag: \"old\"\r\n", rest, &second),
                }
            })
            .await;
            let context = format!("{host:?}, changed after {bytes} bytes");
            let name = format!("{host:?}-{bytes}");
            let run = scene.export(&service, &name).await;
            scene.assert_saved(&run, &name, &new, &context);
            assert_eq!(service.count(Endpoint::Create), 1, "{context}");
        }
    }
}

/// What stands between this computer and the service in a hotel.
fn portal(way: usize) -> Vec<Part> {
    let page = "<!DOCTYPE html><html><title>Free WiFi</title><form>room number</form></html>";
    let to_the_portal = "\r\nLocation: https://portal.example/login";
    match way {
        0 => answer("200 OK\r\nContent-Type: text/html", page),
        // No type, and longer than any answer about an export.
        1 => answer("200 OK", format!("{page}{}", " ".repeat(200_000))),
        2 => answer(&format!("302 Found{to_the_portal}"), ""),
        _ => answer("511 Network Authentication Required", page),
    }
}

#[tokio::test(start_paused = true)]
async fn a_captive_portal_at_any_step_costs_time_and_nothing_else() {
    let file = small();
    for on in ANSWERS {
        for way in 0..4 {
            let context = format!("portal {way} at {on:?}");
            let scene = Scene::new().await;
            let first = move |request: &Request| {
                (request.endpoint == on && request.nth < 2).then(|| portal(way))
            };
            let service = RawService::start(file.clone(), first).await;
            let run = scene.export(&service, "a").await;
            if on == Endpoint::Create {
                // Nothing was accepted, and what was asked for is not asked twice.
                assert!(run.phase.ended() && run.phase != Phase::Saved, "{context}");
                assert_eq!(service.count(Endpoint::Create), 1, "{context}");
                assert_eq!(scene.files(), 0, "{context}");
                let unknown = kind(&run) == Some(&ProblemKind::CreationUnknown);
                // A 511 is a 5xx, which a service may give after it accepted.
                assert_eq!(unknown, way == 3, "{context}: {:?}", run.problem);
            } else {
                scene.assert_saved(&run, "a", &file, &context);
                assert_eq!(service.count(Endpoint::Create), 1, "{context}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_captive_portal_that_stays_ends_the_run_without_a_file() {
    for on in ANSWERS {
        for way in 0..4 {
            let context = format!("portal {way} at {on:?}");
            let scene = Scene::new().await;
            let always = move |request: &Request| (request.endpoint == on).then(|| portal(way));
            let service = RawService::start(small(), always).await;
            let run = scene.export(&service, "a").await;
            assert!(run.phase.ended() && run.phase != Phase::Saved, "{context}");
            assert!(run.problem.is_some(), "{context}");
            assert!(!scene.path("a").exists(), "{context}");
            assert!(service.count(Endpoint::Create) <= 1, "{context}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn bursts_of_errors_are_waited_out_at_any_step() {
    let file = small();
    for on in ANSWERS {
        let scene = Scene::new().await;
        let burst = move |request: &Request| {
            if request.endpoint != on || request.nth >= 10 {
                return None;
            }
            let after = ["", "\r\nRetry-After: 5", "\r\nRetry-After: soon"][request.nth % 3];
            let status = [500, 502, 503, 504, 599, 429][request.nth % 6];
            Some(answer(&format!("{status} No{after}"), "<html>No</html>"))
        };
        let service = RawService::start(file.clone(), burst).await;
        let run = scene.export(&service, "a").await;
        match on {
            // There is nothing to lose yet, so it is told after two minutes.
            Endpoint::TimeZones => assert_eq!(run.phase, Phase::Failed, "{:?}", run.problem),
            Endpoint::Create => scene.assert_unknown(&run, "a burst at the creation"),
            _ => scene.assert_saved(&run, "a", &file, &format!("{on:?}")),
        }
        assert!(service.count(Endpoint::Create) <= 1, "{on:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_that_is_gone_for_a_while_is_found_again() {
    let file = small();
    let scene = Scene::new().await;
    let running = |request: &Request| {
        let running = r#"{"result":{"runnerState":"RUNNING"}}"#;
        (request.endpoint == Endpoint::Status && request.nth < 3).then(|| raw::pass(running))
    };
    let mut service = RawService::start(file.clone(), running).await;
    let run = scene.start(service.base(), "a").await;
    while service.count(Endpoint::Status) < 2 {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // Nobody listens there: connections are refused.
    service.stop().await;
    tokio::time::sleep(Duration::from_secs(5 * 60)).await;
    service.start_again().await;
    let run = scene.finish(run).await;
    scene.assert_saved(&run, "a", &file, "gone for five minutes");
    assert_eq!(service.count(Endpoint::Create), 1);
}

#[tokio::test(start_paused = true)]
async fn a_creation_that_found_nobody_is_sent_again() {
    let file = small();
    let scene = Scene::new().await;
    let mut service = RawService::start(file.clone(), |_| None).await;
    let connection = scene.connect(service.base(), "a").await;
    // The second has nothing to ask before its creation.
    let first = scene.start_with(&connection, "a").await;
    scene.assert_saved(&scene.finish(first).await, "a", &file, "the first");
    service.stop().await;
    let second = scene.start_with(&connection, "b").await;
    tokio::time::sleep(Duration::from_secs(5 * 60)).await;
    assert!(
        !scene
            .engine
            .run(&second.id)
            .await
            .expect("the run")
            .phase
            .ended()
    );
    service.start_again().await;
    let second = scene.finish(second).await;
    scene.assert_saved(&second, "b", &file, "gone at the creation");
    assert_eq!(service.count(Endpoint::Create), 2);
}

#[tokio::test(start_paused = true)]
async fn eight_hours_asleep_and_a_clock_that_is_moved_lose_nothing_at_any_step() {
    const NIGHT: i64 = 8 * 3_600_000;
    let file = large(20_000, "v1");
    for by in [NIGHT, -NIGHT] {
        for on in ANSWERS {
            for back in [false, true] {
                let context = format!("moved by {by} at {on:?}, back again: {back}");
                let scene = Scene::new().await;
                let clock = scene.clock.clone();
                let whole = file.clone();
                let service = RawService::start(file.clone(), move |request| {
                    if request.endpoint == on && request.nth == 0 {
                        clock.by.fetch_add(by, Ordering::SeqCst);
                        // Connections seldom outlive a night.
                        let said = raw::ranged(request, &whole, "\"v1\"");
                        let some = Part::Say(cut(&said, 5_000));
                        return (on == Endpoint::File).then(|| vec![some, Part::Reset]);
                    }
                    if back && request.endpoint == on && request.nth == 2 {
                        clock.by.fetch_sub(by, Ordering::SeqCst);
                    }
                    let running = r#"{"result":{"runnerState":"RUNNING"}}"#;
                    (request.endpoint == Endpoint::Status && request.nth < 6)
                        .then(|| raw::pass(running))
                })
                .await;
                let started = tokio::time::Instant::now();
                let run = scene.export(&service, "a").await;
                scene.assert_saved(&run, "a", &file, &context);
                assert_eq!(service.count(Endpoint::Create), 1, "{context}");
                // Nobody waits for the clock to show again what it showed before.
                let took = started.elapsed();
                assert!(took < Duration::from_secs(300), "{context}: {took:?}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_certificate_that_nobody_issued_ends_a_run_before_anything_is_said() {
    let scene = Scene::new().await;
    let service = RawService::start_tls(small(), |_| None).await;
    let run = scene.export(&service, "a").await;
    assert_eq!(run.phase, Phase::Failed);
    let unsafe_connection = ProblemKind::Network {
        fault: NetworkFault::Tls,
    };
    assert_eq!(kind(&run), Some(&unsafe_connection));
    assert!(service.requests().is_empty(), "something was said");
    assert_eq!(scene.files(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_file_host_with_a_certificate_that_nobody_issued_gets_and_gives_nothing() {
    let scene = Scene::new().await;
    let files = RawService::start_tls(small(), |_| None).await;
    let place = format!("{}/file?Signature=s", files.origin());
    let service = RawService::start(small(), move |request| {
        let to_the_host = format!("307 Temporary Redirect\r\nLocation: {place}");
        (request.endpoint == Endpoint::Download).then(|| answer(&to_the_host, ""))
    })
    .await;
    let run = scene.export(&service, "a").await;
    assert_eq!(run.phase, Phase::Interrupted, "{:?}", run.problem);
    let unsafe_connection = ProblemKind::Network {
        fault: NetworkFault::Tls,
    };
    assert_eq!(kind(&run), Some(&unsafe_connection));
    assert!(run.resumable);
    assert!(files.requests().is_empty(), "something was said");
    assert!(!scene.path("a").exists());
}

#[tokio::test(start_paused = true)]
async fn redirects_without_end_and_to_where_nobody_may_go_end_the_run_and_take_no_account_along() {
    let elsewhere = RawService::start(small(), |_| None).await;
    for (to, hosts) in [
        ("{origin}/file?hop={nth}", 1),
        ("/file?hop={nth}", 1),
        ("//{elsewhere}/file", 1),
        ("http://files.example/file", 0),
        ("ftp://files.example/file", 0),
        ("file:///etc/passwd", 0),
        ("https://me:pw@files.example/file", 0),
        ("", 0),
    ] {
        let scene = Scene::new().await;
        let other = elsewhere.origin().replace("http://", "");
        let service = RawService::start(small(), move |request| {
            let to = to
                .replace("{origin}", &request.origin)
                .replace("{elsewhere}", &other)
                .replace("{nth}", &request.nth.to_string());
            let redirects = matches!(request.endpoint, Endpoint::Download | Endpoint::File);
            redirects.then(|| answer(&format!("302 Found\r\nLocation: {to}"), ""))
        })
        .await;
        let before = elsewhere.requests().len();
        let run = scene.export(&service, "a").await;
        let asked = elsewhere.requests().len() - before;
        if to.contains("{elsewhere}") {
            // Another port of this very computer, where the service is as well.
            assert_eq!(run.phase, Phase::Saved, "{to}: {:?}", run.problem);
            assert_eq!(asked, hosts);
        } else {
            assert!(
                matches!(run.phase, Phase::Failed | Phase::Interrupted),
                "{to}"
            );
            assert!(!scene.path("a").exists(), "{to}");
        }
        let all = [service.requests(), elsewhere.requests()].concat();
        for request in all.iter().filter(|r| r.endpoint == Endpoint::File) {
            assert_eq!(request.header("authorization"), None, "{to}");
            assert!(!request.head.contains(raw::TOKEN), "{to}");
        }
        assert!(all.len() < 400, "{to}: {} requests", all.len());
    }
}

#[tokio::test(start_paused = true)]
async fn ids_that_would_lead_elsewhere_are_asked_for_as_they_are_or_not_at_all() {
    for (id, asked) in [
        ("../../../admin", Some("..%2F..%2F..%2Fadmin")),
        ("%2e%2e", Some("%252e%252e")),
        ("%2e%2e%2fadmin", Some("%252e%252e%252fadmin")),
        ("a?b=c", Some("a%3Fb%3Dc")),
        ("a#b", Some("a%23b")),
        ("a\u{0}b", Some("a%00b")),
        ("a/b+c==", Some("a%2Fb%2Bc%3D%3D")),
        ("a\\b", Some("a%5Cb")),
        ("a\r\nX: y", Some("a%0D%0AX%3A%20y")),
        ("@evil.example", Some("%40evil.example")),
        ("..", None),
        (".", None),
        ("", None),
    ] {
        let scene = Scene::new().await;
        let told = serde_json::Value::from(id).to_string();
        let service = RawService::start(small(), move |request| match request.endpoint {
            Endpoint::Create => Some(raw::pass(&format!(
                r#"{{"workflowId":"w","runId":{told},"statusUrl":""}}"#
            ))),
            Endpoint::Status => Some(raw::pass(
                r#"{"result":{"runnerState":"CLOSED","detail":"COMPLETED"}}"#,
            )),
            _ => None,
        })
        .await;
        let run = scene.export(&service, "a").await;
        let targets: Vec<String> = service
            .requests()
            .into_iter()
            .filter(|request| {
                matches!(
                    request.endpoint,
                    Endpoint::Status | Endpoint::Download | Endpoint::Other
                )
            })
            .map(|request| request.target)
            .collect();
        match asked {
            None => {
                scene.assert_unknown(&run, id);
                assert!(targets.is_empty(), "{id:?}: {targets:?}");
            }
            Some(asked) => {
                scene.assert_saved(&run, "a", &small(), id);
                let place = format!("/api/public/reports/report/w/{asked}");
                let expected =
                    ["status", "download"].map(|leaf| format!("{place}/{leaf}?companyKey=key"));
                assert_eq!(targets, expected, "{id:?}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn too_many_requests_are_waited_out_as_the_service_wishes() {
    let file = small();
    // What it says, and the least and the most that is waited, in seconds. The test's day is 23 November 2026.
    for (after, least, most) in [
        ("", 0, 30),
        ("\r\nRetry-After: 90", 90, 120),
        ("\r\nRetry-After: Mon, 23 Nov 2026 08:02:00 GMT", 100, 150),
        ("\r\nRetry-After: Mon, 23 Nov 2020 08:02:00 GMT", 0, 30),
        ("\r\nRetry-After: 99999999999999999999999999", 0, 30),
        ("\r\nRetry-After: 18446744073709551615", 590, 630),
        ("\r\nRetry-After: Fri, 31 Dec 9999 23:59:59 GMT", 590, 630),
        ("\r\nRetry-After: -7", 0, 30),
        ("\r\nRetry-After: a while", 0, 30),
        ("\r\nRetry-After: 90, 80", 0, 30),
    ] {
        for on in [Endpoint::Create, Endpoint::Status, Endpoint::Download] {
            let scene = Scene::new().await;
            let once = move |request: &Request| {
                let busy = format!("429 Too Many Requests{after}");
                (request.endpoint == on && request.nth == 0).then(|| answer(&busy, ""))
            };
            let service = RawService::start(file.clone(), once).await;
            let before = scene.clock.now();
            let run = scene.export(&service, "a").await;
            let context = format!("{after:?} at {on:?}");
            scene.assert_saved(&run, "a", &file, &context);
            let took = (scene.clock.now() - before) / 1000;
            assert!((least..=most).contains(&took), "{context}: {took} s");
            // Sent again, because it was refused.
            let creations = 1 + usize::from(on == Endpoint::Create);
            assert_eq!(service.count(Endpoint::Create), creations, "{context}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_doctor_sees_the_folder_the_keychain_the_network_and_a_clock_that_is_off() {
    const HOURS: i64 = 3_600_000;
    let scene = Scene::new().await;
    // The test's day and hour, as the service sees it.
    let told = |_: &Request| {
        let date = "Date: Mon, 23 Nov 2026 08:00:00 GMT";
        Some(answer(&format!("401 Unauthorized\r\n{date}"), ""))
    };
    let service = RawService::start(vec![], told).await;
    let run = scene.start(service.base(), "a").await;
    scene.finish(run).await;
    let data = scene.folder.path().join("data");
    let findings = async |keychain: &TestKeychain| {
        examine(
            &data,
            Arc::new(keychain.clone()),
            Arc::new(scene.clock.clone()),
        )
        .await
    };
    let keychain = TestKeychain::default();
    for ahead in [0, 2 * HOURS, -8 * HOURS] {
        scene.clock.by.store(ahead, Ordering::SeqCst);
        let found = findings(&keychain).await;
        let service = found.iter().find_map(|finding| match finding {
            Finding::Service { state, .. } => Some(state),
            _ => None,
        });
        let Some(ServiceState::Answers {
            status: 401,
            clock_ahead: Some(told),
        }) = service
        else {
            panic!("{found:?}");
        };
        // The runs before took some of the test's time.
        assert!(
            (ahead..ahead + 600_000).contains(told),
            "{told} for {ahead}"
        );
    }
    let found = findings(&keychain).await;
    let keychain_of = |found: &[Finding]| {
        found.iter().find_map(|finding| match finding {
            Finding::Keychain { state, .. } => Some(state.clone()),
            _ => None,
        })
    };
    assert_eq!(keychain_of(&found), Some(KeychainState::Works));
    assert!(keychain.entries().is_empty(), "the probe left something");
    assert!(found.iter().any(|finding| matches!(
        finding,
        Finding::Database(DatabaseState::Good {
            connections: 1,
            runs: 1
        })
    )));
    keychain.gone.store(true, Ordering::SeqCst);
    let found = findings(&keychain).await;
    assert!(matches!(
        keychain_of(&found),
        Some(KeychainState::Missing(_))
    ));
}
