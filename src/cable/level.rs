//! The vocabulary of classification: levels, controls, and a marking made of both.
//!
//! It stands here and not in `marking` because a cable's classification line and its portion marks are fields of the
//! cable; what follows from them (roll-up, checks, declassification) is the business of `marking`.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

use super::mark::{Category, category_of};

/// How sensitive a text is, lowest first.
///
/// [`Level::Controlled`] stands for SBU, FOUO, EFTO and CUI, which are not ordered among themselves; together with
/// [`Level::LimitedOfficialUse`] it has one rank, so compare with [`Level::rank`].
/// Source: E.O. 13526 §1.2, 5 FAH-3 H-710, and the order of the IC marking manual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// UNCLASSIFIED.
    Unclassified,
    /// Unclassified but controlled: SBU, FOUO, EFTO, CUI.
    Controlled,
    /// LIMITED OFFICIAL USE, to about 1995.
    LimitedOfficialUse,
    /// RESTRICTED: a US level until 1953, allied since.
    Restricted,
    /// CONFIDENTIAL.
    Confidential,
    /// SECRET.
    Secret,
    /// TOP SECRET.
    TopSecret,
}

impl Level {
    /// All levels, lowest first.
    pub const ALL: [Level; 7] = [
        Level::Unclassified,
        Level::Controlled,
        Level::LimitedOfficialUse,
        Level::Restricted,
        Level::Confidential,
        Level::Secret,
        Level::TopSecret,
    ];

    /// For comparing: 0 for unclassified, 1 for both controlled levels, 2 to 5 for the classified ones.
    pub fn rank(self) -> u8 {
        match self {
            Level::Unclassified => 0,
            Level::Controlled | Level::LimitedOfficialUse => 1,
            Level::Restricted => 2,
            Level::Confidential => 3,
            Level::Secret => 4,
            Level::TopSecret => 5,
        }
    }

    /// Whether an executive order calls it classified.
    pub fn is_classified(self) -> bool {
        self.rank() >= 2
    }

    /// The name in output: `CONFIDENTIAL`, `UNCLASSIFIED_CONTROLLED`, ...
    pub fn name(self) -> &'static str {
        match self {
            Level::Unclassified => "UNCLASSIFIED",
            Level::Controlled => "UNCLASSIFIED_CONTROLLED",
            Level::LimitedOfficialUse => "LIMITED OFFICIAL USE",
            Level::Restricted => "RESTRICTED",
            Level::Confidential => "CONFIDENTIAL",
            Level::Secret => "SECRET",
            Level::TopSecret => "TOP SECRET",
        }
    }

    /// The letters of a portion mark, also shown in the list: `U`, `SBU`, `LOU`, `R`, `C`, `S`, `TS`.
    pub fn letters(self) -> &'static str {
        match self {
            Level::Unclassified => "U",
            Level::Controlled => "SBU",
            Level::LimitedOfficialUse => "LOU",
            Level::Restricted => "R",
            Level::Confidential => "C",
            Level::Secret => "S",
            Level::TopSecret => "TS",
        }
    }

    /// How it stands in a banner, written out.
    pub fn banner(self) -> &'static str {
        match self {
            Level::Controlled => "SENSITIVE BUT UNCLASSIFIED",
            other => other.name(),
        }
    }
}

/// By its [`Level::name`].
impl Serialize for Level {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What restricts a marking beside its level, in its full name: `NOFORN`, `ORCON`, `REL TO USA, GBR`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Control(pub Cow<'static, str>);

impl Control {
    /// Not releasable to foreign nationals.
    pub const NOFORN: Control = Control(Cow::Borrowed("NOFORN"));

    /// The full name.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// What kind of restriction it is.
    pub fn category(&self) -> Category {
        category_of(self.name()).0
    }

    /// What a register orders by: the kind, then the place within it, then the name.
    pub fn register_order(&self) -> (Category, usize, &str) {
        let (category, place) = category_of(self.name());
        (category, place, self.name())
    }

    /// The short form of portion marks: `NF` for `NOFORN`.
    pub fn short(&self) -> &str {
        match self.name() {
            "NOFORN" => "NF",
            "ORCON" => "OC",
            "PROPIN" => "PR",
            "EXDIS" => "XD",
            "NODIS" => "ND",
            name => name,
        }
    }
}

/// A level with its controls.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Marking {
    /// The level.
    pub level: Level,
    /// Its controls, in the order in which they stand.
    pub controls: Vec<Control>,
}

impl Marking {
    /// A marking without controls.
    pub fn plain(level: Level) -> Self {
        Marking { level, controls: Vec::new() }
    }

    /// Short, as in a portion mark without its brackets: `S//NF`.
    pub fn short(&self) -> String {
        self.joined(self.level.letters(), Control::short)
    }

    fn joined(&self, level: &str, name: impl Fn(&Control) -> &str) -> String {
        let mut out = level.to_owned();
        let mut before = None;
        for control in &self.controls {
            // Two slashes divide kinds of controls, one slash those of a kind.
            let category = control.category();
            out.push_str(if before == Some(category) { "/" } else { "//" });
            out.push_str(name(control));
            before = Some(category);
        }
        out
    }
}

/// In full, as in a banner: `SECRET//NOFORN`.
impl fmt::Display for Marking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.joined(self.level.banner(), Control::name))
    }
}
