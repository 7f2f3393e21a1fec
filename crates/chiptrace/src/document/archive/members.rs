//! The members of a tar, one after the other, in bounded memory.
//!
//! Headers are read by the `tar` crate; names that run over several headers are read here, because
//! their length has to be bounded.

use std::io::{self, Read};

use tar::{EntryType, Header};

/// Longest path that is read; a longer one is cut.
const LONGEST_NAME: u64 = 4096;

const BLOCK: usize = 512;

/// A member's header.
#[derive(Debug)]
pub(super) struct Member {
    /// Its path with `/`, without `./` at the head; bytes that are not UTF-8 replaced.
    pub(super) path: String,
    /// How many bytes it has.
    pub(super) size: u64,
    /// Why it is not to be read.
    pub(super) oddity: Option<Oddity>,
}

/// What a tar may hold besides plain files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Oddity {
    /// An absolute path, or one with `..`.
    UnsafePath,
    /// A symbolic or hard link.
    Link,
    /// A device or pipe.
    Device,
}

/// Reads members. The body of each may be read once with [`Members::body`] and is else skipped.
pub(super) struct Members<R> {
    reader: R,
    /// Bytes of the current body and its padding not yet read.
    left: u64,
    padding: u64,
}

impl<R: Read> Members<R> {
    /// Members of the tar that `reader` gives.
    pub(super) fn new(reader: R) -> Self {
        Self { reader, left: 0, padding: 0 }
    }

    /// The next file, link or device. Directories are passed over.
    pub(super) fn next(&mut self) -> io::Result<Option<Member>> {
        let mut long_name = None;
        loop {
            self.skip()?;
            let Some(header) = self.header()? else { return Ok(None) };
            let size = header.entry_size()?;
            self.left = size;
            self.padding = size.next_multiple_of(BLOCK as u64) - size;
            match header.entry_type() {
                EntryType::GNULongName => long_name = Some(self.long_name()?),
                EntryType::XHeader => long_name = self.pax_path()?.or(long_name),
                EntryType::Directory | EntryType::XGlobalHeader | EntryType::GNULongLink => {}
                kind => {
                    let name = long_name.unwrap_or_else(|| header.path_bytes().into_owned());
                    return Ok(Some(member(&name, size, kind)));
                }
            }
        }
    }

    /// The first `limit` bytes of the current body, and why there are not more if the tar is damaged.
    pub(super) fn body(&mut self, limit: u64) -> (Vec<u8>, Option<io::Error>) {
        let wanted = self.left.min(limit);
        let mut bytes = Vec::with_capacity(usize::try_from(wanted.min(1 << 20)).unwrap_or(0));
        let fault = self.reader.by_ref().take(wanted).read_to_end(&mut bytes).err();
        let read = bytes.len() as u64;
        self.left -= read.min(self.left);
        let cut = (fault.is_none() && read < wanted).then(|| io::Error::from(io::ErrorKind::UnexpectedEof));
        (bytes, fault.or(cut))
    }

    fn skip(&mut self) -> io::Result<()> {
        let length = self.left.saturating_add(self.padding);
        (self.left, self.padding) = (0, 0);
        let skipped = io::copy(&mut self.reader.by_ref().take(length), &mut io::sink())?;
        if skipped < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }

    /// The next header that is not empty. Empty blocks end a tar, but several may be strung together.
    fn header(&mut self) -> io::Result<Option<Header>> {
        loop {
            let mut header = Header::new_old();
            let block = header.as_mut_bytes();
            let read = fill(&mut self.reader, block)?;
            if read == 0 {
                return Ok(None);
            }
            if read < BLOCK {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if block.iter().all(|&byte| byte == 0) {
                continue;
            }
            if !is_header(block) {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "a header of the tar is damaged"));
            }
            return Ok(Some(header));
        }
    }

    fn long_name(&mut self) -> io::Result<Vec<u8>> {
        let (mut name, fault) = self.body(LONGEST_NAME);
        name.truncate(name.iter().position(|&byte| byte == 0).unwrap_or(name.len()));
        fault.map_or(Ok(name), Err)
    }

    /// The path in a pax header: lines `length path=…`.
    fn pax_path(&mut self) -> io::Result<Option<Vec<u8>>> {
        let (records, fault) = self.body(16 * LONGEST_NAME);
        if let Some(fault) = fault {
            return Err(fault);
        }
        let line = |line: &[u8]| {
            let at = line.iter().position(|&byte| byte == b' ')?;
            line.get(at + 1..)?.strip_prefix(b"path=").map(<[u8]>::to_vec)
        };
        Ok(records.split(|&byte| byte == b'\n').find_map(line))
    }
}

fn fill(reader: &mut impl Read, block: &mut [u8]) -> io::Result<usize> {
    let mut read = 0;
    while let Some(rest) = block.get_mut(read..).filter(|rest| !rest.is_empty()) {
        match reader.read(rest) {
            Ok(0) => break,
            Ok(more) => read += more,
            Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(read)
}

/// Whether a block is a tar header: its check sum is right.
pub(super) fn is_header(block: &[u8]) -> bool {
    let Some(stated) = block.get(148..156) else { return false };
    let sum: u32 = block.iter().take(BLOCK).map(|&byte| u32::from(byte)).sum();
    let sum = sum - stated.iter().map(|&byte| u32::from(byte)).sum::<u32>() + 8 * u32::from(b' ');
    let digits = String::from_utf8_lossy(stated);
    u32::from_str_radix(digits.trim_matches(['\0', ' ']), 8).is_ok_and(|stated| stated == sum && sum > 8 * 32)
}

fn member(name: &[u8], size: u64, kind: EntryType) -> Member {
    let printed = String::from_utf8_lossy(name).replace('\\', "/");
    let path = printed.trim_start_matches("./").to_owned();
    let outside =
        path.starts_with('/') || path.split('/').any(|part| part == "..") || path.get(1..2) == Some(":");
    let oddity = match kind {
        EntryType::Symlink | EntryType::Link => Some(Oddity::Link),
        EntryType::Char | EntryType::Block | EntryType::Fifo => Some(Oddity::Device),
        _ if outside => Some(Oddity::UnsafePath),
        _ => None,
    };
    Member { path, size, oddity }
}
