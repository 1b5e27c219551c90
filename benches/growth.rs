//! How the time to read a cable grows with its length: texts of one kind at a size, twice and four times that size.
//!
//! `cargo bench --bench growth [-- NAME...]` measures all kinds or those whose names hold one of the words, at 0.5, 1 and 2 MB;
//! `-- --large` at 12.5, 25 and 50 MB. Time that grows with the length itself doubles from column to column.

#[path = "../tests/common/growing.rs"]
mod growing;

use std::hint::black_box;
use std::time::Instant;

use sipdis::cable::{self, Hints};

/// The smallest of three sizes, in bytes.
const SMALL: usize = 500_000;
const LARGE: usize = 12_500_000;

/// Each text is read so often, and the shortest time counts: the machine does other things too.
const TIMES: usize = 3;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let large = words.iter().any(|word| word == "--large");
    let names: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.starts_with('-')).collect();
    let size = if large { LARGE } else { SMALL };
    println!("{:<34}{:>10}{:>10}{:>10}{:>10}", "ms", "1x", "2x", "4x", "head, 4x");
    for kind in
        growing::KINDS.iter().filter(|kind| names.is_empty() || names.iter().any(|name| kind.name.contains(name)))
    {
        let texts = [size, 2 * size, 4 * size].map(|size| kind.text(size));
        let [one, two, four] =
            texts.each_ref().map(|text| shortest(|| black_box(cable::parse(text, &Hints::default()))));
        let head = shortest(|| black_box(cable::parse_head(&texts[2], &Hints::default())));
        println!("{:<34}{one:>10.1}{two:>10.1}{four:>10.1}{head:>10.1}", kind.name);
    }
}

/// The shortest time that `work` takes, in milliseconds.
fn shortest<T>(work: impl Fn() -> T) -> f64 {
    let times = (0..TIMES).map(|_| {
        let start = Instant::now();
        let result = work();
        let time = start.elapsed().as_secs_f64() * 1e3;
        drop(result);
        time
    });
    times.fold(f64::MAX, f64::min)
}
