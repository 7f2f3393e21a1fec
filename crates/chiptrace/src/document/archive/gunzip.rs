//! Unpacking a gzip as far as the limits allow.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;

use super::Limits;

/// The ratio counts from here on: small files of spaces are no bombs.
const RATIO_FROM: u64 = 64 << 20;

/// A reader of what a gzip holds that stops when it costs more than its limits.
pub(super) struct Gunzip<R> {
    inner: MultiGzDecoder<Counted<R>>,
    limits: Limits,
    unpacked: u64,
}

impl<R: Read> Gunzip<R> {
    /// Unpacks what `packed` gives.
    pub(super) fn new(packed: R, limits: &Limits) -> Self {
        let inner = MultiGzDecoder::new(Counted { inner: packed, read: 0 });
        Self { inner, limits: *limits, unpacked: 0 }
    }
}

impl<R: Read> Read for Gunzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let stop = |detail: &str| Err(io::Error::new(io::ErrorKind::QuotaExceeded, detail.to_owned()));
        if self.unpacked > self.limits.total {
            return stop("the archive unpacks to more than the limit; the rest was left out");
        }
        let packed = self.inner.get_ref().read.max(1);
        if self.unpacked > RATIO_FROM && self.unpacked / packed > self.limits.ratio {
            return stop(
                "the archive unpacks to far more than its size, as a bomb does; the rest was left out",
            );
        }
        let read = self.inner.read(buffer)?;
        self.unpacked += read as u64;
        Ok(read)
    }
}

/// A reader that counts its bytes.
struct Counted<R> {
    inner: R,
    read: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read += read as u64;
        Ok(read)
    }
}
