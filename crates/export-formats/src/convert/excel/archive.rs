//! The archive that a workbook is.
//!
//! A part is packed in pieces, each of which can be unpacked without those before it, as if it were the start of the part:
//! whoever knows where a piece begins reads from there. The pieces are packed on all processors.

use std::collections::VecDeque;
use std::io::{self, Seek, SeekFrom, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use flate2::{Compress, Compression, Crc, FlushCompress};

use crate::look::Places;

/// Bytes that are worth packing by themselves: what is repeated from before them is not found.
pub(super) const PIECE: usize = 1024 * 1024;

/// The most threads that pack. Each has some megabytes of its own.
const MOST_THREADS: usize = 4;

/// An archive that is being written, part after part.
pub(super) struct Archive<W> {
    target: W,
    /// Bytes of the target.
    at: u64,
    parts: Vec<Part>,
    packers: Packers,
    /// Pieces on their way, with the row that begins each.
    coming: VecDeque<(Receiver<io::Result<Packed>>, Option<u64>)>,
}

struct Part {
    name: String,
    /// Where it begins.
    at: u64,
    crc: Crc,
    bytes: u64,
    packed: u64,
}

impl<W: Write + Seek> Archive<W> {
    pub(super) fn new(target: W) -> Self {
        Archive {
            target,
            at: 0,
            parts: Vec::new(),
            packers: Packers::default(),
            coming: VecDeque::new(),
        }
    }

    /// Begins a part. The one before it is at its end.
    pub(super) fn start(&mut self, name: &str) -> io::Result<()> {
        self.parts.push(Part {
            name: name.to_owned(),
            at: self.at,
            crc: Crc::new(),
            bytes: 0,
            packed: 0,
        });
        self.write_header()
    }

    /// Adds a piece to a part. `places` is told where pieces lie that begin with a row, or with the head of its sheet.
    pub(super) fn add(
        &mut self,
        piece: Vec<u8>,
        row: Option<u64>,
        places: &mut Places,
    ) -> io::Result<()> {
        while self.coming.len() > self.packers.threads {
            self.write_next(places)?;
        }
        self.coming.push_back((self.packers.pack(piece)?, row));
        Ok(())
    }

    /// Completes a part.
    pub(super) fn end(&mut self, places: &mut Places) -> io::Result<()> {
        while !self.coming.is_empty() {
            self.write_next(places)?;
        }
        // An empty last block.
        self.write_packed(&[3, 0])?;
        let (start, end) = (self.part()?.at, self.at);
        self.target.seek(SeekFrom::Start(start))?;
        self.write_header()?;
        self.target.seek(SeekFrom::Start(end))?;
        self.at = end;
        Ok(())
    }

    /// Completes the archive, and gives its length.
    pub(super) fn finish(&mut self) -> io::Result<u64> {
        let start = self.at;
        let directory: Vec<u8> = self.parts.iter().flat_map(Part::entry).collect();
        self.write(&directory)?;
        let end = end_of_directory(self.parts.len(), start, directory.len());
        self.write(&end)?;
        self.target.flush()?;
        Ok(self.at)
    }

    fn write_next(&mut self, places: &mut Places) -> io::Result<()> {
        let Some((packed, row)) = self.coming.pop_front() else {
            return Ok(());
        };
        let packed = packed.recv().map_err(|_| no_packer())??;
        if let Some(row) = row {
            places.row(row, self.at);
        }
        let part = self.part()?;
        part.crc.combine(&packed.crc);
        part.bytes += u64::from(packed.crc.amount());
        self.write_packed(&packed.bytes)
    }

    fn write_packed(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.part()?.packed += bytes.len() as u64;
        self.write(bytes)
    }

    /// What comes before a part, which is written again when the part is complete.
    fn write_header(&mut self) -> io::Result<()> {
        let part = self.part()?;
        let mut header = vec![0x50, 0x4b, 3, 4];
        part.describe(&mut header);
        header.extend_from_slice(&[0, 0]);
        header.extend_from_slice(part.name.as_bytes());
        self.write(&header)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.target.write_all(bytes)?;
        self.at += bytes.len() as u64;
        Ok(())
    }

    fn part(&mut self) -> io::Result<&mut Part> {
        let none = || io::Error::other("no part was begun");
        self.parts.last_mut().ok_or_else(none)
    }
}

/// The largest number that a field of the archive holds; that number itself says to look elsewhere.
const MOST: u64 = u32::MAX as u64;

/// A number, or the one that says to look elsewhere.
fn short(number: u64) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes()
}

