//! The same cable in every container gives the same model.

mod common;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use flate2::{Compression, write::GzEncoder};
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use serde_json::Value as Json;
use sipdis::archive::{Archive, Document, Opening, Origin, Row, json};

/// Cables of every form, most of them fictional twins of what is published.
const CABLES: &[&str] = &[
    "tests/cables/06ROME42.txt",
    "assets/sample/06REYKJAVIK412.txt",
    "assets/sample/08VALLETTA301.txt",
    "assets/sample/73REYKJAVIK1187.txt",
    "assets/sample/86REYKJAVIK733.txt",
    "assets/sample/24REYKJAVIK55.txt",
];

/// All cables of an archive, and what could not be read.
fn read(origins: Vec<Origin>) -> (Vec<Document>, Vec<String>) {
    let (mut documents, mut troubles) = (Vec::new(), Vec::new());
    Archive::new(origins).documents(&AtomicBool::new(false), &mut |document| match document {
        Ok(document) => documents.push(document),
        Err(trouble) => troubles.push(trouble.message),
    });
    (documents, troubles)
}

fn read_bytes(bytes: Vec<u8>) -> Vec<Document> {
    let (documents, troubles) = read(vec![Origin::Stdin(bytes)]);
    assert_eq!(troubles, [""; 0]);
    documents
}

