//! Searching, told in keys.

use sipdis::app::list::Found;
use sipdis::app::{App, Effect, Msg, Ticket};
use sipdis::archive::Bits;

use crate::stage::Stage;

const WIDE: (u16, u16) = (120, 40);
const USUAL: (u16, u16) = (80, 24);

fn sees(stage: &Stage, words: &str) -> bool {
    stage.letters().contains(words)
}

#[track_caller]
fn check(stage: &Stage, words: &[&str]) {
    for words in words {
        assert!(sees(stage, words), "{words:?} is not on the screen:\n{}", stage.letters());
    }
}

/// The id of the selected cable.
fn selected(app: &App) -> String {
    app.list().selected().map_or(String::new(), |entry| entry.id().into_owned())
}

#[test]
fn the_list_follows_every_letter() {
    let mut stage = Stage::sample(USUAL);
    stage.keys("/ \"expedition\"");
    check(&stage, &["of 30", "/expedition", "LOG OF THE JOINT EXPEDIT"]);
    let found = stage.app.list().len();
    assert!(found > 0 && found < 30);
    stage.keys("\"_tag:PREL\"");
    assert!(stage.app.list().len() < found, "{}", stage.letters());
    stage.keys("ctrl-w");
    assert_eq!(stage.app.list().len(), found);
}

#[test]
fn a_word_that_is_not_whole_yet_finds_what_begins_so() {
    let mut stage = Stage::sample(USUAL);
    stage.keys("/ \"candlem\"");
    check(&stage, &["with words that begin so"]);
    let found = stage.app.list().len();
    stage.keys("enter");
    check(&stage, &["candlem* ×"]);
    assert_eq!(stage.app.list().len(), found, "what is seen is what stays");
    stage.keys("X / \"candlemas\"");
    assert!(!sees(&stage, "with words that begin so"));
    stage.keys("enter");
    check(&stage, &["candlemas ×"]);
}

#[test]
fn dots_say_that_an_answer_is_to_the_question_before() {
    let mut stage = Stage::sample(USUAL);
    stage.keys("/ \"lam\"");
    let below = |stage: &Stage| stage.letters().lines().last().unwrap_or_default().to_owned();
    assert!(!below(&stage).contains(" ms …"), "{}", below(&stage));
    let effects = stage.app.update(Msg::Key("p".parse().unwrap()));
    assert!(below(&stage).contains(" ms …"), "{}", below(&stage));
    for effect in effects {
        if let Effect::Search { ticket, job } = effect {
            for found in stage.answers(&job) {
                stage.send(Msg::Found { ticket, result: Ok(found) });
            }
        }
    }
    assert!(below(&stage).contains(" ms") && !below(&stage).contains(" ms …"), "{}", below(&stage));
    stage.keys("ctrl-u");
    assert!(!below(&stage).contains("cables"), "nothing is asked yet: {}", below(&stage));
    stage.keys("\"*\"");
    assert!(below(&stage).contains("30 cables"), "{}", below(&stage));
}

#[test]
fn what_was_kept_is_called_back_behind_what_was_typed_since() {
    let mut stage = Stage::sample(USUAL);
    stage.send(Msg::Remembered(vec!["oil".into(), "lamp".into()]));
    let kept = stage.keys("/ \"candlemas\" enter X / \"oil\" enter X");
    let remembered = |effect: &Effect| matches!(effect, Effect::Remember(_));
    assert_eq!(
        kept.into_iter().filter(remembered).collect::<Vec<_>>(),
        ["candlemas", "oil"].map(|it| Effect::Remember(it.into()))
    );
    stage.keys("/ up up up");
    check(&stage, &["/lamp"]);
    stage.keys("down");
    check(&stage, &["/candlemas"]);
}

#[test]
fn esc_leaves_the_list_as_it_was() {
    let mut stage = Stage::sample(USUAL);
    stage.keys("o j j j j");
    let before = stage.letters();
    stage.keys("/ \"lamp\" ctrl-u \"oil\" esc");
    assert_eq!(stage.letters(), before);
    stage.keys("/ \"lamp\" enter j j");
    let before = stage.letters();
    stage.keys("/ \"oil\" backspace backspace backspace backspace \"x\" esc");
    assert_eq!(stage.letters(), before, "a filter that was taken back stands there again");
}

#[test]
fn an_id_is_found_in_any_spelling() {
    for typed in ["06_rome_1733", "ROME_1733", "06ROME1733", "id:rome1733"] {
        let mut stage = Stage::sample(USUAL);
        stage.keys(&format!("/ \"{typed}\" enter"));
        assert!(selected(&stage.app).ends_with("ROME1733"), "{typed}: {}", stage.letters());
    }
}

