//! Unpacked bytes against those that were packed: in order, and in any order.

use std::io::{Cursor, Write};
use std::process::{Command, Stdio};

use flate2::{Compression, GzBuilder, write::GzEncoder};
use proptest::prelude::*;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::*;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

fn utf16(bytes: &[u8], unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    ['\u{feff}'].into_iter().chain(text.chars()).collect::<String>().encode_utf16().flat_map(unit).collect()
}

fn pack(bytes: &[u8], packing: Packing) -> Vec<u8> {
    match packing {
        Packing::Gzip => gzip(bytes),
        Packing::Zstd => zstd(bytes),
        Packing::Utf16 => utf16(bytes, u16::to_le_bytes),
    }
}

/// All bytes, and the error that ended them.
fn unpacked(file: &[u8]) -> (Vec<u8>, Option<String>) {
    let packing = Packing::of(file).unwrap();
    let mut bytes = Vec::new();
    let error = Unpacking::new(packing, file).read_to_end(&mut bytes).err();
    (bytes, error.map(|error| error.to_string()))
}

/// Lines that differ, so that a wrong place shows.
fn text(lines: usize) -> Vec<u8> {
    (0..lines)
        .flat_map(|n| format!("{n} words of line {}\r\n", n.wrapping_mul(2_654_435_761) % 9_973).into_bytes())
        .collect()
}

#[test]
fn marks_are_set_also_where_only_parts_are_read() {
    let bytes = text(20_000);
    let file = gzip(&bytes);
    let packed = Packed { spacing: 16 << 10, ..Packed::new(Packing::Gzip) };
    let open = || Ok(Box::new(Cursor::new(file.clone())) as Box<dyn ReadSeek>);
    let part = |at: usize| packed.read_part(at as u64, 100, open).unwrap().unwrap();
    let last = bytes.len() - 100;
    assert!(part(last) == bytes[last..]);
    let marks = held(&packed.marks).len();
    assert!(marks > 5, "{marks}");
    for at in [0, last / 2, last / 3, last] {
        assert!(part(at) == bytes[at..at + 100], "{at}");
    }
    assert_eq!(held(&packed.marks).len(), marks);
}

#[test]
fn a_file_tells_how_it_is_packed() {
    for (packing, ..) in PACKINGS {
        assert_eq!(Packing::of(&pack(b"words", *packing)), Some(*packing));
    }
    assert_eq!(Packing::of(b"VZCZCXRO4134"), None);
    assert_eq!(Packing::of(b""), None);
}

#[test]
fn utf16_is_told_by_its_mark_or_its_first_characters() {
    // Pairs stand at every place of a block, and its end cuts one.
    let all = "\u{1f4a1} lamp, caf\u{e9}\r\n".repeat(9_001) + "x";
    for unit in [u16::to_le_bytes, u16::to_be_bytes] {
        for shift in ["", "ab"] {
            let all = format!("ab{shift}{all}");
            let marked = utf16(all.as_bytes(), unit);
            for file in [&marked[..], &marked[2..]] {
                assert!(unpacked(file) == (all.clone().into_bytes(), None));
            }
        }
    }
    for other in [&b""[..], b"V", b"VZCZ", b"V\0", b"\0\0\0\0", b"\x01\0\x02\0", b"\xef\xbb\xbfV"] {
        assert_eq!(Packing::of(other), None, "{other:?}");
    }
}

#[test]
fn members_and_frames_follow_one_another() {
    let all = text(10_000);
    let (one, two) = all.split_at(70_001);
    for packing in [Packing::Gzip, Packing::Zstd] {
        let file = [pack(one, packing), pack(b"", packing), pack(two, packing)].concat();
        assert!(unpacked(&file) == (all.clone(), None), "{packing:?}");
    }
}

#[test]
fn headers_may_hold_names_and_more() {
    let mut out =
        GzBuilder::new().filename("a.txt").comment("words").extra(vec![7; 300]).write(Vec::new(), Compression::best());
    out.write_all(b"some words").unwrap();
    let mut file = out.finish().unwrap();
    assert_eq!(unpacked(&file).0, b"some words");
    // Tapes fill the last block with zeros.
    file.extend([0; 512]);
    assert_eq!(unpacked(&file), (b"some words".to_vec(), None));
}

#[test]
fn frames_to_skip_are_skipped() {
    let skipped = [&b"\x5a\x2a\x4d\x18\x03\0\0\0abc"[..], &zstd(b"words")].concat();
    let file = [zstd(b"some "), skipped].concat();
    assert_eq!(unpacked(&file), (b"some words".to_vec(), None));
}

