//! Several exports read as one.

use std::io::{self, Read, Seek, SeekFrom};

/// White space of JSON.
const SPACE: &[u8] = b" \t\r\n";
const MARK: &[u8] = b"\xef\xbb\xbf";
/// Bytes that are read at once to find where the rows of a file begin and end.
const PIECE: usize = 4096;

/// Several exports as the service writes them, read as one array: the rows of the first, then those of the second, and
/// so on, byte for byte. Nothing is kept in memory.
///
/// Each file must have been found whole by [`inspect`](crate::inspect) before.
#[derive(Debug)]
pub struct Joined<R> {
    pieces: Vec<Piece<R>>,
    /// The piece that is read next, and how much of it was.
    at: (usize, u64),
    /// Whether the file of that piece stands where it is to be read.
    placed: bool,
}

#[derive(Debug)]
enum Piece<R> {
    /// What stands around the rows of two files.
    Text(&'static [u8]),
    /// The rows of a file, from a byte to another.
    Rows(R, u64, u64),
}

impl<R> Piece<R> {
    fn len(&self) -> u64 {
        match self {
            Piece::Text(text) => text.len() as u64,
            Piece::Rows(_, start, end) => end - start,
        }
    }
}

impl<R: Read + Seek> Joined<R> {
    /// These files, in this order.
    ///
    /// # Errors
    /// One that can't be read, or is no array.
    pub fn new(files: impl IntoIterator<Item = R>) -> io::Result<Self> {
        let mut pieces = vec![Piece::Text(b"[")];
        for mut file in files {
            let (start, end) = (start_of_rows(&mut file)?, end_of_rows(&mut file)?);
            if start > end {
                return Err(no_array());
            }
            if is_space(&mut file, start, end)? {
                continue;
            }
            if pieces.len() > 1 {
                pieces.push(Piece::Text(b","));
            }
            pieces.push(Piece::Rows(file, start, end));
        }
        pieces.push(Piece::Text(b"]"));
        Ok(Joined {
            pieces,
            at: (0, 0),
            placed: false,
        })
    }

    /// Bytes of the whole.
    pub fn length(&self) -> u64 {
        self.pieces.iter().map(Piece::len).sum()
    }

    /// Goes to a byte of the whole, at most its end.
    fn go_to(&mut self, mut byte: u64) {
        let mut piece = 0;
        while let Some(length) = self.pieces.get(piece).map(Piece::len)
            && byte >= length
        {
            byte -= length;
            piece += 1;
        }
        self.at = (piece, byte);
        self.placed = false;
    }

    fn position(&self) -> u64 {
        let before = self.pieces.iter().take(self.at.0);
        before.map(Piece::len).sum::<u64>() + self.at.1
    }
}

impl<R: Read + Seek> Read for Joined<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(piece) = self.pieces.get_mut(self.at.0) {
            let left = piece.len() - self.at.1;
            if left == 0 {
                self.at = (self.at.0 + 1, 0);
                self.placed = false;
                continue;
            }
            let most = usize::try_from(left).map_or(buffer.len(), |left| left.min(buffer.len()));
            let read = match piece {
                Piece::Text(text) => {
                    // Texts are a byte long: the conversion can't fail.
                    let from = usize::try_from(self.at.1).unwrap_or_default();
                    (&text[from..]).read(&mut buffer[..most])?
                }
                Piece::Rows(file, start, _) => {
                    if !self.placed {
                        file.seek(SeekFrom::Start(*start + self.at.1))?;
                        self.placed = true;
                    }
                    file.read(&mut buffer[..most])?
                }
            };
            if read == 0 && most > 0 {
                // It became shorter.
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.at.1 += read as u64;
            return Ok(read);
        }
        Ok(0)
    }
}

impl<R: Read + Seek> Seek for Joined<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let end = self.length();
        let byte = match to {
            SeekFrom::Start(byte) => Some(byte),
            SeekFrom::End(ahead) => end.checked_add_signed(ahead),
            SeekFrom::Current(ahead) => self.position().checked_add_signed(ahead),
        };
        let byte = byte
            .filter(|byte| *byte <= end)
            .ok_or(io::ErrorKind::InvalidInput)?;
        self.go_to(byte);
        Ok(byte)
    }
}

/// The byte after the bracket that opens the array.
fn start_of_rows(file: &mut (impl Read + Seek)) -> io::Result<u64> {
    file.rewind()?;
    let mut mark = [0; MARK.len()];
    let read = read_most(file, &mut mark)?;
    let mut byte = if mark[..read] == *MARK { 3 } else { 0 };
    file.seek(SeekFrom::Start(byte))?;
    let mut piece = [0; PIECE];
    loop {
        let read = read_most(file, &mut piece)?;
        let found = piece[..read].iter().position(|b| !SPACE.contains(b));
        match found {
            Some(place) if piece[place] == b'[' => return Ok(byte + place as u64 + 1),
            None if read > 0 => byte += read as u64,
            _ => return Err(no_array()),
        }
    }
}

