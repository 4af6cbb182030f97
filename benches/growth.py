#!/usr/bin/env python3
"""Measure how the cost of a run grows with documents, lexicon entries and issues, and draw it.

    cargo build --release
    python3 benches/growth.py target/release/demarche docs/growth.svg

The text is made up: words of one to four syllables, as unequally frequent as those of a language. User time, best of
three; what a run with no documents to speak of costs is taken off, so that a straight line through the origin is linear.
"""
import csv
import os
import random
import resource
import subprocess
import sys
import tempfile

ROUNDS = 3
SYLLABLES = [c + v for c in "bdfghklmnprstvz" for v in "aeiou"]


def vocabulary(size):
    chance = random.Random(1)
    words = set()
    while len(words) < size:
        words.add("".join(chance.choice(SYLLABLES) for _ in range(chance.randint(1, 4))))
    return sorted(words, key=lambda word: (len(word), word))


WORDS = vocabulary(20_000)


def sentence(chance):
    words = [WORDS[int(len(WORDS) ** chance.random()) - 1] for _ in range(chance.randint(8, 24))]
    return " ".join(words).capitalize() + "."


def table(path, documents):
    chance = random.Random(2)
    with open(path, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["id", "side", "text"])
        for number in range(documents):
            rows.writerow([number, "ab"[number % 2], " ".join(sentence(chance) for _ in range(12))])


def lexicon(folder, entries, issues):
    os.makedirs(folder)
    chance = random.Random(3)
    with open(os.path.join(folder, "dispute.toml"), "w", encoding="utf-8") as file:
        file.write('schema = 1\nid = "made-up"\ntitle = "Made up"\nlanguage = "en"\nversion = "1.0.0"\nlicence = "MIT"\n')
        file.write('inherits = ["en"]\nsources = ["made up"]\n')
        for side in "ab":
            file.write(f'\n[[side]]\nid = "{side}"\nlabel = "Side {side}"\nshort = "{side}"\n')
        for issue in range(issues):
            file.write(f'\n[[issue]]\nid = "issue-{issue}"\nlabel = "Issue {issue}"\n')
            file.write(f'proposition = "Issue {issue} is settled"\nevaluation = "none"\n')
    with open(os.path.join(folder, "speakers.csv"), "w", encoding="utf-8") as file:
        file.write("side,name,kind,aliases,role,from,until\na,Alpha Bureau,organization,,,,\nb,Beta Bureau,organization,,,,\n")
    patterns = set()
    while len(patterns) < entries:
        patterns.add(" ".join(f'""{chance.choice(WORDS)}""' for _ in range(chance.randint(1, 3))))
    with open(os.path.join(folder, "terms.csv"), "w", encoding="utf-8") as file:
        file.write("issue,pattern,stance,weight,unless,note\n")
        for number, pattern in enumerate(sorted(patterns)):
            stance = ("topic", "favor", "against")[number % 3]
            file.write(f'issue-{number % issues},"{pattern}",{stance},,,\n')
    with open(os.path.join(folder, "README.md"), "w", encoding="utf-8") as file:
        file.write("# Made up\n")


def seconds(program, path, words):
    spent = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            command = [program, "compare", path, "--side-column", "side", "-l", words, "--threads", "1", "--no-report"]
            subprocess.run([*command, "-q", "-o", os.path.join(folder, "out")], check=True, stdout=subprocess.DEVNULL)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent.append(after.ru_utime - before.ru_utime)
    return min(spent)


def measure(program):
    with tempfile.TemporaryDirectory() as folder:
        path = lambda name: os.path.join(folder, name)
        table(path("few.csv"), 40)
        table(path("many.csv"), 8_000)
        lexicon(path("usual"), 500, 5)
        start = seconds(program, path("few.csv"), path("usual"))
        documents = []
        for count in (2_000, 4_000, 8_000, 16_000, 32_000):
            table(path("some.csv"), count)
            documents.append((count, seconds(program, path("some.csv"), path("usual")) - start))
        entries = []
        for count in (500, 2_000, 8_000, 32_000):
            lexicon(path(f"entries-{count}"), count, 5)
            entries.append((count, seconds(program, path("many.csv"), path(f"entries-{count}"))))
        issues = []
        for count in (2, 5, 10, 20, 40):
            lexicon(path(f"issues-{count}"), 2_000, count)
            issues.append((count, seconds(program, path("many.csv"), path(f"issues-{count}"))))
        return [("documents", documents), ("lexicon entries (8,000 documents)", entries), ("issues (8,000 documents)", issues)]


def svg(series):
    width, height, left, bottom = 300, 240, 44, 44
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * 3}" height="{height}" font-family="sans-serif" font-size="11">',
        "<title>User time of a run as documents, lexicon entries and issues grow</title>",
        f'<rect width="{width * 3}" height="{height}" fill="white"/>',
    ]
    for at, (name, points) in enumerate(series):
        x0, y0 = at * width + left, height - bottom
        right, top = (at + 1) * width - 16, 16
        most_x, most_y = max(x for x, _ in points), max(y for _, y in points)
        place = lambda x, y: (x0 + (right - x0) * x / most_x, y0 - (y0 - top) * y / most_y)
        parts.append(f'<path d="M{x0} {top}V{y0}H{right}" fill="none" stroke="#444"/>')
        line = " ".join("{:.1f},{:.1f}".format(*place(x, y)) for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="#0072B2" stroke-width="2"/>')
        for x, y in points:
            px, py = place(x, y)
            parts.append(f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3" fill="#0072B2"><title>{x:,}: {y:.2f} s</title></circle>')
        parts.append(f'<text x="{right}" y="{y0 + 16}" text-anchor="end">{most_x:,}</text>')
        parts.append(f'<text x="{x0}" y="{y0 + 16}">0</text>')
        parts.append(f'<text x="{x0 - 4}" y="{top + 8}" text-anchor="end">{most_y:.1f} s</text>')
        parts.append(f'<text x="{(x0 + right) / 2}" y="{y0 + 34}" text-anchor="middle">{name}</text>')
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def main():
    series = measure(sys.argv[1])
    for name, points in series:
        print(name + ": " + ", ".join(f"{x:,} {y:.2f} s" for x, y in points))
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write(svg(series))


if __name__ == "__main__":
    main()
