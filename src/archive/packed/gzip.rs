//! gzip (RFC 1952): members one after the other, each a header, a deflate stream, its checksum and its length.

use std::io::{self, ErrorKind, Read};

use crc32fast::Hasher;
use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZError, MZFlush, MZStatus};

use super::Position;

const BLOCK: usize = 64 << 10;

/// Signs of what stands in a member's header behind its first ten bytes.
const CHECKSUM: u8 = 2;
const EXTRA: u8 = 4;
const NAME: u8 = 8;
const COMMENT: u8 = 16;

/// A state to go on from.
#[derive(Clone)]
pub(super) struct Mark {
    inflate: Box<InflateState>,
    checksum: Hasher,
    member: u64,
    pub(super) position: Position,
}

/// What comes next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Header,
    Deflate,
    Trailer,
    End,
}

/// Unpacks a gzip file as it is read.
pub(super) struct Gunzip<R> {
    input: Input<R>,
    inflate: Box<InflateState>,
    phase: Phase,
    checksum: Hasher,
    /// Unpacked bytes of this member.
    member: u64,
    /// Unpacked bytes of all members.
    written: u64,
}

impl<R: Read> Gunzip<R> {
    pub(super) fn new(from: R) -> Self {
        Gunzip {
            input: Input::new(from, 0),
            inflate: InflateState::new_boxed(DataFormat::Raw),
            phase: Phase::Header,
            checksum: Hasher::new(),
            member: 0,
            written: 0,
        }
    }

    /// Goes on from a mark; `from` stands at its position.
    pub(super) fn resume(from: R, mark: Mark) -> Self {
        Gunzip {
            input: Input::new(from, mark.position.read),
            inflate: mark.inflate,
            phase: Phase::Deflate,
            checksum: mark.checksum,
            member: mark.member,
            written: mark.position.written,
        }
    }

    pub(super) fn mark(&self) -> Option<Mark> {
        (self.phase == Phase::Deflate).then(|| Mark {
            inflate: self.inflate.clone(),
            checksum: self.checksum.clone(),
            member: self.member,
            position: Position { read: self.input.taken, written: self.written },
        })
    }

    pub(super) fn offset(&self) -> u64 {
        self.written
    }

    /// Reads the header of the next member. What follows the last one and is no member is filling, which gzip ignores too.
    fn header(&mut self) -> io::Result<Phase> {
        let first = self.written == 0 && self.input.taken == 0;
        if !first && self.input.window()?.first() != Some(&0x1f) {
            return Ok(Phase::End);
        }
        let [0x1f, 0x8b, 8, flags, ..] = self.input.array::<10>()? else {
            return if first { Err(damaged("its head is not that of gzip")) } else { Ok(Phase::End) };
        };
        if flags & EXTRA != 0 {
            let len = u16::from_le_bytes(self.input.array()?);
            for _ in 0..len {
                self.input.byte()?;
            }
        }
        for flag in [NAME, COMMENT] {
            while flags & flag != 0 && self.input.byte()? != 0 {}
        }
        if flags & CHECKSUM != 0 {
            self.input.array::<2>()?;
        }
        self.inflate.reset(DataFormat::Raw);
        self.checksum = Hasher::new();
        self.member = 0;
        Ok(Phase::Deflate)
    }

    /// Unpacks some bytes; none at the end of the member.
    fn deflate(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let window = self.input.window()?;
            let ended = window.is_empty();
            let result = inflate(&mut self.inflate, window, into, MZFlush::None);
            self.input.take(result.bytes_consumed);
            let written = result.bytes_written;
            self.checksum.update(into.get(..written).unwrap_or_default());
            self.member += written as u64;
            self.written += written as u64;
            match result.status {
                Ok(MZStatus::StreamEnd) => {
                    self.phase = Phase::Trailer;
                    return Ok(written);
                }
                _ if written > 0 => return Ok(written),
                Ok(_) | Err(MZError::Buf) if result.bytes_consumed > 0 => {}
                Ok(_) | Err(MZError::Buf) if ended => return Err(cut_off()),
                _ => return Err(damaged("its gzip data is damaged")),
            }
        }
    }

    fn trailer(&mut self) -> io::Result<Phase> {
        let checksum = u32::from_le_bytes(self.input.array()?);
        let len = u32::from_le_bytes(self.input.array()?);
        // The length is kept without what exceeds 32 bits.
        if checksum != self.checksum.clone().finalize() || u64::from(len) != self.member & 0xffff_ffff {
            return Err(damaged("its gzip data is damaged: the checksum does not fit"));
        }
        Ok(Phase::Header)
    }
}

impl<R: Read> Read for Gunzip<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            match self.phase {
                Phase::Header => self.phase = self.header()?,
                Phase::Deflate => match self.deflate(into)? {
                    0 => {}
                    written => return Ok(written),
                },
                Phase::Trailer => self.phase = self.trailer()?,
                Phase::End => return Ok(0),
            }
        }
    }
}

fn damaged(how: &'static str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, how)
}

fn cut_off() -> io::Error {
    io::Error::new(ErrorKind::UnexpectedEof, "the file ends before its gzip data does")
}

/// The compressed bytes, and how many were taken.
struct Input<R> {
    from: R,
    bytes: Vec<u8>,
    at: usize,
    taken: u64,
}

impl<R: Read> Input<R> {
    fn new(from: R, taken: u64) -> Self {
        Input { from, bytes: Vec::new(), at: 0, taken }
    }

    /// What was read and not taken; empty only at the end.
    fn window(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.bytes.len() {
            self.bytes.clear();
            self.at = 0;
            self.from.by_ref().take(BLOCK as u64).read_to_end(&mut self.bytes)?;
        }
        Ok(self.bytes.get(self.at..).unwrap_or_default())
    }

    fn take(&mut self, len: usize) {
        self.at += len;
        self.taken += len as u64;
    }

    fn byte(&mut self) -> io::Result<u8> {
        let byte = *self.window()?.first().ok_or_else(cut_off)?;
        self.take(1);
        Ok(byte)
    }

    fn array<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut array = [0; N];
        for byte in &mut array {
            *byte = self.byte()?;
        }
        Ok(array)
    }
}