#[test]
fn what_cannot_be_read_is_said_under_the_word_and_changes_nothing() {
    let mut stage = Stage::sample(WIDE);
    stage.keys("/ \"lamp_\"");
    let found = stage.app.list().len();
    stage.keys("\"(class:SECRT\"");
    let letters = stage.letters();
    let rows: Vec<&str> = letters.lines().collect();
    let [line, below] = [rows[rows.len() - 2], rows[rows.len() - 1]];
    assert_eq!(line.find("class:SECRT"), below.find("^^^^^^^^^^^"), "{letters}");
    assert!(below.contains("did you mean SECRET?"), "{below}");
    stage.keys("enter");
    assert!(stage.app.prompt().is_some(), "it stays open until it can be read");
    stage.keys("ctrl-w");
    assert_eq!(stage.app.list().len(), found);
}

#[test]
fn filters_can_be_taken_away_one_by_one() {
    let mut stage = Stage::sample(WIDE);
    stage.keys("/ \"lamp_class:>=C_-tag:ECON\" enter");
    check(&stage, &["lamp ×", "class:>=C ×", "-tag:ECON ×"]);
    let narrow = stage.app.list().len();
    stage.keys("j");
    let chosen = selected(&stage.app);
    stage.keys("2 x");
    check(&stage, &["lamp ×", "-tag:ECON ×", "Removed the filter class:>=C"]);
    assert!(!sees(&stage, "class:>=C ×") && stage.app.list().len() > narrow);
    assert_eq!(selected(&stage.app), chosen, "the selection stays on its cable");
    stage.keys("x x");
    check(&stage, &["30 cables"]);
    assert_eq!(selected(&stage.app), chosen);
    stage.keys("/ \"oil\" enter / \"lamp\" enter esc");
    check(&stage, &["30 cables"]);
    stage.keys("/ up");
    check(&stage, &["/oil lamp"]);
}

#[test]
fn a_new_search_narrows_and_backspace_takes_a_filter_back() {
    let mut stage = Stage::sample(WIDE);
    stage.keys("/ \"lamp\" enter");
    let lamp = stage.app.list().len();
    stage.keys("/ \"oil\" enter");
    check(&stage, &["lamp ×", "oil ×"]);
    assert!(stage.app.list().len() < lamp);
    stage.keys("/ backspace");
    check(&stage, &["/oil", "lamp ×"]);
    assert!(!sees(&stage, "oil ×"));
    stage.keys("ctrl-u enter");
    assert_eq!(stage.app.list().len(), lamp);
}

#[test]
fn filters_sorts_and_groups_work_together() {
    let mut stage = Stage::sample(USUAL);
    stage.keys("/ \"lamp\" enter z z");
    check(&stage, &["│ 2006 5  "]);
    let found = stage.app.list().len();
    stage.keys("Z Z o");
    check(&stage, &["Sorted by best match"]);
    assert_eq!(stage.app.list().len(), found);
    stage.keys("o");
    check(&stage, &["date ↑"]);
    stage.keys("X");
    assert_eq!((stage.app.list().len(), stage.app.list().sort_name()), (30, "date ↑"));
}

#[test]
fn queries_are_called_back_and_values_completed() {
    let mut stage = Stage::sample(USUAL);
    stage.keys("/ \"lamp\" enter X / \"oil\" enter X / \"dra\" up");
    check(&stage, &["/oil"]);
    stage.keys("up");
    check(&stage, &["/lamp"]);
    stage.keys("down down");
    check(&stage, &["/dra"]);
    stage.keys("ctrl-u \"tag:PRE\" tab");
    check(&stage, &["/tag:PREL"]);
    stage.keys("ctrl-u \"lamp_su\" tab");
    check(&stage, &["/lamp subject:"]);
    stage.keys("ctrl-u \"class:\" tab");
    check(&stage, &["/class:U", ">U", " SBU", "UNCLASSIFIED"]);
    stage.keys("tab tab tab backtab");
    check(&stage, &["/class:LOU"]);
    stage.keys("\"_x\"");
    assert!(!sees(&stage, ">LOU"), "what is typed closes the list");
    stage.keys("ctrl-u \"qqq:\" tab");
    check(&stage, &["qqq:"]);
}

