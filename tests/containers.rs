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
        Opening::Progress(_) => {}
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

#[test]
fn a_cable_is_the_same_in_every_container() {
    let folder = tempfile::tempdir().unwrap();
    for cable in CABLES.iter().map(|path| Cable::read(path)) {
        let mut models = Vec::new();
        for (format, file) in cable.containers() {
            for (ending, bytes) in
                [("", file.clone().into_bytes()), (".gz", gzip(file.as_bytes())), (".zst", zstd(file.as_bytes()))]
            {
                // Only the name of a text file tells its id; that of a compressed one has an ending more.
                let path = folder.path().join(format!("{}.txt{ending}", cable.id));
                fs::write(&path, bytes).unwrap();
                let (mut documents, troubles) = read(vec![Origin::Path(path)]);
                assert_eq!((documents.len(), troubles.len()), (1, 0), "{} as {format}{ending}: {troubles:?}", cable.id);
                let document = documents.remove(0);
                assert_eq!(document.format, format, "{}", cable.id);
                models.push((format!("{format}{ending}"), document.text, document.cable));
            }
        }
        let (_, text, model) = &models[0];
        assert!(model.id.is_some() && model.subject.is_some());
        for (container, other_text, other) in &models {
            assert_eq!(other_text, text, "{} as {container}", cable.id);
            assert_eq!(other, model, "{} as {container}", cable.id);
        }
    }
}

/// The JSON of a cable without places and source, which line ends move.
fn said(document: &Document) -> Json {
    fn bare(value: &mut Json) {
        match value {
            Json::Object(object) => {
                object.remove("span");
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

#[test]
fn what_stands_before_damage_is_shown() {
    let file: String = (1..=2_000)
        .map(|n| format!("\"{n}\",\"1/2/2006 3:04\",\"06REYKJAVIK{n}\",\"\",\"\",\"\",\"\",\"body {}\"\n", n * 7_919))
        .collect();
    let bytes = gzip(file.as_bytes());
    let (documents, troubles) = read(vec![Origin::Stdin(bytes[..bytes.len() / 2].to_vec())]);
    assert!(documents.len() > 100 && documents.len() < 2_000, "{}", documents.len());
    assert_eq!(documents[99].text, "body 791900");
    assert!(troubles.last().unwrap().starts_with("cannot be read on from byte"), "{troubles:?}");
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
