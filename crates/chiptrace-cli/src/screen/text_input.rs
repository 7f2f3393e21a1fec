//! Text of any usual encoding as UTF-8: by its byte order mark, else UTF-8, else GB 18030 (GBK).

use std::io::{self, Cursor, Read};

use encoding_rs::{Decoder, Encoding, GB18030, UTF_8};

const LOOKED_AT: usize = 1 << 16;

/// A reader that gives UTF-8, without a byte order mark.
pub struct Decoded<R> {
    input: R,
    decoder: Decoder,
    raw: Vec<u8>,
    ready: Cursor<Vec<u8>>,
    ended: bool,
}

/// Looks at the beginning of an input and decodes it as it is read.
pub fn decoded<R: Read>(mut input: R) -> io::Result<Decoded<impl Read>> {
    let mut head = Vec::new();
    input.by_ref().take(LOOKED_AT as u64).read_to_end(&mut head)?;
    let encoding = encoding_of(&head);
    Ok(Decoded {
        input: Cursor::new(head).chain(input),
        decoder: encoding.new_decoder_with_bom_removal(),
        raw: vec![0; LOOKED_AT],
        ready: Cursor::new(Vec::new()),
        ended: false,
    })
}

fn encoding_of(head: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return encoding;
    }
    match std::str::from_utf8(head) {
        Ok(_) => UTF_8,
        // A character cut off at the end of what was looked at is no error.
        Err(error) if error.error_len().is_none() => UTF_8,
        Err(_) => GB18030,
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.ready.read(buffer)?;
            if count > 0 || self.ended || buffer.is_empty() {
                return Ok(count);
            }
            self.decode_more()?;
        }
    }
}

impl<R: Read> Decoded<R> {
    fn decode_more(&mut self) -> io::Result<()> {
        let count = self.input.read(&mut self.raw)?;
        self.ended = count == 0;
        let raw = self.raw.get(..count).unwrap_or_default();
        let room = self.decoder.max_utf8_buffer_length(count).unwrap_or(count * 4);
        let mut text = String::with_capacity(room);
        let _ = self.decoder.decode_to_string(raw, &mut text, self.ended);
        self.ready = Cursor::new(text.into_bytes());
        Ok(())
    }
}
