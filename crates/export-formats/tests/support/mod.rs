//! What both formats' tests share.
#![allow(dead_code, reason = "each test program uses its part")]

use std::io::Read;

use export_formats::{Contents, Fault, FaultKind, Format, inspect};

/// A reader that gives at most `piece` bytes at a time.
pub(crate) struct Dribble<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) piece: usize,
}

impl Read for Dribble<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let piece = self.piece.min(buffer.len());
        self.bytes.read(&mut buffer[..piece])
    }
}

/// `count` times the same bytes, without holding them.
pub(crate) struct Repeat {
    pub(crate) unit: Vec<u8>,
    pub(crate) count: u64,
    pub(crate) at: usize,
}

impl Read for Repeat {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.count == 0 {
            return Ok(0);
        }
        let bytes = (&self.unit[self.at..]).read(buffer)?;
        self.at += bytes;
        if self.at == self.unit.len() {
            self.at = 0;
            self.count -= 1;
        }
        Ok(bytes)
    }
}

pub(crate) fn json(bytes: &[u8]) -> Result<Contents, Fault> {
    inspect(Format::Json, bytes)
}

pub(crate) fn csv(bytes: &[u8]) -> Result<Contents, Fault> {
    inspect(Format::Csv, bytes)
}

/// A result in a form that can be compared.
pub(crate) fn outcome(result: Result<Contents, Fault>) -> Result<(u64, Vec<String>), Seen> {
    match result {
        Ok(Contents { rows, columns }) => Ok((rows, columns)),
        Err(fault) => Err(Seen {
            kind: kind(&fault),
            offset: fault.offset(),
            row: fault.row(),
        }),
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) kind: &'static str,
    pub(crate) offset: Option<u64>,
    pub(crate) row: Option<u64>,
}

pub(crate) fn kind(fault: &Fault) -> &'static str {
    match fault.kind() {
        FaultKind::Truncated => "truncated",
        FaultKind::Html => "html",
        FaultKind::Malformed => "malformed",
        FaultKind::NotUtf8 => "not utf-8",
        FaultKind::Io(_) => "io",
    }
}

pub(crate) fn fault(result: Result<Contents, Fault>) -> (&'static str, u64, Option<u64>) {
    let fault = result.expect_err("this file has a fault");
    (
        kind(&fault),
        fault.offset().expect("faults have a place"),
        fault.row(),
    )
}

pub(crate) fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}
