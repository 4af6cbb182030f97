#!/usr/bin/env python3
"""Measure what a lexicon of 50,000 entries costs: the same text, the built-in lexicon against itself with more terms.

    python3 benches/entries.py target/release/demarche turns.csv [ROUNDS]

turns.csv is what `inflate.py` makes. The added terms are 60 % single words, 10 % globs, 20 % pairs and 10 % alternatives
with a gap. Once they are made-up words, so that all they can cost is looking; once they are words and pairs of the text
itself, its 2,000 most frequent words left out, so that what they find is counted too. A run over a hundred rows, which is
loading, is taken off. User time, the least of ROUNDS (default 5), the lexicons taking turns.
"""
import collections
import csv
import itertools
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile

ENTRIES = 50_000
FREQUENT = 2_000
HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DISPUTE = os.path.join(HERE, "lexicons", "us-china-cyber")
SYLLABLES = [c + v for c in "bdfghklmnprstvz" for v in "aeiou"]


def written(path):
    """How many entries a table has."""
    with open(path, encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def made_up(chance, count):
    words = set()
    while len(words) < count:
        words.add("q" + "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4))))
    return sorted(words)


def of_text(table):
    """Words and pairs of words of a table of texts, the frequent words left out."""
    words, pairs = collections.Counter(), set()
    with open(table, encoding="utf-8", newline="") as file:
        rows = [re.findall(r"[a-z]{3,}", row["text"].lower()) for row in csv.DictReader(file)]
    for row in rows:
        words.update(row)
    frequent = {word for word, _ in words.most_common(FREQUENT)}
    for row in rows:
        pairs.update(pair for pair in itertools.pairwise(row) if not frequent.issuperset(pair))
    return sorted(set(words) - frequent), sorted(pairs)


def patterns(chance, words, pairs, count):
    """`count` patterns, each once."""
    found = set()
    kinds = [("single", 60), ("glob", 10), ("pair", 20), ("gap", 10)]
    while len(found) < count:
        kind = chance.choices([name for name, _ in kinds], [share for _, share in kinds])[0]
        word, (first, second) = chance.choice(words), chance.choice(pairs)
        found.add({
            "single": word if len(found) % 2 else f'"{word}"',
            "glob": f"{word[:max(5, len(word) - 2)]}*",
            "pair": f'"{first}" {second}',
            "gap": f"({first}|{word}) <0-2> {second}",
        }[kind])
    return sorted(found)


def larger(folder, more):
    """A copy of the built-in dispute with more terms."""
    shutil.copytree(DISPUTE, folder)
    with open(os.path.join(folder, "terms.csv"), "a", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerows(["dialogue", pattern, "topic", "", "", ""] for pattern in more)


def seconds(program, table, lexicon):
    with tempfile.TemporaryDirectory() as folder:
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        command = [program, "compare", table, "-l", lexicon, "--side-column", "side", "--threads", "1", "--no-report"]
        command += ["--no-matches", "-q", "-o", os.path.join(folder, "out")]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def main():
    program, table = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    built_in = written(os.path.join(DISPUTE, "terms.csv"))
    built_in += sum(written(os.path.join(HERE, "lexicons", "en", f"{name}.csv")) for name in ("evaluations", "modifiers"))
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        path = lambda name: os.path.join(folder, name)
        invented = made_up(chance, 60_000)
        strange = list(zip(invented, chance.sample(invented, len(invented))))
        larger(path("as it is"), [])
        larger(path("never found"), patterns(chance, invented, strange, ENTRIES - built_in))
        words, pairs = of_text(table)
        larger(path("of the text"), patterns(chance, words, pairs, ENTRIES - built_in))
        with open(table, encoding="utf-8", newline="") as whole, open(path("few.csv"), "w", encoding="utf-8", newline="") as few:
            csv.writer(few).writerows(itertools.islice(csv.reader(whole), 101))
        names = ["as it is", "never found", "of the text"]
        least = {name: [float("inf")] * 2 for name in names}
        for _ in range(rounds):
            for name, (at, text) in itertools.product(names, enumerate((table, path("few.csv")))):
                least[name][at] = min(least[name][at], seconds(program, text, path(name)))
    matching = {name: whole - loading for name, (whole, loading) in least.items()}
    print(f"{built_in:,} entries, and {ENTRIES:,} with those added")
    for name in names:
        more = matching[name] / matching[names[0]] - 1
        print(f"{name:<12} loading {least[name][1]:.2f} s, the rest {matching[name]:.2f} s ({more:+.0%})")


if __name__ == "__main__":
    main()
