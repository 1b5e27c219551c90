//! Pages in, text and hints out.

use super::*;

/// The text of a page, and `name, date, origin, level`.
fn check(page: &str, text: &str, hints: &str) {
    let unpacked = Pages.unpack(page.as_bytes()).unwrap();
    assert_eq!(String::from_utf8_lossy(&unpacked.text), text, "{page}");
    let Hints { name, date, origin, level } = unpacked.hints;
    let shown = [name, date.map(|date| date.to_string()), origin, level].map(Option::unwrap_or_default);
    assert_eq!(shown.join(", "), hints, "{page}");
}

const TABLE: &str = "<table class='cable'>\n<tr>\n<th>Reference ID</th>\n<th>Created</th>\n<th>Released</th>\n\
    <th>Classification</th>\n<th>Origin</th>\n</tr>\n<tr>\n<td>\n<a href='/cable/06REYKJAVIK42.html'>06REYKJAVIK42</a>\n\
    </td>\n<td>\n<a href='/date'>2006-11-20 16:41</a>\n</td>\n<td>\n2011-01-21 16:04\n</td>\n<td>\nCONFIDENTIAL\n</td>\n\
    <td>\nEmbassy Reykjavik\n</td>\n</tr>\n</table>\n";

const HINTS: &str = "06REYKJAVIK42, 2006-11-20T16:41:00, Embassy Reykjavik, CONFIDENTIAL";

#[test]
fn a_page_is_its_blocks_and_its_table() {
    check(
        &format!(
            "<!DOCTYPE html><html><head><script>document.write('<pre>no</pre>')</script></head><body><pre>menu</pre>{TABLE}\
             <code><pre>FM AMEMBASSY REYKJAVIK&#x000A;TO SECSTATE</pre></code>\n<code><pre>TAGS: <a href='x'>PREL</a> \
             <a href='y'>IC</a>&#x000A;&#x000A;<a id='par1' href='#par1'>\u{b6}</a>1. R&amp;D <SIC> end.</pre></code></body></html>"
        ),
        "FM AMEMBASSY REYKJAVIK\nTO SECSTATE\n\nTAGS: PREL IC\n\n\u{b6}1. R&D <SIC> end.",
        HINTS,
    );
}

#[test]
fn soup_gives_the_same() {
    let soup =
        TABLE.replace("</td>", "").replace("</th>", "").replace("</tr>", "").replace("</table>", "").to_uppercase();
    check(
        &format!(
            "<HTML><!-- <pre>old</pre> -->{soup}<PRE>\nONE<br>TWO<b>!</b></PRE><pre>&nbsp;</pre><pre>THREE</body>feet"
        ),
        "ONE\nTWO!\n\nTHREE",
        &HINTS.to_uppercase(),
    );
}

#[test]
fn a_table_may_have_a_row_a_name_and_may_be_missing() {
    check(
        "<table><tr><th>Reference ID:<td>06REYKJAVIK42<tr><th>Origin:<td>Embassy Reykjavik</table><pre>words</pre>",
        "words",
        "06REYKJAVIK42, , Embassy Reykjavik, ",
    );
    check("<html><table><th>Name<td>x</table><pre>words</pre><pre>more</pre>", "words\n\nmore", ", , , ");
    assert_eq!(Pages.unpack(b"<html><p>no cable</p></html>"), None);
}

#[test]
fn pages_are_recognised_by_what_stands_in_them() {
    for head in [
        "\u{feff}\n<?xml version='1.0' encoding='utf-8' ?>\n<!DOCTYPE html>",
        "<!doctype HTML PUBLIC>",
        "<HTML>",
        "<div><table><tr><td><PRE>x",
    ] {
        assert!(recognise(head.as_bytes()).is_some(), "{head}");
    }
    for head in ["", "<<< page 1 >>>", "<SIC> UNCLAS", "UNCLAS <html>", "VZCZC"] {
        assert!(recognise(head.as_bytes()).is_none(), "{head}");
    }
}

#[test]
fn pages_follow_one_another() {
    let file = "<html><pre>one</pre></html> x</html>\n<!DOCTYPE html><html><pre>two</pre></html>\n";
    let Next::Record { rest, .. } = Pages.next(file.as_bytes(), Reach::GoesOn) else { panic!("a page ends") };
    assert_eq!(&file[rest..rest + 9], "<!DOCTYPE");
    assert_eq!(Pages.next(&file.as_bytes()[rest..], Reach::GoesOn), Next::More);
    let Next::Record { bytes, .. } = Pages.next(&file.as_bytes()[rest..], Reach::End) else { panic!("a page ends") };
    assert_eq!(bytes.end, file.len() - rest);
}

#[test]
fn many_of_anything_are_read_in_one_pass() {
    for piece in [
        "<",
        "<a ",
        "<a '",
        "<a \"'",
        "<!--",
        "<script>",
        "<pre>",
        "<td>",
        "&#",
        "</html> ",
        "<table><th>id<td>x",
        "<th>id<td>x<pre>",
        "&amp",
    ] {
        let page = format!("<html>{}", piece.repeat(100_000));
        // Passing in time is the test; what it gives does not matter.
        let _ = Pages.unpack(page.as_bytes());
        let _ = Pages.next(page.as_bytes(), Reach::End);
    }
}
