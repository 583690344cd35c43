//! A body as it comes: unpacked when it came packed, without ever holding much of it.

use std::io::{self, Write};

use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use reqwest::Response;
use reqwest::header::CONTENT_ENCODING;

use crate::error::{Error, Unexpected};
use crate::network::wire_error;
use crate::redact::Redactor;
use crate::session::header;

/// Text of an export packs into a tenth, and one that repeats itself all the time into a hundredth of its size. What
/// unpacks to more than so many bytes from one was made to fill disks.
const MOST_EXPANSION: u64 = 400;
/// Up to this size, in bytes, it does not matter how well something was packed.
const UNSUSPICIOUS: u64 = 16 * 1024 * 1024;
/// So much is unpacked at once, in bytes as they came: a thousand times as much is not much memory.
const PIECE: usize = 1024;

/// The body of an answer that is being read.
pub(crate) struct Body {
    response: Response,
    packed: Option<Packed>,
}

/// What is being unpacked.
struct Packed {
    decoder: MultiGzDecoder<Vec<u8>>,
    /// What came and is not unpacked yet.
    waiting: Bytes,
    came: u64,
    made: u64,
    ended: bool,
}

/// Why a body stopped.
enum Stop {
    Wire(reqwest::Error),
    Broken(io::Error),
    Expands,
}

impl Body {
    /// The body of an answer; `None` when it is compressed in a way that is not undone here.
    pub(crate) fn of(response: Response) -> Option<Body> {
        let encoding = header(response.headers(), &CONTENT_ENCODING);
        let packed = match encoding.as_deref().map(str::trim) {
            None | Some("") => None,
            Some(name) if name.eq_ignore_ascii_case("identity") => None,
            Some(name)
                if name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip") =>
            {
                Some(Packed {
                    decoder: MultiGzDecoder::new(Vec::new()),
                    waiting: Bytes::new(),
                    came: 0,
                    made: 0,
                    ended: false,
                })
            }
            Some(_) => return None,
        };
        Some(Body { response, packed })
    }

    pub(crate) fn response(&self) -> &Response {
        &self.response
    }

    /// The size in bytes, when it was announced; that of a packed body is not.
    pub(crate) fn announced(&self) -> Option<u64> {
        match self.packed {
            None => self.response.content_length(),
            Some(_) => None,
        }
    }

    /// The next bytes, or nothing at the end.
    pub(crate) async fn chunk(
        &mut self,
        call: &str,
        redactor: &Redactor,
    ) -> Result<Option<Bytes>, Error> {
        self.next().await.map_err(|stop| match stop {
            Stop::Wire(error) => wire_error(call, error, redactor).with_never_arrived(false),
            Stop::Broken(error) => {
                let technical = redactor.message(&format!("{call}: {error}"));
                Error::unexpected(Unexpected::Encoding, technical)
            }
            Stop::Expands => {
                let technical = format!("{call}: it unpacks to {MOST_EXPANSION} times its size");
                Error::unexpected(Unexpected::TooLarge, technical)
            }
        })
    }

    async fn next(&mut self) -> Result<Option<Bytes>, Stop> {
        let Some(packed) = &mut self.packed else {
            return self.response.chunk().await.map_err(Stop::Wire);
        };
        loop {
            if let Some(bytes) = packed.unpack()? {
                return Ok(Some(bytes));
            }
            if packed.ended {
                return Ok(None);
            }
            match self.response.chunk().await.map_err(Stop::Wire)? {
                Some(chunk) => packed.waiting = chunk,
                None => packed.end()?,
            }
        }
    }
}

impl Packed {
    /// Unpacks until something comes of it.
    fn unpack(&mut self) -> Result<Option<Bytes>, Stop> {
        loop {
            let made = std::mem::take(self.decoder.get_mut());
            if !made.is_empty() {
                self.made += made.len() as u64;
                if self.made > UNSUSPICIOUS && self.made / self.came > MOST_EXPANSION {
                    return Err(Stop::Expands);
                }
                return Ok(Some(made.into()));
            }
            if self.waiting.is_empty() {
                return Ok(None);
            }
            let piece = self.waiting.split_to(self.waiting.len().min(PIECE));
            self.came += piece.len() as u64;
            self.decoder.write_all(&piece).map_err(Stop::Broken)?;
        }
    }

    /// Nothing more comes: what was packed must be whole.
    fn end(&mut self) -> Result<(), Stop> {
        self.ended = true;
        self.decoder.try_finish().map_err(Stop::Broken)
    }
}
