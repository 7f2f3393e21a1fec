//! Bytes as an archive of one paper, and as a stream of many: limits hold.

#![no_main]

use chiptrace::document::archive::{Limits, Unpacked, papers, unpack};
use libfuzzer_sys::fuzz_target;

const LIMITS: Limits = Limits { total: 4 << 20, member: 1 << 16, kept: 1 << 18, members: 200, ratio: 200, paper: 1 << 16 };

fn keeps_to_limits(unpacked: &Unpacked) {
    let kept: usize = unpacked.files.iter().map(|file| file.bytes.len()).sum();
    assert!(kept <= 1 << 18 && unpacked.files.len() <= 200, "more was kept than the limits allow");
    assert!(unpacked.files.iter().all(|file| !file.path.split('/').any(|part| part == "..")));
}

fuzz_target!(|bytes: &[u8]| {
    if bytes.len() <= 1 << 16 {
        keeps_to_limits(&unpack("paper", bytes, &LIMITS));
    }
    for paper in papers(bytes, LIMITS).flatten() {
        keeps_to_limits(&paper.unpack(&LIMITS));
    }
});
