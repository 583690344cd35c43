//! Answers far longer than anybody expects, made as they are sent: no more of them is in memory than a block.

use std::iter;

use axum::body::Bytes;
use flate2::{Compress, Compression, Crc, FlushCompress, Status};

use crate::wire::SPACES;

/// As RFC 1952 has it: deflate, no name, no time, an unknown system.
const GZIP_HEAD: &[u8] = &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
/// An empty last block of deflate.
const DEFLATE_END: &[u8] = &[3, 0];
/// The longest run of spaces that is compressed as one: long enough for deflate's best, which is a thousandth.
const BLOCK: &[u8] = &[b' '; 1 << 20];
/// How much room a block may take beyond its own length: deflate's own overhead and that of a flush.
const ROOM: usize = 1024;

/// A body and so many spaces after it.
pub(crate) fn plain(body: Bytes, spaces: u64) -> impl Iterator<Item = Bytes> + Send {
    let (blocks, rest) = split(spaces, SPACES);
    let block = Bytes::from_static(SPACES);
    iter::once(body)
        .chain((0..blocks).map(move |_| block.clone()))
        .chain(iter::once(Bytes::from_static(&SPACES[..rest])))
}

/// The same as gzip: one block of spaces is compressed once, and sent as often as it takes.
pub(crate) fn gzip(body: &[u8], spaces: u64) -> Vec<Bytes> {
    let (blocks, rest) = split(spaces, BLOCK);
    let block = Bytes::from(deflated(BLOCK));
    let mut crc = Crc::new();
    crc.update(body);
    let mut block_crc = Crc::new();
    block_crc.update(BLOCK);
    let mut start = GZIP_HEAD.to_vec();
    start.extend(deflated(body));
    let mut sent = vec![Bytes::from(start)];
    for _ in 0..blocks {
        crc.combine(&block_crc);
        sent.push(block.clone());
    }
    crc.update(&BLOCK[..rest]);
    let mut end = deflated(&BLOCK[..rest]);
    end.extend(DEFLATE_END);
    end.extend(crc.sum().to_le_bytes());
    end.extend(crc.amount().to_le_bytes());
    sent.push(Bytes::from(end));
    sent
}

/// Whole blocks of spaces, and what is left.
fn split(spaces: u64, block: &[u8]) -> (u64, usize) {
    let block = block.len() as u64;
    (spaces / block, (spaces % block) as usize)
}

/// Deflate's blocks of these bytes, which refer to nothing before them and can so be repeated.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut compress = Compress::new(Compression::best(), false);
    let mut blocks = Vec::with_capacity(bytes.len() + bytes.len() / 8 + ROOM);
    // Memory takes all that is written to it.
    while compress.total_in() < bytes.len() as u64 {
        let from = compress.total_in() as usize;
        match compress.compress_vec(&bytes[from..], &mut blocks, FlushCompress::Full) {
            Ok(Status::Ok) => {}
            Ok(Status::BufError | Status::StreamEnd) | Err(_) => break,
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn what_was_compressed_once_and_sent_often_is_what_was_meant() {
        for spaces in [0, 1, 65_536, 3_000_000] {
            for body in [&b""[..], b"[{\"a\":\"\xc3\xa7\"}]"] {
                let expected = [body, &vec![b' '; spaces as usize]].concat();
                let plain: Vec<u8> = plain(Bytes::copy_from_slice(body), spaces)
                    .flatten()
                    .collect();
                assert_eq!(plain, expected);
                let compressed: Vec<u8> = gzip(body, spaces).into_iter().flatten().collect();
                let mut read = Vec::new();
                flate2::read::GzDecoder::new(compressed.as_slice())
                    .read_to_end(&mut read)
                    .expect("gzip, whole and with the right sum");
                assert_eq!(read, expected);
            }
        }
    }

    #[test]
    fn four_gigabytes_are_a_few_megabytes() {
        let sent: usize = gzip(b"[]", 4_000_000_000).iter().map(Bytes::len).sum();
        assert!(sent < 4_000_000_000 / 1000, "{sent}");
    }
}