#[test]
fn damage_is_said_and_what_stands_before_it_is_given() {
    let all = text(20_000);
    for packing in [Packing::Gzip, Packing::Zstd] {
        let file = pack(&all, packing);
        let (part, error) = unpacked(&file[..file.len() / 2]);
        assert!(part.len() > all.len() / 4, "{packing:?}");
        assert!(all.starts_with(&part), "{packing:?}");
        let name = if packing == Packing::Gzip { "gzip" } else { "zstd" };
        assert_eq!(error, Some(format!("the file ends before its {name} data does")));
    }
    let mut file = gzip(&all);
    let checksum = file.len() - 8;
    file[checksum] ^= 1;
    assert_eq!(unpacked(&file), (all, Some("its gzip data is damaged: the checksum does not fit".to_owned())));
    assert_eq!(unpacked(b"\x1f\x8b\x07 other").1.as_deref(), Some("the file ends before its gzip data does"));
    assert_eq!(unpacked(b"\x1f\x8b\x07 other than deflate").1.as_deref(), Some("its head is not that of gzip"));
}

#[test]
fn damaged_zstd_is_said_in_words_and_nothing_before_it_is_lost() {
    let all = text(20_000);
    let (one, two) = all.split_at(200_000);
    let file = [zstd(one), zstd(two)].concat();
    let at = zstd(one).len() + 3_000;
    // A block of the kind that is reserved.
    for (at, byte) in [(at, 0xff_u8), (file.len() - 1, 0)] {
        let mut file = file.clone();
        file[at] = byte;
        let (part, error) = unpacked(&file);
        assert!(part.len() >= one.len() && all[..one.len()] == part[..one.len()]);
        assert!(error.is_none_or(|error| error.starts_with("its zstd data is damaged")));
    }
    let mut file = zstd(b"words");
    file[4] = 0xff;
    assert!(unpacked(&file).1.is_some_and(|error| !error.contains(['{', '('])));
}

#[test]
fn any_part_is_read_again() {
    let all = text(100_000);
    for packing in [Packing::Gzip, Packing::Zstd, Packing::Utf16] {
        let half = all.len() / 2;
        let file: Arc<[u8]> = match packing {
            Packing::Utf16 => pack(&all, packing).into(),
            _ => [pack(&all[..half], packing), pack(&all[half..], packing)].concat().into(),
        };
        let packed = Arc::new(Packed { spacing: 200 << 10, ..Packed::new(packing) });
        assert_eq!(io::copy(&mut packed.stream(&*file), &mut io::sink()).unwrap(), all.len() as u64);
        // zstd has one mark, where the second frame begins; the others have them anywhere.
        assert!(held(&packed.marks).len() >= if packing == Packing::Zstd { 1 } else { 10 });
        let end = all.len();
        for at in [end - 100, 5, half - 50, half - 10, 0, end - 100, half + 200] {
            let open = || Ok(Box::new(Cursor::new(Arc::clone(&file))) as Box<dyn ReadSeek>);
            let part = packed.read_part(at as u64, 100, open).unwrap();
            assert!(part.as_deref() == Some(&all[at..at + 100]), "{packing:?} at {at}");
        }
        let open = || Ok(Box::new(Cursor::new(Arc::clone(&file))) as Box<dyn ReadSeek>);
        assert_eq!(packed.read_part(end as u64 - 1, 2, open).unwrap(), None);
    }
}

#[test]
fn what_the_usual_programs_write_is_read() {
    let all = text(50_000);
    for (program, arguments) in [("gzip", &["-9c"][..]), ("zstd", &["-19", "-c"]), ("zstd", &["--long=27", "-c"])] {
        let started = Command::new(program).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let Ok(mut child) = started else {
            println!("not run: there is no {program} here");
            continue;
        };
        let mut stdin = child.stdin.take().unwrap();
        let words = all.clone();
        let writer = std::thread::spawn(move || stdin.write_all(&words));
        let file = child.wait_with_output().unwrap().stdout;
        writer.join().unwrap().unwrap();
        assert!(unpacked(&file) == (all.clone(), None), "{program} {arguments:?}");
    }
}

proptest! {
    #[test]
    fn any_damage_ends_in_bytes_or_an_error(mut file in prop::sample::select(vec![gzip(&text(300)), zstd(&text(300))]),
        at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let at = 4 + at.index(file.len() - 4);
        file[at] = byte;
        unpacked(&file);
    }
}
