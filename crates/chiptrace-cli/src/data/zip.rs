//! The JSON file in a ZIP archive, as the Research Organization Registry publishes its dumps.

use std::io::Read;

use flate2::read::DeflateDecoder;

const END_OF_DIRECTORY: &[u8] = b"PK\x05\x06";
const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";
const LOCAL_HEADER: &[u8] = b"PK\x03\x04";

struct Member {
    name: String,
    method: u16,
    packed: usize,
    header: usize,
}

/// A reader of the archive's JSON file; of the one of schema 2 where there are two.
pub fn json(archive: &[u8]) -> Result<Box<dyn Read + '_>, String> {
    let members = members(archive).ok_or("the archive is cut short or damaged; fetch it again")?;
    let is_json = |member: &&Member| member.name.ends_with(".json");
    let newer = members.iter().filter(is_json).find(|member| member.name.contains("schema_v2"));
    let member = newer.or_else(|| members.iter().find(is_json)).ok_or("the archive holds no JSON file")?;
    let packed = packed(archive, member).ok_or("the archive is cut short or damaged; fetch it again")?;
    match member.method {
        0 => Ok(Box::new(packed)),
        8 => Ok(Box::new(DeflateDecoder::new(packed))),
        method => Err(format!("the archive is packed by method {method}; expected 0 or 8")),
    }
}

fn members(archive: &[u8]) -> Option<Vec<Member>> {
    let tail = archive.len().saturating_sub(66_000);
    let end = tail + archive.get(tail..)?.windows(4).rposition(|window| window == END_OF_DIRECTORY)?;
    let count = number(archive, end + 10, 2)?;
    let mut at = number(archive, end + 16, 4)?;
    let mut members = Vec::new();
    for _ in 0..count {
        if archive.get(at..at + 4)? != DIRECTORY_ENTRY {
            return None;
        }
        let name_len = number(archive, at + 28, 2)?;
        let rest = number(archive, at + 30, 2)? + number(archive, at + 32, 2)?;
        members.push(Member {
            name: String::from_utf8_lossy(archive.get(at + 46..at + 46 + name_len)?).into_owned(),
            method: u16::try_from(number(archive, at + 10, 2)?).ok()?,
            packed: number(archive, at + 20, 4)?,
            header: number(archive, at + 42, 4)?,
        });
        at += 46 + name_len + rest;
    }
    Some(members)
}

fn packed<'a>(archive: &'a [u8], member: &Member) -> Option<&'a [u8]> {
    if archive.get(member.header..member.header + 4)? != LOCAL_HEADER {
        return None;
    }
    let names = number(archive, member.header + 26, 2)? + number(archive, member.header + 28, 2)?;
    let start = member.header + 30 + names;
    archive.get(start..start + member.packed)
}

fn number(bytes: &[u8], at: usize, len: usize) -> Option<usize> {
    let bytes = bytes.get(at..at + len)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}