#[test]
fn a_cable_opens_at_its_first_hit_and_n_goes_on_into_the_next() {
    let mut stage = Stage::sample(USUAL);
    stage.keys("/ \"lamp\" enter enter");
    check(&stage, &["hit 1 /"]);
    let first = selected(&stage.app);
    let mut walked = Vec::new();
    for _ in 0..60 {
        stage.keys("n");
        let hit = stage.app.reader().page().and_then(|page| page.hit());
        walked.push((selected(&stage.app), hit));
    }
    let cables: Vec<&String> = walked.iter().map(|(id, _)| id).collect();
    assert!(cables.iter().any(|id| **id != first), "{walked:?}");
    check(&stage, &["This is the last hit of the list"]);
    stage.keys("N");
    let end = stage.app.reader().page().and_then(|page| page.hit());
    stage.keys("n");
    assert!(end < stage.app.reader().page().and_then(|page| page.hit()));
    for _ in 0..60 {
        stage.keys("N");
    }
    assert_eq!(selected(&stage.app), first);
    check(&stage, &["hit 1 /", "This is the first hit of the list"]);
}

#[test]
fn going_back_opens_the_cable_before_at_its_last_hit() {
    let mut stage = Stage::sample(USUAL);
    stage.keys("/ \"light\" enter enter");
    let hits = stage.app.reader().page().and_then(|page| page.hit()).unwrap().1;
    assert!(hits > 1, "the story needs a cable with several hits");
    stage.keys("ctrl-n N");
    assert_eq!(stage.app.reader().page().and_then(|page| page.hit()), Some((hits, hits)));
}

#[test]
fn finding_in_the_cable_leaves_the_search_of_the_list_alone() {
    let mut stage = Stage::sample(USUAL);
    stage.keys("/ \"lamp\" enter enter");
    let found = stage.app.list().len();
    let id = selected(&stage.app);
    stage.keys("/ \"the\" enter n n n n n n n n n n n n n n n n n n n n");
    assert_eq!((selected(&stage.app), stage.app.list().len()), (id, found), "it stays in the cable");
    check(&stage, &["“the”: place", "lamp ×"]);
    stage.keys("esc");
    let of = |stage: &Stage| stage.app.reader().page().and_then(|page| page.hit()).map(|(_, of)| of);
    let lamps = of(&stage);
    stage.keys("esc enter");
    assert_eq!(of(&stage), lamps, "the hits of the search are marked again");
}

#[test]
fn only_the_newest_search_is_answered_and_the_old_list_stays_until_then() {
    let mut stage = Stage::sample(USUAL);
    let letters = stage.letters();
    let list = |letters: &str| letters.lines().skip(1).take(10).map(str::to_owned).collect::<Vec<_>>();
    let mut jobs = Vec::new();
    for key in ["/", "o", "i", "l"] {
        for effect in stage.app.update(Msg::Key(key.parse().unwrap())) {
            if let Effect::Search { ticket, job } = effect {
                jobs.push((ticket, job));
            }
        }
    }
    assert_eq!(jobs.len(), 3);
    assert_eq!(list(&stage.letters()), list(&letters), "nothing has been answered yet");
    let late = stage.answers(&jobs[0].1);
    for found in late {
        stage.send(Msg::Found { ticket: jobs[0].0, result: Ok(found) });
    }
    assert_eq!(list(&stage.letters()), list(&letters), "nobody waits for that any more");
    for found in stage.answers(&jobs[2].1) {
        stage.send(Msg::Found { ticket: jobs[2].0, result: Ok(found) });
    }
    assert!(stage.app.list().is_narrowed() && !stage.app.searching().is_pending());
}

#[test]
fn the_first_rows_are_shown_before_all_are_known() {
    let mut stage = Stage::sample(USUAL);
    stage.app.update(Msg::Key("/".parse().unwrap()));
    let effects = stage.app.update(Msg::Key("a".parse().unwrap()));
    let Some(Effect::Search { ticket, job }) = effects.into_iter().next() else { panic!("a search is asked for") };
    let part = |rows: &[u32], whole| Found {
        seen: 31,
        done: (7, 31),
        whole,
        ..Found::new(Bits::none(31).with(rows.iter().copied()), &job.all)
    };
    stage.send(Msg::Found { ticket, result: Ok(part(&[], false)) });
    check(&stage, &["30 cables · searching 22 %"]);
    stage.send(Msg::Found { ticket, result: Ok(part(&[0, 1], false)) });
    check(&stage, &["2 of 30 · searching 22 %", "2 cables so far"]);
    stage.send(Msg::Found { ticket, result: Ok(part(&[0, 1, 2], true)) });
    check(&stage, &["3 of 30", "3 cables · "]);
    assert!(!sees(&stage, "searching"));
}

