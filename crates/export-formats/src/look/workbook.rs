use std::io::{ErrorKind, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use super::sheet::{NOT_OURS, Sheet};
use crate::convert::sheet_path;
use crate::source::Source;
use crate::{Fault, FaultKind};

/// Goes through the sheets of a workbook that hold rows, from the one of this number, for as long as the answer is true.
/// The first has the number 1.
pub(super) fn each_sheet(
    file: impl Read + Seek,
    first: u64,
    mut work: impl FnMut(u64, Sheet<&mut dyn Read>) -> Result<bool, Fault>,
) -> Result<(), Fault> {
    let mut archive = ZipArchive::new(file).map_err(fault)?;
    for number in first.. {
        let path = sheet_path(number);
        let mut part = match archive.by_name(&path) {
            Err(ZipError::FileNotFound) if number > 1 => return Ok(()),
            part => part.map_err(fault)?,
        };
        let part: &mut dyn Read = &mut part;
        let sheet = Sheet::open(Source::new(part)).map_err(unpacking)?;
        if !sheet.has_rows() && number > 1 {
            return Ok(());
        }
        if !work(number, sheet).map_err(unpacking)? {
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
