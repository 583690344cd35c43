//! A service that was taken over, and answers to do harm. The engine is in a process of its own, so that its memory can be
//! measured: whatever comes, it takes little, ends, and leaves no file that is not what it should be.

use std::fs;
use std::io::Write;
use std::sync::Arc;

use export_engine::{
    ConnectionDraft, DamageKind, Engine, EngineConfig, Field, FieldFault, FileFormat, FileOptions,
    NetworkFault, Password, PasswordKeeping, Phase, PresetFileFault, ProblemKind, UnexpectedKind,
};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::StreamExt;
use tempfile::TempDir;

use crate::clock::FastClock;
use crate::raw::{
    Endpoint, Part as Said, RawService, Request, SIGNATURE, TOKEN, answer, honest, http, pass,
};
use crate::scene::{FORMATS, ended};
use crate::secrets::Search;
use crate::victim::{Disk, DiskKind, NoKeychain, Part, Told, What};

/// What a run may take of memory beyond what the idle engine does, in kB.
const MOST_MEMORY: u64 = 64 * 1024;
/// What a run may take of the network of something that is no use to it, in bytes.
const MOST_TRAFFIC: u64 = 512 * 1024 * 1024;
/// How many scenes play at once.
const AT_ONCE: usize = 3;

const EMAIL: &str = "someone@example.com";
const PASSWORD: &str = "hostile:pässwörd-4711";

const MEGABYTE: usize = 1024 * 1024;

/// One misdeed.
struct Case {
    name: String,
    on: Endpoint,
    said: Vec<Said>,
    format: FileFormat,
    /// The file that must be there in the end, when one must.
    file: Option<Arc<Vec<u8>>>,
    /// Why there is none.
    problem: Vec<ProblemKind>,
    /// How small the disk is, in bytes.
    disk: Option<usize>,
}

impl Case {
    /// Something that brings no file, for one of these reasons.
    fn harm(name: &str, on: Endpoint, said: Vec<Said>, problem: &[ProblemKind]) -> Case {
        Case {
            name: format!("{name} at {on:?}"),
            on,
            said,
            format: FileFormat::Json,
            file: None,
            problem: problem.to_vec(),
            disk: None,
        }
    }

    /// An odd file that is an export all the same.
    fn odd(name: &str, format: FileFormat, file: Vec<u8>, head: &str) -> Case {
        Case {
            name: format!("{name} as {format:?}"),
            on: Endpoint::File,
            said: answer(head, &file),
            format,
            file: Some(Arc::new(file)),
            problem: vec![],
            disk: None,
        }
    }
}

/// A head that says nothing of a length, and what comes after it for ever.
fn endless(head: &str, begin: &str, again: impl Into<Vec<u8>>) -> Vec<Said> {
    let head = format!("HTTP/1.1 {head}\r\nConnection: close\r\n\r\n{begin}");
    vec![Said::Say(head.into_bytes()), Said::Endlessly(again.into())]
}

/// Sixteen megabytes of white space in sixteen kilobytes; any number of them after one another are one file.
fn bomb() -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let space = vec![b' '; MEGABYTE];
    for _ in 0..16 {
        encoder.write_all(&space).expect("memory");
    }
    encoder.finish().expect("memory")
}