#[test]
fn more_like_this_is_a_filter_like_others() {
    let mut stage = Stage::sample(WIDE);
    stage.keys("J \"06ROME1733\" enter L");
    check(&stage, &["like 06ROME1733 ×", "best match"]);
    let close = stage.app.list().len();
    assert!(close > 0 && close < 30, "{}", stage.letters());
    assert_eq!(stage.app.list().position(), 1, "the closest comes first");
    stage.keys("/ \"telescopes\" enter");
    check(&stage, &["like 06ROME1733 ×", "telescopes ×"]);
    assert!(stage.app.list().len() < close);
    stage.keys("o o X");
    check(&stage, &["30 cables"]);
}

#[test]
fn a_search_that_fails_is_said_and_the_list_stays() {
    let mut stage = Stage::sample(USUAL);
    stage.app.update(Msg::Key("/".parse().unwrap()));
    stage.app.update(Msg::Key("a".parse().unwrap()));
    stage.send(Msg::Found { ticket: Ticket(99), result: Err("of another time".into()) });
    assert!(stage.app.notice().is_none());
    let ticket = stage.app.update(Msg::Key("b".parse().unwrap())).into_iter().find_map(|effect| match effect {
        Effect::Search { ticket, .. } => Some(ticket),
        _ => None,
    });
    stage.send(Msg::Found { ticket: ticket.unwrap(), result: Err("the disk is gone".into()) });
    assert!(!stage.app.searching().is_pending() && stage.app.list().len() == 30);
    assert_eq!(stage.app.notice().map(|notice| notice.text()), Some("the disk is gone"));
}

#[test]
fn facets_narrow_the_list_and_count_what_is_left() {
    let mut stage = Stage::sample(WIDE);
    stage.keys("f");
    check(&stage, &["Facets", "Classification", "Posts"]);
    let value =
        |stage: &Stage| stage.app.facets().and_then(|facets| facets.chosen()).map(|it| (it.query.clone(), it.count));
    for _ in 0..6 {
        let (query, count) = value(&stage).expect("a value is selected");
        stage.keys("enter");
        assert_eq!(stage.app.list().len(), count, "{query}");
        check(&stage, &[&format!("{query} ×")]);
        assert_eq!(value(&stage), Some((query.clone(), count)), "the selection stays on its value");
        stage.keys("enter");
        assert_eq!((stage.app.list().len(), stage.app.searching().filters().len()), (30, 0), "{query}");
        stage.keys("x");
        assert_eq!(stage.app.list().len(), 30 - count, "-{query}");
        check(&stage, &[&format!("-{query} ×")]);
        stage.keys("X ]");
    }
    stage.keys("/ \"lamp\" enter enter esc");
    let found = stage.app.list().len();
    assert!(stage.app.facets().is_none() && found < 30 && stage.app.searching().filters().len() == 2);
    stage.keys("f tab");
    check(&stage, &["Facets", "Cables"]);
    stage.keys("enter");
    assert!(!sees(&stage, "Facets"), "the cable takes their place");
    stage.keys("q q");
    assert!(stage.app.facets().is_none() && stage.app.list().len() == found);
}

#[test]
fn counts_wait_until_the_search_is_over() {
    let mut stage = Stage::sample(WIDE);
    stage.keys("f");
    stage.app.update(Msg::Key("/".parse().expect("a key")));
    let effects = stage.app.update(Msg::Key("l".parse().expect("a key")));
    let is_count = |effect: &Effect| matches!(effect, Effect::Count { .. });
    assert!(!effects.iter().any(is_count));
    let Some(Effect::Search { ticket, job }) = effects.into_iter().next() else { panic!("a search is asked for") };
    let answers = stage.answers(&job);
    let result = Ok(answers.last().expect("an answer").clone());
    assert!(stage.app.update(Msg::Found { ticket, result }).iter().any(is_count));
}

#[test]
fn where_nothing_is_found_no_cable_is_shown() {
    let mut stage = Stage::sample(WIDE);
    stage.keys("/ \"no-such-place\"");
    check(&stage, &["Nothing was found.", "A shorter word with a star finds more"]);
    assert!(stage.app.reader().document().is_none());
    stage.keys("esc");
    assert!(stage.app.reader().document().is_some());
}

#[test]
fn a_cable_that_is_like_another_says_why() {
    let mut stage = Stage::sample(WIDE);
    stage.keys("L");
    let row = stage.app.list().selected().expect("a cable is close").row();
    let why = stage.app.searching().why(row).expect("there is a reason").to_string();
    check(&stage, &[why.get(..20).unwrap_or(&why)]);
    stage.keys("x");
    assert_eq!(stage.app.searching().why(row), None);
}
