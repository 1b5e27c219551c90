//! Cables that were sent in sections: wherever a cable was cut, its words are the same.

use std::fs;

use sipdis::cable::{Cable, Hints, parse};

/// Numbers, marks, headings and words of all paragraphs, and what was drawn from them.
fn said(cable: &Cable, text: &str) -> Vec<String> {
    let paragraphs = cable.paragraphs.iter().map(|it| {
        let number = it.number.as_ref().map_or("", |number| number.text(text));
        let mark = it.portion.as_ref().map_or("", |mark| mark.text.text(text));
        let heading = it.heading.as_ref().map_or("", |heading| heading.text(text));
        // Blank lines at the cut go with it.
        let words: Vec<String> =
            it.words(text).lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
        format!("{number}|{mark}|{heading}|{}", words.join("\n"))
    });
    let values = [("summary", &cable.summary), ("comment", &cable.comment), ("subject", &cable.subject)];
    let values = values.map(|(name, value)| format!("{name}: {}", value.as_ref().map_or("", |it| it.text(text))));
    let names = cable.signatures.iter().map(|name| format!("signed: {}", name.text(text)));
    paragraphs.chain(values).chain(names).collect()
}

/// What ends one telegram and begins the next, of the same cable.
fn join(cable: &str, end: &str) -> String {
    let (head, _) = cable.split_once("\n\n").unwrap_or((cable, ""));
    let line = head.lines().chain(cable.lines()).find(|line| line.contains("SECTION 01")).unwrap_or_default();
    format!(
        "{end}VZCZCXYZ0002\nPP RUEHC\nDE RUEHRK #0001/02 1231200\nZNR UUUUU ZZH\nP 031200Z MAY 06\nFM AMEMBASSY REYKJAVIK\nTO RUEHC/SECSTATE WASHDC 0043\nBT\n{}\n\nSIPDIS\n\nE.O. 12958: N/A\nTAGS: PREL, IC\nSUBJECT: THE SAME\nAND MORE OF IT\n\n",
        line.replace("SECTION 01", "SECTION 02")
    )
}

#[test]
fn words_are_the_same_wherever_the_cable_was_cut() {
    for path in ["tests/cables/06ROME42.txt", "assets/sample/06REYKJAVIK412.txt", "assets/sample/08VALLETTA301.txt"] {
        let text = fs::read_to_string(path).unwrap();
        let name = path.rsplit('/').next().unwrap().trim_end_matches(".txt");
        let hints = Hints { name: Some(name.to_owned()), ..Hints::default() };
        let whole = parse(&text, &hints);
        let post = whole.post.clone().unwrap_or_default();
        let line = text.lines().find(|line| line.contains(&format!("{post} 000"))).unwrap();
        let whole_text = match line.contains("SECTION") {
            true => text.clone(),
            false => text.replacen(line, &line.replacen(&post, &format!("SECTION 01 OF 02 {post}"), 1), 1),
        };
        let whole = parse(&whole_text, &hints);
        let expected = said(&whole, &whole_text);
        let from = whole.paragraphs[0].span.start as usize;
        let to = whole.paragraphs.last().unwrap().span.end as usize;
        let cuts = whole_text[from..to].match_indices('\n').map(|(at, _)| from + at + 1);
        // A cut between `End` and `comment.` is as blind a spot as a page line there.
        for at in cuts.filter(|at| !whole_text[..*at].trim_end().ends_with("End")) {
            for end in ["BT\n#0001\n\n\nNNNN\n\n", "\nNNNN\n", ""] {
                let cut = format!("{}{}{}", &whole_text[..at], join(&whole_text, end), &whole_text[at..]);
                let cable = parse(&cut, &hints);
                let found = said(&cable, &cut);
                let differs = found.iter().zip(&expected).find(|(found, expected)| found != expected);
                let place = whole_text[at..].lines().next();
                assert_eq!(differs, None, "{path} cut before {place:?} behind {end:?}");
                assert_eq!(found.len(), expected.len(), "{path} cut before {place:?} behind {end:?}");
            }
        }
    }
}