/// Small in JSON and large in memory.
fn swelling(bytes: usize) -> String {
    let pieces = bytes / 7;
    format!("[{}0]", r#"{"":0},"#.repeat(pieces))
}

fn unexpected(what: UnexpectedKind) -> ProblemKind {
    ProblemKind::UnexpectedAnswer { what }
}

fn damaged(what: DamageKind) -> ProblemKind {
    ProblemKind::FileDamaged { what }
}

/// What is no answer, whoever asked.
fn no_answers() -> Vec<(&'static str, Vec<Said>)> {
    let long = "x".repeat(10 * MEGABYTE);
    vec![
        ("an endless body", endless("200 OK", "", vec![b' '; 65_536])),
        (
            "an endless answer",
            endless(
                "200 OK",
                r#"{"status":"PASS","result":[1"#,
                ",1".repeat(30_000),
            ),
        ),
        (
            "an endless bomb",
            endless("200 OK\r\nContent-Encoding: gzip", "", bomb()),
        ),
        (
            "four gigabytes for four kilobytes",
            endless("200 OK\r\nContent-Length: 4096", "{", vec![b' '; 65_536]),
        ),
        (
            "ten megabytes in one field",
            pass(&format!(r#"{{"workflowId":"w","reason":"{long}"}}"#)),
        ),
        ("what swells in memory", pass(&swelling(7 * MEGABYTE))),
        ("a little of what swells in memory", pass(&swelling(50_000))),
        (
            "deep nesting",
            pass(&format!("{}{}", "[".repeat(30_000), "]".repeat(30_000))),
        ),
        (
            "invalid UTF-8",
            answer("200 OK", b"{\"status\":\"\xff\xfe\"}"),
        ),
        (
            "a truncated answer",
            answer(
                "200 OK",
                r#"{"status":"PASS","result":{"workflowId":"w","ru"#,
            ),
        ),
        ("an endless head", {
            let begin = Said::Say(b"HTTP/1.1 200 OK\r\n".to_vec());
            vec![begin, Said::Endlessly(b"X-Header: y\r\n".repeat(1_000))]
        }),
        (
            "an endless error",
            endless("500 Oops", "", vec![b'<'; 65_536]),
        ),
    ]
}

fn cases() -> Vec<Case> {
    use Endpoint::{Create, Download, File, Status, TimeZones};
    let mut cases = Vec::new();
    let odd_answer = [
        unexpected(UnexpectedKind::TooLarge),
        unexpected(UnexpectedKind::Malformed),
        ProblemKind::AddressWrong,
        ProblemKind::ServiceUnavailable { status: 500 },
    ];
    for on in [TimeZones, Create, Status] {
        for (name, said) in no_answers() {
            // What was asked for may have been accepted, whatever was said.
            let unknown = [ProblemKind::CreationUnknown, ProblemKind::AddressWrong];
            let why: &[ProblemKind] = if on == Create { &unknown } else { &odd_answer };
            cases.push(Case::harm(name, on, said, why));
        }
    }
    let job = r#"{"workflowId":"w1","runId":"r/1==","downloadUrl":"{u}"}"#;
    let state =
        |state: &str| format!(r#"{{"jobInfo":{job},"result":{{"runnerState":"{state}"}}}}"#);
    cases.push(Case::harm(
        "a state that nobody documented",
        Status,
        pass(&state("PONDERING")),
        &[unexpected(UnexpectedKind::State)],
    ));
    let long_state = "P".repeat(60_000);
    cases.push(Case::harm(
        "a long state that nobody documented",
        Status,
        pass(&state(&long_state)),
        &[unexpected(UnexpectedKind::State)],
    ));

    cases.push(Case::harm(
        "an endless envelope",
        Download,
        endless("200 OK", r#"{"status":"#, vec![b' '; 65_536]),
        &[ProblemKind::DiskFull],
    ));
    cases.push(Case::harm(
        "an endless redirect",
        Download,
        endless(
            "307 Temporary Redirect\r\nLocation: /file",
            "",
            vec![b' '; 65_536],
        ),
        &[damaged(DamageKind::Truncated)],
    ));
    cases.push(Case::harm(
        "an endless bomb",
        File,
        endless("200 OK\r\nContent-Encoding: gzip", "", bomb()),
        &[unexpected(UnexpectedKind::TooLarge)],
    ));
    cases.push(Case::harm(
        "an endless file",
        File,
        endless("200 OK", "[", vec![b' '; 65_536]),
        &[ProblemKind::DiskFull],
    ));
    cases.push(Case::harm(
        "four gigabytes for four kilobytes",
        File,
        endless("200 OK\r\nContent-Length: 4096", "[", vec![b' '; 65_536]),
        &[damaged(DamageKind::Truncated)],
    ));
    cases.push(Case::harm(
        "a million columns",
        File,
        {
            let keys: Vec<String> = (0..1_000_000)
                .map(|n| format!(r#""column {n}":"""#))
                .collect();
            answer("200 OK", format!("[{{{}}}]", keys.join(",")))
        },
        &[damaged(DamageKind::Malformed)],
    ));
    for (name, file) in [
        ("deep nesting", "[".repeat(20 * MEGABYTE)),
        (
            "a deep value",
            format!(r#"[{{"a":{}"#, "[".repeat(5 * MEGABYTE)),
        ),
        (
            "a long key",
            format!(r#"[{{"{}":""}}]"#, "k".repeat(20 * MEGABYTE)),
        ),
    ] {
        let said = answer("200 OK", file);
        cases.push(Case::harm(
            name,
            File,
            said,
            &[damaged(DamageKind::Malformed)],
        ));
    }
    cases.push(Case::harm(
        "invalid UTF-8",
        File,
        answer("200 OK", b"[{\"a\":\"\xc3\x28\"}]"),
        &[damaged(DamageKind::NotUtf8)],
    ));
    cases.push(Case::harm(
        "a page in place of a file",
        File,
        answer(
            "200 OK",
            format!("<!DOCTYPE html>{}", " ".repeat(10 * MEGABYTE)),
        ),
        &[damaged(DamageKind::Html)],
    ));

    for format in FORMATS {
        let long = "ü\\n".repeat(2_500_000);
        let file = format!(r#"[{{"agent_id":"1","note":"{long}"}},{{"agent_id":"2","note":""}}]"#);
        cases.push(Case::odd(
            "ten megabytes in one field",
            format,
            file.into_bytes(),
            "200 OK",
        ));
        let rows: Vec<String> = (0..100_000)
            .map(|n| {
                format!(
                    r#"{{"agent_id":"{n}","agent_name":"Agent {n}","note":"{}"}}"#,
                    n * 7919
                )
            })
            .collect();
        let file = format!("[{}]", rows.join(","));
        cases.push(Case::odd(
            "many rows of different values",
            format,
            file.into_bytes(),
            "200 OK",
        ));
    }
    // What was announced is the file, whatever comes after it.
    let mut case = Case::odd(
        "more than announced",
        FileFormat::Json,
        b"[]".to_vec(),
        "200 OK",
    );
    case.said = vec![
        Said::Say(http("200 OK", b"[]")),
        Said::Endlessly(vec![b'x'; 65_536]),
    ];
    cases.push(case);
    for case in &mut cases {
        // A disk of a size to be filled: never the one of this computer.
        if case.problem.contains(&ProblemKind::DiskFull) {
            case.disk = Some(40 * MEGABYTE);
        }
    }
    cases
}

/// An account of a service, a folder, and what a victim is to do there.
struct Stage {
    folder: TempDir,
    part: Part,
}

impl Stage {
    async fn new(address: String, format: FileFormat, disk: Option<usize>) -> Stage {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("out");
        fs::create_dir(&out).expect("a folder");
        let clock = Arc::new(FastClock::start());
        let config = EngineConfig {
            data_dir: folder.path().join("data"),
            clock: Arc::clone(&clock) as Arc<dyn export_engine::Clock>,
            keychain: Arc::new(NoKeychain),
            seed: Some(7),
        };
        let engine = Engine::open(config).await.expect("an engine");
        let draft = ConnectionDraft {
            id: None,
            name: "Hostile".into(),
            address,
            company_key: "key".into(),
            instance: None,
            email: EMAIL.into(),
            password: Some(Password::from(PASSWORD.to_owned())),
            password_keeping: PasswordKeeping::Session,
        };
        let connection = engine.save_connection(draft).await.expect("stored");
        engine.close().await;
        let part = Part {
            data: folder.path().join("data"),
            connection_id: connection.id,
            password: PASSWORD.into(),
            clock_started: clock.started(),
            deadly: None,
            export: Some((out.join(format!("a.{}", format.extension())), format)),
            what: What::October,
            presets: None,
            disk: disk.map(|bytes| Disk {
                kind: DiskKind::Small(bytes),
                misfortune: None,
                elsewhere: folder.path().join("elsewhere"),
            }),
            report: Some(folder.path().join("report")),
        };
        Stage { folder, part }
    }

    async fn play(&self, context: &str) -> Told {
        let status = ended(self.part.start()).await;
        assert!(status.success(), "{context}: {status}");
        let report = fs::read(self.folder.path().join("report")).expect("a report");
        let report: Told = serde_json::from_slice(&report).expect("JSON");
        assert!(report.idle > 1_000, "{context}: the kernel says {report:?}");
        let took = report.peak.saturating_sub(report.idle);
        assert!(took < MOST_MEMORY, "{context}: {took} kB of memory");
        report
    }

    fn files(&self) -> Vec<String> {
        let files = fs::read_dir(self.folder.path().join("out")).expect("readable");
        let names = files.map(|file| file.expect("a file").file_name());
        names
            .map(|name| name.to_string_lossy().into_owned())
            .collect()
    }
}

/// Has a run meet it. Gives what memory that took, in kB, and where.
async fn commit(case: Case) -> (u64, String) {
    let name = case.name.clone();
    let (on, said, honestly) = (case.on, case.said, case.file.clone());
    let service = RawService::start(vec![], move |request: &Request| {
        if request.endpoint == on {
            Some(said.clone())
        } else {
            Some(honest(
                request,
                honestly.as_ref().map_or(&[][..], |file| file),
            ))
        }
    })
    .await;
    let stage = Stage::new(service.base(), case.format, case.disk).await;
    let report = stage.play(&name).await;
    match &case.file {
        Some(file) => {
            assert_eq!(report.phase, Some(Phase::Saved), "{name}: {report:?}");
            let saved = stage.folder.path().join("out").join(&stage.files()[0]);
            if case.format == FileFormat::Json {
                assert!(
                    fs::read(saved).expect("the file") == **file,
                    "{name}: other bytes"
                );
            } else {
                assert!(saved.metadata().expect("the file").len() > 0, "{name}");
            }
            assert_eq!(stage.files().len(), 1, "{name}: {:?}", stage.files());
        }
        None => {
            let why = report.problem.clone().expect("a reason");
            assert!(case.problem.contains(&why), "{name}: {report:?}");
            assert_eq!(stage.files(), Vec::<String>::new(), "{name}");
            assert!(
                service.sent() < MOST_TRAFFIC,
                "{name}: {} bytes",
                service.sent()
            );
        }
    }
    assert!(service.count(Endpoint::Create) <= 1, "{name}");
    // Nobody but the service itself was told anything, and nothing of it is on the disk.
    for request in service.requests() {
        let signed = request.header("authorization").is_some();
        assert_eq!(
            signed,
            request.endpoint != Endpoint::File,
            "{name}: {request:?}"
        );
    }
    let search = Search::new([
        ("the password", PASSWORD.as_bytes()),
        ("the account", format!("{EMAIL}:{PASSWORD}").as_bytes()),
        ("a token", TOKEN.as_bytes()),
        ("a signature", SIGNATURE.as_bytes()),
    ]);
    search
        .look_through(stage.folder.path())
        .expect("nothing of it is there");
    (report.peak.saturating_sub(report.idle), name)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_answered_a_run_ends_in_little_memory_and_leaves_no_wrong_file() {
    let mut took: Vec<(u64, String)> = futures_util::stream::iter(cases())
        .map(|case| tokio::spawn(commit(case)))
        .buffer_unordered(AT_ONCE)
        .map(|took| took.expect("an end"))
        .collect()
        .await;
    took.sort_by(|one, other| other.cmp(one));
    eprintln!("{} cases, at most {:?} kB", took.len(), &took[..5]);
}

/// A file of presets as large as one can be, in which the place marked `…` holds this again and again.
fn swollen(around: &str, again: impl Fn(usize) -> String) -> Vec<u8> {
    let (begin, end) = around.split_once('…').expect("a place");
    let mut file = String::from(begin);
    let mut n = 0;
    while file.len() + end.len() < 4 * MEGABYTE - 1_000 {
        file.push_str(&again(n));
        n += 1;
    }
    (file + end).into_bytes()
}

/// Presets in a file, and what is said to it.
fn files_of_presets() -> Vec<(&'static str, Vec<u8>, Option<ProblemKind>)> {
    let options = serde_json::to_string(&FileOptions::of(FileFormat::Json)).expect("JSON");
    let preset = |name: &str, choices: &str, rest: &str| {
        format!(
            r#"{{"name":"{name}","connection":"c","fileName":"{{preset}}","export":{{"timeZone":"UTC",
            "period":{{"kind":"instants","start":1,"end":2}},"file":{options}{choices}}}{rest}}}"#
        )
    };
    let file = |presets: &str| format!(r#"{{"careExportPresets":1,"presets":[{presets}]}}"#);
    let some = |n: usize| format!(r#","{n}""#);
    let many = |field: &str| {
        swollen(
            &file(&preset("a", &format!(r#","{field}":["0"…]"#), "")),
            some,
        )
    };
    let as_many: Vec<String> = (0..5_000).map(|n| preset(&n.to_string(), "", "")).collect();
    let too_many = |field| {
        let fault = FieldFault::TooLong;
        Some(ProblemKind::InvalidField { field, fault })
    };
    let no = |fault| Some(ProblemKind::PresetFile { fault });
    let unreadable = PresetFileFault::Unreadable;
    vec![
        ("many ids", many("agentIds"), too_many(Field::Agents)),
        ("many columns", many("columns"), too_many(Field::Columns)),
        (
            "many names",
            swollen(
                &file(&preset("a", "", r#","peopleNames":{"":""…}"#)),
                |n| format!(r#","{n}":"""#),
            ),
            None,
        ),
        (
            "as many presets as it can have",
            file(&as_many.join(",")).into_bytes(),
            None,
        ),
        (
            "more presets than it can have",
            swollen(&file(&format!("{}…", preset("a", "", ""))), |n| {
                format!(",{}", preset(&n.to_string(), "", ""))
            }),
            no(PresetFileFault::TooLarge),
        ),
        (
            "many small values",
            swollen(&file("{}…"), |_| ",{}".into()),
            no(unreadable),
        ),
        (
            "many values that nobody knows",
            swollen(r#"{"other":[0…]}"#, |_| ",0".into()),
            no(PresetFileFault::NotPresets),
        ),
        (
            "a mark that swells",
            swollen(r#"{"careExportPresets":[[]…]}"#, |_| ",[]".into()),
            no(unreadable),
        ),
        ("deep nesting", vec![b'['; 4 * MEGABYTE], no(unreadable)),
        (
            "deep nesting in a preset",
            swollen(&file("{…}"), |_| r#""name":["#.into()),
            no(unreadable),
        ),
        (
            "a long name",
            swollen(&file(r#"{"name":"…"}"#), |_| "ü".into()),
            no(unreadable),
        ),
        (
            "more than a file can be",
            vec![b' '; 80 * MEGABYTE],
            no(PresetFileFault::TooLarge),
        ),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_in_a_file_of_presets_takes_little_memory() {
    let nowhere = "http://127.0.0.1:9/api/public";
    for (name, file, problem) in files_of_presets() {
        let mut stage = Stage::new(nowhere.into(), FileFormat::Json, None).await;
        let path = stage.folder.path().join("hostile.careexport");
        fs::write(&path, file).expect("written");
        stage.part.export = None;
        stage.part.presets = Some(path);
        let told = stage.play(name).await;
        eprintln!("{name}: {} kB", told.peak.saturating_sub(told.idle));
        assert_eq!(told.problem, problem, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_whose_name_is_not_known_is_said() {
    let address = "https://care.invalid/api/public".to_owned();
    let stage = Stage::new(address, FileFormat::Json, None).await;
    let report = stage.play("no name").await;
    let unknown = ProblemKind::Network {
        fault: NetworkFault::Dns,
    };
    assert_eq!(report.problem, Some(unknown));
    assert_eq!(report.phase, Some(Phase::Failed));
    assert_eq!(stage.files(), Vec::<String>::new());
}
