//! zstd (RFC 8878): frames one after the other, and frames to skip between them.

use std::error::Error;
use std::io::{self, BufReader, ErrorKind, Read};

use ruzstd::decoding::errors::FrameDecoderError;
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::Position;

/// What a frame starts with.
const FRAME: u32 = 0xFD2F_B528;
/// What a frame to skip starts with, its last four bits left out.
const SKIPPED: u32 = 0x184D_2A50;

/// Unpacks a zstd file as it is read.
pub(super) struct Unzstd<R> {
    from: Counted<BufReader<R>>,
    /// The decoder's own limit holds: a frame that wants a window of more than 128 MB is refused.
    decoder: Box<FrameDecoder>,
    in_frame: bool,
    /// Why reading cannot go on; what was unpacked before is given out first.
    failed: Option<io::Error>,
    /// Where the frame starts that is read: the only places to go on from.
    frame: Position,
    written: u64,
}

impl<R: Read> Unzstd<R> {
    pub(super) fn new(from: R) -> Self {
        Unzstd::resume(from, Position::default())
    }

    /// Goes on from the start of a frame, where `from` stands.
    pub(super) fn resume(from: R, frame: Position) -> Self {
        Unzstd {
            from: Counted { from: BufReader::new(from), read: frame.read },
            decoder: Box::default(),
            in_frame: false,
            failed: None,
            written: frame.written,
            frame,
        }
    }

    /// The start of the frame that is read.
    pub(super) fn mark(&self) -> Option<Position> {
        Some(self.frame)
    }

    pub(super) fn offset(&self) -> u64 {
        self.written
    }

    /// Goes to the next frame; `false` at the end of the file.
    fn next_frame(&mut self) -> io::Result<bool> {
        loop {
            let start = Position { read: self.from.read, written: self.written };
            let mut sign = Vec::new();
            self.from.by_ref().take(4).read_to_end(&mut sign)?;
            let Ok(bytes) = <[u8; 4]>::try_from(&*sign) else {
                return if sign.is_empty() { Ok(false) } else { Err(cut_off()) };
            };
            match u32::from_le_bytes(bytes) {
                FRAME => {
                    self.decoder.init(sign.chain(&mut self.from)).map_err(said)?;
                    self.frame = start;
                    return Ok(true);
                }
                other if other & !0xf == SKIPPED => {
                    let mut len = [0; 4];
                    self.from.read_exact(&mut len).map_err(eof_is_cut_off)?;
                    let len = u64::from(u32::from_le_bytes(len));
                    if io::copy(&mut self.from.by_ref().take(len), &mut io::sink())? < len {
                        return Err(cut_off());
                    }
                }
                _ => return Err(damaged("its zstd data goes on as something else")),
            }
        }
    }

    /// Unpacks some bytes; none at the end of the frame.
    fn block(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
            let one = BlockDecodingStrategy::UptoBlocks(1);
            if let Err(error) = self.decoder.decode_blocks(&mut self.from, one) {
                self.failed = Some(said(error));
                // The decoder keeps its window until a frame ends: an empty last block lets go of it. It may want a checksum too.
                const LAST: &[u8] = &[1, 0, 0, 0, 0, 0, 0];
                if !self.decoder.is_finished() && self.decoder.decode_blocks(LAST, BlockDecodingStrategy::All).is_err()
                {
                    break;
                }
            }
        }
        let len = self.decoder.read(into)?;
        if len == 0
            && let Some(error) = self.failed.take()
        {
            return Err(error);
        }
        if len == 0 {
            let (written, found) = (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum());
            if written.is_some() && written != found {
                return Err(damaged("its zstd data is damaged: the checksum does not fit"));
            }
        }
        Ok(len)
    }
}

impl<R: Read> Read for Unzstd<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.in_frame && !self.next_frame()? {
                return Ok(0);
            }
            let len = self.block(into)?;
            self.in_frame = len > 0;
            if len > 0 {
                self.written += len as u64;
                return Ok(len);
            }
        }
    }
}

fn damaged(how: &'static str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, how)
}

fn cut_off() -> io::Error {
    io::Error::new(ErrorKind::UnexpectedEof, "the file ends before its zstd data does")
}

fn eof_is_cut_off(error: io::Error) -> io::Error {
    if error.kind() == ErrorKind::UnexpectedEof { cut_off() } else { error }
}

/// What the decoder says, in words for people: what the system says of the file, or that the data is damaged.
fn said(error: FrameDecoderError) -> io::Error {
    if let FrameDecoderError::WindowSizeTooBig { .. } = error {
        return damaged("its zstd data wants more memory than 128 MB; unpack it with unzstd first");
    }
    if let FrameDecoderError::DictNotProvided { .. } = error {
        return damaged("its zstd data needs a dictionary that is not in it; unpack it with unzstd first");
    }
    let mut cause: Option<&(dyn Error + 'static)> = Some(&error);
    while let Some(deeper) = cause {
        if let Some(system) = deeper.downcast_ref::<io::Error>() {
            return eof_is_cut_off(io::Error::new(system.kind(), system.to_string()));
        }
        cause = deeper.source();
    }
    damaged("its zstd data is damaged")
}

/// Counts what is read.
struct Counted<R> {
    from: R,
    read: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let len = self.from.read(into)?;
        self.read += len as u64;
        Ok(len)
    }
}
