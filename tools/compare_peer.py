#!/usr/bin/env python3
"""Set what sipdis reads beside what another parser reads, field by field.

    compare_peer.py [--program PROGRAM] [--show FIELD] [--sample N] [--seed S] CABLES.csv ANSWERS.jsonl

CABLES.csv is a collection with the eight columns of the published dump and its backslash escapes. ANSWERS.jsonl is what
the other parser makes of the same cables, an object a line: `id` (the third column of the collection) and any of the keys
of `FIELDS` below. PROGRAM reads the collection once, as `PROGRAM parse --jsonl CABLES.csv`.

Prints a table in Markdown with, for each field, how many cables have the same value in both, how many have two values
that differ, and how many have a value in one of the two only. Two answers that are both empty are the same. White space,
letter case of names, and the order of lists that have none do not count.

`--show FIELD` prints instead, for reading by hand, a sample of the cables in which the field differs: both values, and
the lines of the cable in which the field stands. The same seed gives the same sample. Neither parser is the truth.
"""

import argparse
import csv
import json
import random
import re
import subprocess
import sys


def fold(text):
    """`text` on one line; what is empty is None."""
    return re.sub(r"\s+", " ", text or "").strip() or None


def letters(text):
    """The letters of a name, for comparing spellings."""
    return re.sub(r"[^A-Z]", "", (text or "").upper())


def names(list_of_names):
    return [fold(name).upper() for name in list_of_names or []]


def addressees(entries):
    return [(e["routing"], fold(e["name"]), e["precedence"], e["number"]) for e in entries]


def post_of(ours, theirs):
    """The origin is a post's full name, `Embassy New Delhi`; ours is the post of the id, `NEWDELHI`."""
    post = letters(ours["post"])
    return theirs["origin"] if post and letters(theirs["origin"]).endswith(post) else ours["post"]


def level(ours):
    """The level word, as archives have it in their column."""
    found = (ours["classification"] or {}).get("level")
    return {"UNCLASSIFIED_CONTROLLED": "UNCLASSIFIED"}.get(found, found)


# Field: what it is in our answer, what it is in theirs, and the words by which its lines are found in the text.
FIELDS = {
    "canonical_id": (lambda o, t: o["id"], lambda t: t["canonical_id"], r"^.* \d{4,6}\s*$"),
    "origin": (post_of, lambda t: t["origin"], r"^FM |^.* \d{4,6}\s*$"),
    "transmission_id": (
        lambda o, t: (o["transmission"] or {}).get("message_id"),
        lambda t: t["transmission_id"],
        r"ZCZC",
    ),
    "classification": (lambda o, t: level(o), lambda t: t["classification"].split("//")[0], r"UNCLAS|C L A S|S E C|CONF|C O N"),
    "recipients": (lambda o, t: addressees(o["to"]), lambda t: list(map(tuple, t["recipients"])), r"^TO|^INFO"),
    "info_recipients": (lambda o, t: addressees(o["info"]), lambda t: list(map(tuple, t["info_recipients"])), r"^INFO"),
    "nondisclosure_deadline": (
        lambda o, t: (o["executive_order"] or {}).get("declassify_on"),
        lambda t: t["nondisclosure_deadline"],
        r"E\.? ?O\.? ?\d|DECL",
    ),
    "tags": (lambda o, t: sorted(set(o["tags"])), lambda t: sorted(set(t["tags"])), r"TAGS|TAG"),
    "subject": (lambda o, t: fold(o["subject"]), lambda t: fold(t["subject"]), r"SUBJ"),
    "classified_by": (
        lambda o, t: names((o["classified_by"] or {}).get("names")),
        lambda t: names(t["classified_by"]),
        r"CLASSI?F",
    ),
    "signed_by": (lambda o, t: names(o["signatures"]), lambda t: names(t["signed_by"]), r"\Z"),
    "summary": (lambda o, t: fold(o["summary"]), lambda t: fold(t["summary"]), r"SUMMARY|INTRODUCTION|^\W*1\. "),
    "partial": (lambda o, t: o["partial"] or None, lambda t: t["partial"] or None, r"extract"),
}


def read_collection(path):
    csv.field_size_limit(1 << 30)
    with open(path, newline="", encoding="utf-8") as file:
        return [row for row in csv.reader(file, escapechar="\\", doublequote=False) if len(row) == 8]


def read_ours(program, path):
    run = subprocess.run([program, "parse", "--jsonl", path], stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in run.stdout.decode().splitlines()]


def sort_out(field, triples):
    """The cables in which both agree, differ, or only one has the field."""
    ours_of, theirs_of, _ = FIELDS[field]
    found = {"same": [], "differ": [], "ours": [], "theirs": []}
    for row, ours, theirs in triples:
        a, b = ours_of(ours, theirs), theirs_of(theirs)
        kind = "same" if (a or None) == (b or None) else "differ" if a and b else "ours" if a else "theirs"
        found[kind].append((row, a, b))
    return found


def table(triples):
    print("| field | same | differ | only ours has it | only theirs has it |")
    print("|---|---|---|---|---|")
    for field in FIELDS:
        found = sort_out(field, triples)
        share = 100 * len(found["same"]) / max(1, len(triples))
        print(
            f"| {field} | {len(found['same']):,} ({share:.1f} %) | {len(found['differ']):,}"
            f" | {len(found['ours']):,} | {len(found['theirs']):,} |"
        )


def excerpt(row, pattern, width=6):
    """The lines of a cable that speak of the field, and a few below each."""
    text = (row[6] + "\n\n" + row[7]).splitlines()
    if pattern == r"\Z":
        return "\n".join(line for line in text if line.strip())[-600:]
    found = [n for n, line in enumerate(text) if re.search(pattern, line, re.I)][:3]
    shown = sorted({n + k for n in found for k in range(-1, width) if 0 <= n + k < len(text)})
    return "\n".join(text[n][:300] for n in shown)


def show(field, triples, size, seed):
    found = sort_out(field, triples)
    differing = found["differ"] + found["ours"] + found["theirs"]
    sample = random.Random(seed).sample(differing, min(size, len(differing)))
    print(f"{len(differing)} differ; {len(sample)} of them:")
    for row, ours, theirs in sample:
        print(f"\n--- {row[2]}\n{excerpt(row, FIELDS[field][2])}")
        print(f"  ours   {json.dumps(ours, ensure_ascii=False)}\n  theirs {json.dumps(theirs, ensure_ascii=False)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="target/release/sipdis")
    parser.add_argument("--show", choices=FIELDS, metavar="FIELD")
    parser.add_argument("--sample", type=int, default=40, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("cables")
    parser.add_argument("answers")
    options = parser.parse_args()

    rows = read_collection(options.cables)
    ours = read_ours(options.program, options.cables)
    if len(rows) != len(ours):
        sys.exit(f"the collection has {len(rows)} cables, {options.program} printed {len(ours)}")
    with open(options.answers, encoding="utf-8") as file:
        theirs = {answer["id"]: answer for answer in map(json.loads, file)}
    triples = [(row, mine, theirs[row[2]]) for row, mine in zip(rows, ours) if row[2] in theirs]
    if options.show:
        show(options.show, triples, options.sample, options.seed)
    else:
        print(f"{len(triples):,} cables.\n")
        table(triples)


main()
