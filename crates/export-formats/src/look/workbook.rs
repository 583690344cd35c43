use std::io::{ErrorKind, Read, Seek, SeekFrom};

use flate2::read::DeflateDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use super::sheet::{NOT_OURS, Sheet};
use crate::columns::Columns;
use crate::convert::sheet_path;
use crate::source::Source;
use crate::{Fault, FaultKind};

/// Goes through the sheets of a workbook that hold rows, for as long as the answer is true. It is told where each begins.
///
/// With `from` it begins in a packed piece that begins with a row, or with a sheet. The columns are those of all sheets.
pub(super) fn each_sheet(
    mut file: impl Read + Seek,
    from: Option<(u64, Columns)>,
    mut work: impl FnMut(u64, Sheet<&mut dyn Read>) -> Result<bool, Fault>,
) -> Result<(), Fault> {
    let parts = parts(&mut file)?;
    let Some((at, columns)) = from else {
        return each_from(file, &parts, 0, &mut work);
    };
    let number = parts.partition_point(|part| part.start <= at);
    let part = number.checked_sub(1).and_then(|before| parts.get(before));
    let part = part.filter(|part| at < part.end).ok_or_else(not_ours)?;
    if part.start == at {
        return each_from(file, &parts, number - 1, &mut work);
    }
    file.seek(SeekFrom::Start(at))?;
    let mut unpacked = DeflateDecoder::new((&mut file).take(part.end - at));
    let unpacked: &mut dyn Read = &mut unpacked;
    let sheet = Sheet::resume(Source::new(unpacked), columns);
    if !work(at, sheet).map_err(unpacking)? {
        return Ok(());
    }
    each_from(file, &parts, number, &mut work)
}

/// Where a sheet is packed.
struct Packed {
    start: u64,
    end: u64,
}

/// The sheets in their order, those without rows among them.
fn parts(file: impl Read + Seek) -> Result<Vec<Packed>, Fault> {
    let mut archive = ZipArchive::new(file).map_err(fault)?;
    let mut parts: Vec<Packed> = Vec::new();
    while let Some(index) = archive.index_for_name(&sheet_path(parts.len() as u64 + 1)) {
        let part = archive.by_index_raw(index).map_err(fault)?;
        let start = part.data_start().ok_or_else(not_ours)?;
        let end = start.checked_add(part.compressed_size());
        let end = end.ok_or_else(not_ours)?;
        if parts.last().is_some_and(|last| last.end > start) {
            return Err(not_ours());
        }
        parts.push(Packed { start, end });
    }
    if parts.is_empty() {
        return Err(not_ours());
    }
    Ok(parts)
}

fn each_from(
    file: impl Read + Seek,
    parts: &[Packed],
    first: usize,
    work: &mut impl FnMut(u64, Sheet<&mut dyn Read>) -> Result<bool, Fault>,
) -> Result<(), Fault> {
    let mut archive = ZipArchive::new(file).map_err(fault)?;
    for (number, part) in parts.iter().enumerate().skip(first) {
        let mut packed = archive
            .by_name(&sheet_path(number as u64 + 1))
            .map_err(fault)?;
        let unpacked: &mut dyn Read = &mut packed;
        let sheet = Sheet::open(Source::new(unpacked)).map_err(unpacking)?;
        if !sheet.has_rows() && number > 0 {
            return Ok(());
        }
        if !work(part.start, sheet).map_err(unpacking)? {
            return Ok(());
        }
    }
    Ok(())
}

fn fault(error: ZipError) -> Fault {
    match error {
        ZipError::Io(error) => unpacking(error.into()),
        _ => not_ours(),
    }
}

/// What does not unpack is damaged, although it comes as an error of reading.
fn unpacking(fault: Fault) -> Fault {
    match fault.kind() {
        FaultKind::Io(error)
            if matches!(
                error.kind(),
                ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof
            ) =>
        {
            not_ours()
        }
        _ => fault,
    }
}

fn not_ours() -> Fault {
    Fault::new(FaultKind::Malformed, NOT_OURS, 0)
}
