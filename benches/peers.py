#!/usr/bin/env python3
"""Run demarche and three well-known programs over the same text, one after another, and print how they compare.

    pip install vaderSentiment spacy scikit-learn
    cargo build --release
    python3 benches/inflate.py TRANSCRIPTS.jsonl[.gz] turns.csv 200
    python3 benches/peers.py target/release/demarche turns.csv [MEGABYTES]

What each does with a row of the table: demarche compares the sides (all tables but matches.csv, one thread); VADER scores
the text; spaCy's PhraseMatcher finds the words of VADER's lexicon in it (a blank English pipeline, by lower case);
CountVectorizer counts its words. Every peer is given the first MEGABYTES of text (default 5), demarche the whole file, so
that nobody is measured by its start; user time, best of three. `wc -w` on the same file is the yardstick.
"""
import csv
import os
import resource
import subprocess
import sys
import tempfile
import time

ROUNDS = 3


def texts(path, megabytes):
    csv.field_size_limit(10**9)
    kept, size = [], 0
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            kept.append(row["text"])
            size += len(row["text"].encode())
            if size >= megabytes * 1e6:
                break
    return kept, size


def own_time():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def children_time():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def best(run, clock):
    spent = []
    for _ in range(ROUNDS):
        before = clock()
        run()
        spent.append(clock() - before)
    return min(spent)


def demarche(program, path):
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "compare", path, "--side-column", "side", "--threads", "1", "--no-report", "--no-matches"]
        subprocess.run([*command, "-q", "--force", "-o", os.path.join(folder, "out")], check=True, stdout=subprocess.DEVNULL)


def vader(rows):
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return lambda: [analyzer.polarity_scores(row) for row in rows]


def phrase_matcher(rows):
    import spacy
    from spacy.matcher import PhraseMatcher
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    pipeline = spacy.blank("en")
    matcher = PhraseMatcher(pipeline.vocab, attr="LOWER")
    words = [word for word in SentimentIntensityAnalyzer().lexicon if word.isalpha()]
    matcher.add("LEXICON", [pipeline.make_doc(word) for word in words])
    return lambda: [matcher(document) for document in pipeline.pipe(rows)]


def count_vectorizer(rows):
    from sklearn.feature_extraction.text import CountVectorizer

    return lambda: CountVectorizer().fit_transform(rows)


def main():
    program, path = sys.argv[1], sys.argv[2]
    rows, size = texts(path, float(sys.argv[3]) if len(sys.argv) > 3 else 5)
    whole = os.path.getsize(path)
    yardstick = best(lambda: subprocess.run(["wc", "-w", path], check=True, stdout=subprocess.DEVNULL), children_time)
    ours = best(lambda: demarche(program, path), children_time)
    rate = whole / 1e6 / ours
    print(f"{time.strftime('%Y-%m-%d')}, user and system time, best of {ROUNDS}; one thread each")
    print(f"{'wc -w':18} {whole / 1e6 / yardstick:8.1f} MB/s   demarche takes {ours / yardstick:.1f} times its time")
    print(f"{'demarche':18} {rate:8.1f} MB/s")
    for name, peer in [("VADER", vader), ("PhraseMatcher", phrase_matcher), ("CountVectorizer", count_vectorizer)]:
        theirs = size / 1e6 / best(peer(rows), own_time)
        print(f"{name:18} {theirs:8.1f} MB/s   demarche is {rate / theirs:.1f} times as fast")


if __name__ == "__main__":
    main()
