//! What became of an archive, in words.

use std::path::PathBuf;

/// What was done about what happened to the files.
#[derive(Debug, Default)]
pub(super) struct News {
    /// Files that are longer than they were.
    pub(super) grown: Vec<PathBuf>,
    /// Files that were read anew.
    pub(super) changed: Vec<PathBuf>,
    /// Files that were not there before.
    pub(super) new: Vec<PathBuf>,
    /// Files whose cables are not listed any more.
    pub(super) gone: Vec<PathBuf>,
    /// Files that cannot be reached, and whose cables are listed all the same.
    pub(super) missing: Vec<PathBuf>,
    /// How many cables those that have grown have more.
    pub(super) more: usize,
    /// How many cables the new ones have; 0 where that is not known apart from those that were read anew.
    pub(super) added: usize,
}

impl News {
    /// Whether other cables are listed than before, or other places of them.
    pub(super) fn is_listed(&self) -> bool {
        [&self.grown, &self.changed, &self.new, &self.gone].iter().any(|paths| !paths.is_empty())
    }

    /// One sentence; `None` where nothing is new.
    pub(super) fn words(&self) -> Option<String> {
        let more = |cables: usize| match cables {
            0 => String::new(),
            1 => ": 1 more cable".to_owned(),
            n => format!(": {n} more cables"),
        };
        let mut parts = Vec::new();
        let mut part = |paths: &[PathBuf], one: &str, many: &str, end: &str| {
            if !paths.is_empty() {
                parts.push(format!("{}{end}", named(paths, one, many)));
            }
        };
        part(&self.missing, "is gone", "are gone", "; what was known is still listed");
        part(&self.gone, "is gone", "are gone", "");
        part(&self.changed, "has changed and was read anew", "have changed and were read anew", "");
        part(&self.grown, "has grown", "have grown", &more(self.more));
        part(&self.new, "is new", "are new", &more(self.added));
        (!parts.is_empty()).then(|| parts.join(" · "))
    }
}

fn named(paths: &[PathBuf], one: &str, many: &str) -> String {
    match paths {
        [path] => format!("{} {one}", path.file_name().unwrap_or(path.as_os_str()).to_string_lossy()),
        paths => format!("{} files {many}", paths.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_are_one_sentence() {
        let paths = |names: &[&str]| names.iter().map(PathBuf::from).collect::<Vec<_>>();
        assert_eq!(News::default().words(), None);
        let news = News { grown: paths(&["a/b.csv"]), more: 1, ..News::default() };
        assert_eq!(news.words().as_deref(), Some("b.csv has grown: 1 more cable"));
        let news = News { new: paths(&["x", "y"]), gone: paths(&["z"]), added: 7, ..News::default() };
        assert_eq!(news.words().as_deref(), Some("z is gone · 2 files are new: 7 more cables"));
        let news = News { changed: paths(&["a.csv"]), missing: paths(&["b", "c"]), ..News::default() };
        let words = "2 files are gone; what was known is still listed · a.csv has changed and was read anew";
        assert_eq!(news.words().as_deref(), Some(words));
    }
}