/// The byte of the bracket that closes the array.
fn end_of_rows(file: &mut (impl Read + Seek)) -> io::Result<u64> {
    let mut end = file.seek(SeekFrom::End(0))?;
    let mut piece = [0; PIECE];
    while end > 0 {
        let start = end.saturating_sub(PIECE as u64);
        file.seek(SeekFrom::Start(start))?;
        let read = &mut piece[..usize::try_from(end - start).unwrap_or(PIECE)];
        file.read_exact(read)?;
        match read.iter().rposition(|b| !SPACE.contains(b)) {
            Some(place) if read[place] == b']' => return Ok(start + place as u64),
            Some(_) => return Err(no_array()),
            None => end = start,
        }
    }
    Err(no_array())
}

/// Whether nothing but white space stands between two bytes.
fn is_space(file: &mut (impl Read + Seek), start: u64, end: u64) -> io::Result<bool> {
    file.seek(SeekFrom::Start(start))?;
    let mut rest = file.take(end - start);
    let mut piece = [0; PIECE];
    loop {
        let read = read_most(&mut rest, &mut piece)?;
        if piece[..read].iter().any(|b| !SPACE.contains(b)) {
            return Ok(false);
        }
        if read == 0 {
            return Ok(true);
        }
    }
}

/// Fills the buffer, unless the file ends before.
fn read_most(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

fn no_array() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "no array of rows")
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;
    use crate::{Format, inspect};

    fn joined(files: &[&str]) -> String {
        let mut joined = Joined::new(files.iter().map(Cursor::new)).expect("arrays");
        let mut text = String::new();
        joined.read_to_string(&mut text).expect("read");
        assert_eq!(text.len() as u64, joined.length());
        text
    }

    #[test]
    fn files_without_rows_leave_no_trace() {
        assert_eq!(joined(&[]), "[]");
        assert_eq!(joined(&["[]", " [ \n ] "]), "[]");
        assert_eq!(joined(&["[]", "[{\"a\":\"1\"}]", "[]"]), "[{\"a\":\"1\"}]");
        assert_eq!(
            joined(&["\u{feff}\n[{\"a\":\"]\"} ]\n\n", "[]", "[\t{\"b\":\"[\"}]"]),
            "[{\"a\":\"]\"} ,\t{\"b\":\"[\"}]"
        );
        let wide = format!("{0}[{0}{{}}{0}]{0}", " ".repeat(PIECE + 7));
        let text = joined(&[&wide, &wide]);
        let contents = inspect(Format::Json, text.as_bytes()).expect("an export");
        assert_eq!(contents.rows, 2);
    }

    #[test]
    fn what_is_no_array_is_an_error() {
        for file in ["", "{}", "[", "]", "[] x", "  ", "<html>]"] {
            assert!(Joined::new([Cursor::new(file)]).is_err(), "{file}");
        }
    }

    #[test]
    fn a_file_that_became_shorter_is_an_error() {
        let mut files = Joined::new([Cursor::new(b"[{\"a\":\"1\"}]".to_vec())]).expect("an array");
        let Piece::Rows(file, ..) = &mut files.pieces[1] else {
            panic!("rows");
        };
        file.get_mut().truncate(4);
        assert!(files.read_to_end(&mut Vec::new()).is_err());
    }

    proptest! {
        #[test]
        fn rows_are_those_of_the_files_one_after_another(
            files in prop::collection::vec((prop::collection::vec("[a-z\\]\\[ ]{0,6}", 0..5), "[ \n]{0,3}"), 0..6),
            seek in 0u64..400, piece in 1usize..50,
        ) {
            let texts: Vec<String> = files
                .iter()
                .map(|(rows, space)| {
                    let rows: Vec<String> =
                        rows.iter().map(|row| format!("{{\"k\":\"{row}\"}}")).collect();
                    format!("{space}[{space}{}{space}]{space}", rows.join(","))
                })
                .collect();
            let whole = joined(&texts.iter().map(String::as_str).collect::<Vec<_>>());
            let read: Vec<serde_json::Map<String, serde_json::Value>> =
                serde_json::from_str(&whole).expect("JSON");
            let rows: Vec<&str> = read.iter().map(|row| row["k"].as_str().expect("text")).collect();
            let expected: Vec<&String> = files.iter().flat_map(|(rows, _)| rows).collect();
            prop_assert_eq!(rows, expected);

            // Any byte can be gone to, and pieces of any length are read from there.
            let mut again = Joined::new(texts.iter().map(Cursor::new)).expect("arrays");
            let at = seek.min(whole.len() as u64);
            prop_assert_eq!(again.seek(SeekFrom::Start(at)).expect("there"), at);
            let mut rest = Vec::new();
            let mut buffer = vec![0; piece];
            loop {
                let read = again.read(&mut buffer).expect("read");
                if read == 0 {
                    break;
                }
                rest.extend_from_slice(&buffer[..read]);
            }
            prop_assert_eq!(&rest, &whole.as_bytes()[usize::try_from(at).expect("small")..]);
            prop_assert!(again.seek(SeekFrom::End(1)).is_err());
        }
    }
}