impl Part {
    /// What stands both before a part and in the directory: versions, times, sizes and the length of the name.
    fn describe(&self, to: &mut Vec<u8>) {
        // Version 2.0 of the format unpacks it, and 4.5 knows where it lies if that is far.
        let version = if self.at < MOST { 20 } else { 45 };
        // Nothing special, deflated, at midnight, on 1 January 1980.
        to.extend_from_slice(&[version, 0, 0, 0, 8, 0, 0, 0, 33, 0]);
        to.extend_from_slice(&self.crc.sum().to_le_bytes());
        // A sheet has less than 4 GiB, and is smaller when packed.
        to.extend_from_slice(&short(self.packed));
        to.extend_from_slice(&short(self.bytes));
        // The names are ours.
        to.extend_from_slice(&(self.name.len() as u16).to_le_bytes());
    }

    /// The part in the directory.
    fn entry(&self) -> Vec<u8> {
        let mut entry = vec![0x50, 0x4b, 1, 2, 45, 0];
        self.describe(&mut entry);
        let far = self.at >= MOST;
        entry.extend_from_slice(&[if far { 12 } else { 0 }, 0]);
        // No comment, the first disk, no attributes.
        entry.extend_from_slice(&[0; 10]);
        entry.extend_from_slice(&short(self.at));
        entry.extend_from_slice(self.name.as_bytes());
        if far {
            entry.extend_from_slice(&[1, 0, 8, 0]);
            entry.extend_from_slice(&self.at.to_le_bytes());
        }
        entry
    }
}

/// What comes behind a directory of so many parts that begins there.
fn end_of_directory(parts: usize, at: u64, bytes: usize) -> Vec<u8> {
    let (parts, bytes) = (parts as u64, bytes as u64);
    let mut end = Vec::new();
    if at >= MOST {
        end.extend_from_slice(&[0x50, 0x4b, 6, 6, 44, 0, 0, 0, 0, 0, 0, 0, 45, 0, 45, 0]);
        end.extend_from_slice(&[0; 8]);
        for number in [parts, parts, bytes, at] {
            end.extend_from_slice(&number.to_le_bytes());
        }
        end.extend_from_slice(&[0x50, 0x4b, 6, 7, 0, 0, 0, 0]);
        end.extend_from_slice(&(at + bytes).to_le_bytes());
        end.extend_from_slice(&[1, 0, 0, 0]);
    }
    end.extend_from_slice(&[0x50, 0x4b, 5, 6, 0, 0, 0, 0]);
    let count = u16::try_from(parts).unwrap_or(u16::MAX).to_le_bytes();
    end.extend_from_slice(&[count, count].concat());
    end.extend_from_slice(&short(bytes));
    end.extend_from_slice(&short(at));
    end.extend_from_slice(&[0, 0]);
    end
}

struct Packed {
    bytes: Vec<u8>,
    /// Of what was packed, and how much it was.
    crc: Crc,
}

/// Threads that pack, begun one by one as there is something to do. They end when this is dropped.
#[derive(Default)]
struct Packers {
    threads: usize,
    jobs: Option<Jobs>,
}

struct Jobs {
    given: SyncSender<Job>,
    taken: Arc<Mutex<Receiver<Job>>>,
}

/// What is to be packed, and where to put it then.
type Job = (Vec<u8>, SyncSender<io::Result<Packed>>);

impl Packers {
    fn pack(&mut self, piece: Vec<u8>) -> io::Result<Receiver<io::Result<Packed>>> {
        let jobs = self.jobs.get_or_insert_with(|| {
            let (given, taken) = sync_channel(MOST_THREADS + 1);
            let taken = Arc::new(Mutex::new(taken));
            Jobs { given, taken }
        });
        let most = thread::available_parallelism().map_or(1, usize::from);
        if self.threads < most.min(MOST_THREADS) {
            let taken = Arc::clone(&jobs.taken);
            thread::Builder::new().spawn(move || work(&taken))?;
            self.threads += 1;
        }
        let (done, packed) = sync_channel(1);
        jobs.given.send((piece, done)).map_err(|_| no_packer())?;
        Ok(packed)
    }
}

fn no_packer() -> io::Error {
    io::Error::other("a thread that packs is gone")
}

