//! A server of files that also answers like the service, so that our whole program downloads from it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::absolute;
use super::measure::Taken;
use crate::shell::{command_in, execute};

/// nginx on loopback, until it is dropped.
pub(super) struct Server {
    child: Child,
    folder: PathBuf,
    http: u16,
    https: u16,
}

impl Server {
    /// Serves a file of the folder, as it is and packed.
    pub(super) fn start(folder: &Path, source: &str) -> Result<Self> {
        let files = folder.join("files");
        fs::create_dir_all(&files)?;
        for name in ["export.json", "export.json.gz"] {
            let _ = fs::remove_file(files.join(name));
        }
        fs::hard_link(folder.join(source), files.join("export.json"))?;
        execute(command_in(
            &files,
            "sh",
            ["-c", "gzip -1 -c export.json > export.json.gz"],
        ))?;
        if !folder.join("cert.pem").exists() {
            let line = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj /CN=localhost -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE -keyout key.pem -out cert.pem";
            let mut openssl = command_in(folder, "openssl", line.split(' '));
            openssl.stderr(Stdio::null());
            execute(openssl)?;
        }
        let (http, https) = (free_port()?, free_port()?);
        fs::write(folder.join("nginx.conf"), config(folder, http, https))?;
        let child = command_in(
            folder,
            "nginx",
            ["-p", ".", "-c", &absolute(folder, "nginx.conf")],
        )
        .stderr(Stdio::null())
        .spawn()
        .context("nginx can't be started")?;
        let server = Server {
            child,
            folder: folder.to_owned(),
            http,
            https,
        };
        let start = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", http)).is_err() {
            if start.elapsed() > Duration::from_secs(10) {
                bail!("nginx does not answer");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(server)
    }

    /// Where the file is, one way or the other.
    pub(super) fn file(&self, way: &str) -> String {
        match way {
            "https" => format!("https://localhost:{}/plain/export.json", self.https),
            "gzip" => format!("http://localhost:{}/packed/export.json", self.http),
            _ => format!("http://localhost:{}/plain/export.json", self.http),
        }
    }

    /// What our whole program takes from the first question for the file to the file in its place. The export before that
    /// is left out, as well as the program's end.
    pub(super) fn run(&self, care_export: &str, way: &str) -> Result<Taken> {
        let report = self.folder.join("time.txt");
        let data = self.folder.join("data");
        let _ = fs::remove_dir_all(&data);
        let address = format!("http://127.0.0.1:{}/{way}/api/public", self.http);
        let arguments = "run --report user --from 2026-10-01 --to 2026-10-31 --time-zone Europe/Istanbul --company-key k --user a@b.example --format json --output saved.json --overwrite --progress json";
        let mut child = Command::new("/usr/bin/time")
            .args(["-f", "%U %S %M", "-o"])
            .arg(&report)
            .arg(care_export)
            .args(arguments.split(' '))
            .args(["--url", &address, "--data-dir"])
            .arg(&data)
            .env("CARE_EXPORT_PASSWORD", "p")
            .env("SSL_CERT_FILE", self.folder.join("cert.pem"))
            .current_dir(&self.folder)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .context("GNU time can't be started")?;
        let (mut start, mut end) = (None, None);
        let mut said = String::new();
        let lines = child.stderr.take().context("no standard error")?;
        for line in BufReader::new(lines).lines() {
            let line = line?;
            if start.is_none() && line.contains("\"phase\":\"downloading\"") {
                start = Some(Instant::now());
            }
            if line.contains("\"phase\":\"saved\"") {
                end = Some(Instant::now());
            }
            said = line;
        }
        let status = child.wait()?;
        let (Some(start), Some(end), true) = (start, end, status.success()) else {
            bail!("our download ended with {status}: {said}");
        };
        let seconds = (end - start).as_secs_f64();
        let _ = fs::remove_file(self.folder.join("saved.json"));
        let [user, system, memory] = super::measure::numbers(&fs::read_to_string(report)?)?;
        Ok(Taken {
            seconds,
            processor: user + system,
            memory: memory as u64,
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// One process, so that nothing is left when it is ended.
fn config(folder: &Path, http: u16, https: u16) -> String {
    let folder = folder.display();
    let mut locations = String::new();
    for way in ["http", "https", "gzip"] {
        let file = match way {
            "https" => format!("https://localhost:{https}/plain/export.json"),
            "gzip" => format!("http://localhost:{http}/packed/export.json"),
            _ => format!("http://localhost:{http}/plain/export.json"),
        };
        let public = format!("/{way}/api/public");
        let base = format!("{public}/reports/report");
        let job = format!("http://127.0.0.1:{http}{base}/w/r");
        locations += &format!(
            r#"
        location = {public}/config/timezones {{ return 200 '{{"status":"PASS","result":[{{"id":"Europe/Istanbul","name":"Istanbul","shortName":"TRT","offsetString":"+03:00","offsetMillis":10800000}}]}}'; }}
        location = {base}/user {{ return 200 '{{"status":"PASS","request":null,"message":null,"result":{{"workflowId":"w","runId":"r","downloadUrl":"","statusUrl":"{job}/status"}}}}'; }}
        location = {base}/w/r/status {{ return 200 '{{"status":"PASS","request":null,"message":null,"result":{{"jobInfo":{{"workflowId":"w","runId":"r","downloadUrl":"{job}/download","statusUrl":"{job}/status"}},"result":{{"runnerState":"CLOSED","reason":"","detail":"COMPLETED","currentCount":1,"totalCount":1,"lastAcknowledgeTime":1}}}}}}'; }}
        location = {base}/w/r/download {{ return 307 {file}; }}"#
        );
    }
    format!(
        r#"daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ }}
http {{
    access_log off;
    sendfile on;
    default_type application/json;
    client_body_temp_path {folder}/nginx-body;
    proxy_temp_path {folder}/nginx-proxy;
    fastcgi_temp_path {folder}/nginx-fastcgi;
    uwsgi_temp_path {folder}/nginx-uwsgi;
    scgi_temp_path {folder}/nginx-scgi;
    server {{
        listen 127.0.0.1:{http};
        listen 127.0.0.1:{https} ssl;
        server_name localhost;
        ssl_certificate {folder}/cert.pem;
        ssl_certificate_key {folder}/key.pem;
        location /plain/ {{ alias {folder}/files/; }}
        location /packed/ {{ alias {folder}/files/; gzip_static on; }}{locations}
    }}
}}
"#
    )
}
