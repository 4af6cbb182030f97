#!/usr/bin/env python3
"""Make a large table of turns out of a collection of transcripts, for measuring speed.

    python3 benches/inflate.py TRANSCRIPTS.jsonl[.gz] OUT.csv [MEGABYTES]
    python3 benches/inflate.py TRANSCRIPTS.jsonl[.gz] OUT.jsonl [MEGABYTES]

TRANSCRIPTS has one object a line with `id`, `date` and `text`; labels such as `MS. NAME:` part the turns. A .csv gets one
row a turn (id, date, speaker, side, text), with two made-up sides dealt out by the speaker's name; a .jsonl gets the
transcripts as they are. Both repeat, under new ids, until they have MEGABYTES (default 200).
"""
import csv
import gzip
import hashlib
import json
import re
import sys

LABEL = re.compile(r"^((?:[A-Z][A-Z.'’-]+ ){0,4}[A-Z][A-Z.'’-]*|Q):?[ \xa0]{1,3}(?=\S)", re.M)


def transcripts(path):
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def turns(text):
    """Pairs of speaker and words."""
    parts = LABEL.split(text)
    for speaker, words in zip(parts[1::2], parts[2::2]):
        words = words.strip()
        if words:
            yield speaker, words


def side(speaker):
    return "ab"[hashlib.sha256(speaker.encode()).digest()[0] % 2]


def rows(path):
    for document in transcripts(path):
        for number, (speaker, words) in enumerate(turns(document["text"]), 1):
            yield f"{document['id']}-{number}", document.get("date", ""), speaker, side(speaker), words


def main():
    source, out = sys.argv[1], sys.argv[2]
    wanted = float(sys.argv[3] if len(sys.argv) > 3 else 200) * 1e6
    with open(out, "w", encoding="utf-8", newline="") as file:
        if out.endswith(".csv"):
            table = csv.writer(file, lineterminator="\n")
            table.writerow(["id", "date", "speaker", "side", "text"])
            one = list(rows(source))
            write = lambda row, copy: table.writerow((f"{row[0]}-{copy}", *row[1:]))
        else:
            one = list(transcripts(source))
            write = lambda row, copy: file.write(json.dumps({**row, "id": f"{row['id']}-{copy}"}, ensure_ascii=False) + "\n")
        copy = 0
        while one and file.tell() < wanted:
            copy += 1
            for number, row in enumerate(one):
                write(row, copy)
                if number % 1000 == 0 and file.tell() >= wanted:
                    break


if __name__ == "__main__":
    main()