fn work(jobs: &Mutex<Receiver<Job>>) {
    let mut compress = Compress::new(Compression::default(), false);
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((piece, done)) = job else { return };
        // The archive may have been given up.
        let _ = done.send(packed(&mut compress, &piece));
    }
}

fn packed(compress: &mut Compress, piece: &[u8]) -> io::Result<Packed> {
    compress.reset();
    let mut crc = Crc::new();
    crc.update(piece);
    let mut bytes = Vec::with_capacity(piece.len() / 4 + 64);
    loop {
        // Less than a piece and a row.
        let taken = compress.total_in() as usize;
        compress.compress_vec(&piece[taken..], &mut bytes, FlushCompress::Sync)?;
        if bytes.len() < bytes.capacity() {
            return Ok(Packed { bytes, crc });
        }
        bytes.reserve(bytes.len());
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use zip::ZipArchive;

    use super::*;
    use crate::look::FileKind;

    /// Text that packs well, badly, or not at all.
    fn piece(bytes: usize, seed: u64) -> Vec<u8> {
        let mut random = seed;
        let noise = std::iter::repeat_with(|| {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (random >> 56) as u8
        });
        match seed % 3 {
            0 => noise.take(bytes).collect(),
            1 => noise.map(|byte| b'a' + byte % 4).take(bytes).collect(),
            _ => vec![b'x'; bytes],
        }
    }

    #[test]
    fn others_unpack_what_was_packed_and_every_piece_by_itself() {
        let mut file = io::Cursor::new(Vec::new());
        let mut archive = Archive::new(&mut file);
        let mut places = Places::new();
        let mut parts = Vec::new();
        for (number, sizes) in [&[0][..], &[1], &[], &[3_000_000, 0, 5, 100, 70_000, 1]]
            .into_iter()
            .enumerate()
        {
            archive.start(&number.to_string()).expect("room");
            let mut whole = Vec::new();
            for (index, &size) in sizes.iter().enumerate() {
                let piece = piece(size, index as u64);
                whole.extend_from_slice(&piece);
                let row = (number == 3).then_some(16 * (1 + index as u64));
                archive.add(piece, row, &mut places).expect("room");
            }
            archive.end(&mut places).expect("room");
            parts.push(whole);
        }
        let length = archive.finish().expect("room");
        drop(archive);
        assert_eq!(length, file.get_ref().len() as u64);
        let packed = file.get_ref().clone();
        let mut archive = ZipArchive::new(file).expect("an archive");
        for (number, whole) in parts.iter().enumerate() {
            let mut read = Vec::new();
            let mut part = archive.by_name(&number.to_string()).expect("the part");
            part.read_to_end(&mut read).expect("its checksum");
            assert!(read == *whole, "{number}");
        }
        let index = places.index(FileKind::Excel, Vec::new(), 0, length);
        let index = serde_json::to_value(index).expect("JSON");
        let places: Vec<(u64, usize)> =
            serde_json::from_value(index["places"].clone()).expect("places");
        assert_eq!(places.len(), 6);
        let mut rest = &parts[3][..];
        for ((row, at), size) in places.into_iter().zip([3_000_000, 0, 5, 100, 70_000, 1]) {
            let mut read = vec![0; rest.len()];
            let mut unpacked = flate2::read::DeflateDecoder::new(&packed[at..]);
            unpacked.read_exact(&mut read).expect("unpacked");
            assert!(read == rest, "{row}");
            rest = &rest[size..];
        }
        assert!(rest.is_empty());
    }

    #[test]
    fn archives_beyond_four_gibibytes_are_read_by_others() {
        // Of which the file system keeps the ends alone.
        let mut file = tempfile::tempfile().expect("a file");
        let mut archive = Archive::new(&mut file);
        let mut places = Places::new();
        for (name, at) in [("near", 0), ("far", MOST + 7), ("farther", 3 * MOST)] {
            archive.at = at.max(archive.at);
            archive
                .target
                .seek(SeekFrom::Start(archive.at))
                .expect("sought");
            archive.start(name).expect("room");
            let text = name.as_bytes().to_vec();
            archive.add(text, None, &mut places).expect("room");
            archive.end(&mut places).expect("room");
        }
        archive.finish().expect("room");
        drop(archive);
        let mut archive = ZipArchive::new(file).expect("an archive");
        for name in ["near", "far", "farther"] {
            let mut text = String::new();
            let mut part = archive.by_name(name).expect("the part");
            part.read_to_string(&mut text).expect("its checksum");
            assert_eq!(text, name);
        }
    }
}