fn rows(archive: &Archive) -> Vec<Row> {
    let mut rows = Vec::new();
    archive.open(&AtomicBool::new(false), &mut |opening| match opening {
        Opening::Grown(catalogue) => rows = catalogue.rows().collect(),
        Opening::Progress(_) | Opening::Anew(_) | Opening::Word(_) => {}
        Opening::Trouble(trouble) => panic!("{}", trouble.message),
        Opening::Done => {}
    });
    rows
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(bytes).expect("memory can be written");
    out.finish().expect("memory can be written")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

/// A cable, ready to be put into containers.
struct Cable {
    id: String,
    text: String,
}

impl Cable {
    fn read(path: &str) -> Cable {
        let id = Path::new(path).file_stem().expect("a name").to_string_lossy().into_owned();
        Cable { id, text: fs::read_to_string(path).expect("the cable is there").trim_end().to_owned() }
    }

    /// Header and body as the published dump has them apart: an empty line divides them in the text.
    fn parts(&self) -> (&str, &str) {
        self.text.split_once("\n\n").expect("every cable has an empty line")
    }

    fn csv(&self, quote: impl Fn(&str) -> String) -> String {
        let (header, body) = self.parts();
        let row = ["1", "11/20/2006 16:41", &self.id, "Embassy Rome", "CONFIDENTIAL", "", header, body];
        row.map(|field| format!("\"{}\"", quote(field))).join(",") + "\r\n"
    }

    fn history_lab(&self) -> String {
        let row = [
            "words",
            "",
            &self.id,
            &self.text.replace('"', "\"\""),
            "PREL",
            "UNCLASSIFIED",
            "CONFIDENTIAL",
            "2006-11-20T00:00:00",
        ];
        let names = "body,concepts,id,raw_body,tags,class,origclass,date";
        format!("{names}\n{}\n", row.map(|field| format!("\"{field}\"")).join(","))
    }

    fn page(&self) -> String {
        let escape = |text: &str| {
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('\n', "&#x000A;");
            text.replace("SIPDIS", "<a href='/tag/SIPDIS_0.html'>SIPDIS</a>")
                .replace('\u{b6}', "<a id='par'>&para;</a>")
        };
        let (header, body) = self.parts();
        format!(
            "<?xml version='1.0' encoding='utf-8' ?>\n<!DOCTYPE html>\n<html><head><title>Cable Viewer</title></head><body>\
             <table class='cable'>\n<tr>\n<th>Reference ID</th>\n<th>Created</th>\n<th>Classification</th>\n<th>Origin</th>\n\
             </tr>\n<tr>\n<td>\n<a href='#'>{}</a>\n</td>\n<td>2006-11-20 16:41</td>\n<td>CONFIDENTIAL</td>\n\
             <td>Embassy Rome</td>\n</tr>\n</table>\n<code><pre>{}</pre></code>\n<code><pre>{}</pre></code>\n</body></html>",
            self.id,
            escape(header),
            escape(body)
        )
    }

    /// Files that hold this cable, with the reader that reads them.
    fn containers(&self) -> Vec<(&'static str, String)> {
        let document = &read_bytes(self.csv(|field| field.replace('"', "\"\"")).into_bytes())[0];
        let object = serde_json::to_string(&json::WithText(document)).expect("a cable can be written");
        vec![
            ("text", self.text.clone()),
            ("csv", self.csv(|field| field.replace('\\', "\\\\").replace('"', "\\\""))),
            // Without a quote inside, the dialects are one.
            (if self.text.contains('"') { "csv-rfc4180" } else { "csv" }, self.csv(|field| field.replace('"', "\"\""))),
            ("csv-named", self.history_lab()),
            ("html", self.page()),
            ("jsonl", format!("{object}\n")),
        ]
    }
}

/// How a file may be wrapped, with the ending of its name, and what it then is.
fn wrapped(file: &str) -> Vec<(&'static str, Vec<u8>)> {
    let bytes = file.as_bytes();
    let (front, back) = bytes.split_at(bytes.len() / 2);
    let utf16 = |unit: fn(u16) -> [u8; 2]| format!("\u{feff}{file}").encode_utf16().flat_map(unit).collect::<Vec<u8>>();
    vec![
        ("", bytes.to_vec()),
        (".gz", gzip(bytes)),
        (".zst", zstd(bytes)),
        ("-members.gz", [gzip(front), gzip(b""), gzip(back)].concat()),
        ("-frames.zst", [zstd(front), zstd(back)].concat()),
        ("-mark", format!("\u{feff}{file}").into_bytes()),
        ("-mark.gz", gzip(format!("\u{feff}{file}").as_bytes())),
        ("-utf16le", utf16(u16::to_le_bytes)),
        ("-utf16be", utf16(u16::to_be_bytes)),
        ("-utf16-without-mark", utf16(u16::to_le_bytes).split_off(2)),
    ]
}

/// The same text and the same model, to the last span. Of the JSON only `source` differs: `path` and `format` say where the
/// cable stands, `record` which of that file it is, and `beside` what stood beside the text there, which a plain file has none
/// of but its name.
#[test]
fn a_cable_is_the_same_in_every_container() {
    let folder = tempfile::tempdir().unwrap();
    for cable in CABLES.iter().map(|path| Cable::read(path)) {
        let mut models = Vec::new();
        for (format, file) in cable.containers() {
            for (how, bytes) in wrapped(&file) {
                // Only the name of a text file tells its id, in a folder of its own because what it is does not; that of a
                // compressed one has an ending more.
                let folder = folder.path().join(format!("{format}{how}"));
                fs::create_dir_all(&folder).unwrap();
                let ending = how.find('.').map_or("", |at| &how[at..]);
                let path = folder.join(format!("{}.txt{ending}", cable.id));
                fs::write(&path, bytes).unwrap();
                let (mut documents, troubles) = read(vec![Origin::Path(path)]);
                assert_eq!((documents.len(), troubles.len()), (1, 0), "{} as {format}{how}: {troubles:?}", cable.id);
                let document = documents.remove(0);
                assert_eq!(document.format, format, "{} as {format}{how}", cable.id);
                let mut object = serde_json::to_value(json::Object(&document)).unwrap();
                assert!(object.as_object_mut().unwrap().remove("source").is_some());
                models.push((format!("{format}{how}"), document.text, document.cable, object));
            }
        }
        let (_, text, model, object) = &models[0];
        assert!(model.id.is_some() && model.subject.is_some());
        for (container, other_text, other, other_object) in &models {
            assert_eq!(other_text, text, "{} as {container}", cable.id);
            assert_eq!(other, model, "{} as {container}", cable.id);
            assert_eq!(other_object, object, "{} as {container}", cable.id);
        }
    }
}

#[test]
fn blank_lines_at_the_start_hide_no_form() {
    for cable in CABLES.iter().map(|path| Cable::read(path)) {
        for (format, file) in cable.containers() {
            for blank in ["\n", "\r\n \t\r\n", "\u{feff}\n\n"] {
                let documents = read_bytes(format!("{blank}{file}\n \n").into_bytes());
                assert_eq!(documents.len(), 1, "{} as {format}", cable.id);
                assert_eq!(documents[0].format, format, "{}", cable.id);
                let plain = read_bytes(file.clone().into_bytes());
                assert_eq!(said(&documents[0]), said(&plain[0]), "{} as {format}", cable.id);
            }
        }
    }
}

/// The JSON of a cable without places and source, which line ends move.
fn said(document: &Document) -> Json {
    fn bare(value: &mut Json) {
        match value {
            Json::Object(object) => {
                object.remove("span");
                object.remove("tables");
                object.remove("source");
                object.values_mut().for_each(bare);
            }
            Json::Array(list) => list.iter_mut().for_each(bare),
            // A paragraph's words keep their line ends.
            Json::String(words) => *words = words.replace("\r\n", "\n").replace('\r', "\n"),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(json::Object(document)).expect("a cable can be written");
    bare(&mut value);
    value
}

#[test]
fn line_ends_do_not_matter_in_any_container() {
    for cable in CABLES.iter().map(|path| Cable::read(path)) {
        for end in ["\r\n", "\r"] {
            let other = Cable { id: cable.id.clone(), text: cable.text.clone() };
            for ((format, file), (_, plain)) in other.containers().into_iter().zip(cable.containers()) {
                // In pages line ends are references, and in JSON escapes.
                let file = match format {
                    "text" => file.replace('\n', end),
                    "html" => file.replace("&#x000A;", &end.replace('\r', "&#13;").replace('\n', "&#10;")),
                    "jsonl" => file.replace("\\n", &end.replace('\r', "\\r").replace('\n', "\\n")),
                    _ => file.replace(&cable.text, &cable.text.replace('\n', end)),
                };
                let (one, two) = (read_bytes(file.into_bytes()), read_bytes(plain.into_bytes()));
                assert_eq!((one.len(), two.len()), (1, 1), "{} as {format}", cable.id);
                assert_eq!(said(&one[0]), said(&two[0]), "{} as {format} with {end:?}", cable.id);
            }
        }
    }
}

#[test]
fn what_parse_prints_with_texts_opens_as_the_cables_do() {
    let (sample, _) = read(vec![Origin::Sample]);
    let lines: Vec<String> =
        sample.iter().map(|document| serde_json::to_string(&json::WithText(document)).unwrap()).collect();
    for file in [lines.join("\n"), format!("[\n{}\n]\n", lines.join(",\n"))] {
        let again = read_bytes(file.into_bytes());
        assert_eq!(again.len(), sample.len());
        for (one, two) in sample.iter().zip(&again) {
            assert_eq!((&one.hints, &one.text, &one.cable), (&two.hints, &two.text, &two.cable), "{}", one.path);
        }
    }
}

#[test]
fn words_of_a_telegram_get_its_attributes() {
    let file = "id,date,subject,from_field,to_field,origclass,classification,tags,reference,handling,body\n\
                1976REYKJA00042,1976-09-01T00:00:00,LIGHTHOUSE TALKS,REYKJAVIK,STATE,CONFIDENTIAL,UNCLASSIFIED,\"PFOR, IC\",\
                76 STATE 1234,n/a,\"1.  C - ENTIRE TEXT.\n2.  THE LAMP IS LIT.\nASKEBY\"\n";
    for document in [file.to_owned(), file.replace('\n', "\r\n")].map(|file| read_bytes(file.into_bytes()).remove(0)) {
        let said = said(&document);
        assert_eq!(said["id"], "76REYKJAVIK42");
        assert_eq!(said["subject"], "LIGHTHOUSE TALKS");
        assert_eq!(said["tags"], serde_json::json!(["PFOR", "IC"]));
        assert_eq!(said["classification"]["level"], "CONFIDENTIAL");
        assert_eq!(said["references"][0]["id"], "76STATE1234");
        assert_eq!(said["paragraphs"].as_array().unwrap().len(), 2);
        assert_eq!(said["signatures"], serde_json::json!(["ASKEBY"]));
    }
}

#[test]
fn one_cable_is_read_out_of_the_middle_of_a_compressed_file() {
    let file: String = (1..=5_000)
        .map(|n| {
            format!(
                "\"{n}\",\"1/2/2006 3:04\",\"06REYKJAVIK{n}\",\"\",\"SECRET\",\"\",\"\",\"body of {n}, {}\"\n",
                n * 7_919
            )
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [("cables.csv.gz", gzip(file.as_bytes())), ("cables.csv.zst", zstd(file.as_bytes()))] {
        let path = folder.path().join(name);
        fs::write(&path, &bytes).unwrap();
        for origin in [Origin::Path(path.clone()), Origin::Stdin(bytes)] {
            let archive = Archive::new(vec![origin]);
            let rows = rows(&archive);
            assert_eq!(rows.len(), 5_000);
            for n in [4_999, 0, 2_500, 2_501, 17] {
                let document = archive.read(rows[n].place).unwrap();
                assert_eq!(document.text, format!("body of {}, {}", n + 1, (n + 1) * 7_919), "{name}");
            }
        }
        let archive = Archive::new(vec![Origin::Path(path.clone())]);
        let rows = rows(&archive);
        archive.read(rows[9].place).unwrap();
        fs::write(&path, b"").unwrap();
        assert!(archive.read(rows[9].place).is_err(), "{name} has changed");
    }
}

#[test]
fn how_far_the_reading_is_counts_bytes_as_they_stand_in_the_file() {
    let row =
        |n: u32| format!("\"{n}\",\"1/2/2006 3:04\",\"06REYKJAVIK{n}\",\"\",\"\",\"\",\"\",\"body {}\"\n", n * 7_919);
    let all = (0..40_000).map(row).collect::<String>();
    let wide: Vec<u8> = [0xfe, 0xff].into_iter().chain(all.bytes().flat_map(|byte| [0, byte])).collect();
    let files = [
        ("a.csv", all.clone().into_bytes()),
        ("a.csv.gz", gzip(all.as_bytes())),
        ("b.gz", zstd(all.as_bytes())),
        ("wide.csv", wide),
    ];
    for (name, bytes) in files {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, &bytes).unwrap();
        let (mut told, size) = (Vec::new(), bytes.len() as u64);
        Archive::new(vec![Origin::Path(path)]).open(&AtomicBool::new(false), &mut |opening| {
            if let Opening::Progress(progress) = opening {
                told.push((progress.read, progress.of));
            }
        });
        assert!(told.iter().all(|(read, of)| *read <= size && *of == Some(size)), "{name}: {told:?} of {size}");
        // Line ends between records are not counted.
        let read = told.last().unwrap().0;
        assert!(read * 100 / size >= 98, "{name}: {read} of {size}");
    }
}

#[test]
fn a_file_that_unpacks_without_end_is_left() {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    let megabyte = vec![b'x'; 1 << 20];
    for _ in 0..200 {
        out.write_all(&megabyte).unwrap();
    }
    let (documents, troubles) = read(vec![Origin::Stdin(out.finish().unwrap())]);
    assert_eq!(documents.len(), 0);
    assert_eq!(troubles.len(), 1);
    assert!(troubles[0].contains("unpacks to more than 64 MB"), "{troubles:?}");
}

/// Files of many cables in each form that has several, each cable with the word `body` and its number.
fn many(count: usize) -> Vec<(&'static str, String)> {
    let row = |n: usize| {
        format!("\"{n}\",\"1/2/2006 3:04\",\"06REYKJAVIK{n}\",\"\",\"\",\"\",\"\",\"body {}\"\n", n * 7_919 % 100_003)
    };
    let named = |n: usize| format!("06REYKJAVIK{n},\"body {}\"\n", n * 7_919 % 100_003);
    let line = |n: usize| format!("{{\"id\":\"06REYKJAVIK{n}\",\"text\":\"body {}\"}}\n", n * 7_919 % 100_003);
    let telegram = |n: usize| format!("VZCZCXRO{n}\nSUBJ: X\n\nbody {}\nNNNN\n\n", n * 7_919 % 100_003);
    let page = |n: usize| format!("<html><body><pre>body {}</pre></body></html>\n", n * 7_919 % 100_003);
    vec![
        ("csv", (1..=count).map(row).collect()),
        ("csv-named", "id,text\n".to_owned() + &(1..=count).map(named).collect::<String>()),
        ("jsonl", (1..=count).map(line).collect()),
        ("text", (1..=count).map(telegram).collect()),
        ("html", (1..=count).map(page).collect()),
    ]
}

#[test]
fn a_large_file_of_lines_is_read_in_parts_as_in_one_go() {
    let ends = ["\n", "\r\n", "\n\n", ",\n", "\r\n \t\r\n"];
    let line = |n: usize| {
        let long = "gulls ".repeat(n % 40);
        let broken = if n.is_multiple_of(997) { "no object " } else { "" };
        format!("{broken}{{\"id\":\"06REYKJAVIK{n}\",\"text\":\"body {n} {long}\"}}{}", ends[n % ends.len()])
    };
    let file = (1..=30_000).map(line).collect::<String>();
    assert!(file.len() > 4 << 20, "large enough for several parts: {}", file.len());
    let (documents, mut wanted) = read(vec![Origin::Stdin(file.clone().into_bytes())]);
    let archive = Archive::new(vec![Origin::Stdin(file.into_bytes())]);
    let (mut rows, mut troubles) = (Vec::new(), Vec::new());
    archive.open(&AtomicBool::new(false), &mut |opening| match opening {
        Opening::Grown(catalogue) => rows = catalogue.rows().collect::<Vec<Row>>(),
        Opening::Trouble(trouble) => troubles.push(trouble.message),
        _ => {}
    });
    assert_eq!(rows.len(), 30_000);
    for (row, document) in rows.iter().zip(&documents) {
        assert_eq!(row.place.record, document.record);
        assert_eq!(archive.read(row.place).unwrap(), *document);
    }
    wanted.sort();
    troubles.sort();
    assert_eq!(troubles, wanted);
    assert_eq!(troubles.len(), 21, "twenty are told one by one: {troubles:?}");
}

#[test]
fn what_stands_before_damage_is_shown() {
    // Several blocks of zstd, of which only whole ones can be read.
    const COUNT: usize = 6_000;
    for (format, file) in many(COUNT) {
        for (packing, bytes) in [("gzip", gzip(file.as_bytes())), ("zstd", zstd(file.as_bytes()))] {
            let cut = bytes[..bytes.len() * 9 / 10].to_vec();
            let (documents, troubles) = read(vec![Origin::Stdin(cut)]);
            let which = format!("{format} in {packing}");
            assert!(documents.len() > 100 && documents.len() < COUNT, "{which}: {}", documents.len());
            assert!(documents[99].text.contains("body 91879"), "{which}: {}", documents[99].text);
            assert!(
                documents
                    .iter()
                    .all(|document| document.format == format || document.record as usize == documents.len())
            );
            let said = troubles.last().unwrap();
            let rest = format!(": the file ends before its {packing} data does");
            assert!(said.starts_with("cannot be read on from byte ") && said.ends_with(&rest), "{which}: {troubles:?}");
        }
    }
}

#[test]
fn what_cannot_be_opened_is_called_by_its_name() {
    let mut tar = vec![0; 512];
    tar[257..262].copy_from_slice(b"ustar");
    for (bytes, said) in [
        (gzip(&gzip(b"words")), "is compressed twice; unpack it once with gunzip or unzstd first"),
        (zstd(&gzip(b"words")), "is compressed twice; unpack it once with gunzip or unzstd first"),
        (gzip(b"\xff\xfeV\0Z\0"), "holds UTF-16 in compressed form; unpack it first, and it can be opened"),
        (tar.clone(), "is a tar archive; unpack it first with tar -xf"),
        (gzip(&tar), "is a tar archive; unpack it first with tar -xf"),
        (b"{\\rtf1 words}".to_vec(), "is a document of an office program (RTF); save it as plain text first"),
        (gzip(b"words")[..7].to_vec(), "cannot be read: the file ends before its gzip data does"),
        (zstd(b"words")[..5].to_vec(), "cannot be read: the file ends before its zstd data does"),
    ] {
        let (documents, troubles) = read(vec![Origin::Stdin(bytes)]);
        assert_eq!((documents.len(), troubles), (0, vec![said.to_owned()]));
    }
}

#[test]
fn real_pages_and_texts_are_their_rows() {
    let Some(shared) = common::shared() else { return };
    let corpus = shared.join("corpus");
    let rows: std::collections::HashMap<_, _> = read(vec![Origin::Path(corpus.join("cables.csv"))])
        .0
        .into_iter()
        .map(|document| (document.cable.id.clone(), said(&document)))
        .collect();
    for (folder, least) in [("html", 71), ("text", 400)] {
        let (documents, troubles) = read(vec![Origin::Path(corpus.join(folder))]);
        assert_eq!(troubles, [""; 0]);
        assert!(documents.len() >= least, "{folder}");
        for document in documents {
            assert_eq!(rows.get(&document.cable.id), Some(&said(&document)), "{}", document.path);
        }
    }
}
