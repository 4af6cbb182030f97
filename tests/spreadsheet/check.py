#!/usr/bin/env python3
"""Opens what demarche writes in LibreOffice, under an English and a decimal-comma locale, and reads it back.

    tests/spreadsheet/check.py target/release/demarche

Every cell of every table must come back: numbers as numbers of the same value, text as the same text, and nothing as a
formula, even with LibreOffice told to evaluate formulas. Needs Python 3 and LibreOffice Calc (`soffice`), nothing else.
"""

import csv
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

HERE = pathlib.Path(__file__).resolve().parent.parent.parent
LOCALES = {"en-US": ".", "de-DE": ","}
PROFILES = {"plain": [], "excel": ["--excel"], "semicolon": ["--excel=semicolon"]}
# Numbers are promised where the profile writes the locale's decimal sign; text is promised everywhere.
DECIMAL = {"plain": ".", "excel": ".", "semicolon": ","}
NASTY = ["=1+1", "+1+1", "-1+1", "@SUM(1+1)", "=cmd|'/c calc'!A1", "'=1+1", '=HYPERLINK("http://example.org","x")', "\t=1+1"]
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>%s</value></prop></item>
</oor:items>
"""


def convert(home, locale, files, out, options):
    """Opens files in LibreOffice under a locale and saves them as flat XML."""
    profile = home / f"profile-{locale}"
    user = profile / "user"
    if not user.exists():
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(SETTINGS % locale)
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", *options]
    command += ["--convert-to", "fods", "--outdir", str(out), *map(str, files)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)


def cells(file):
    """The sheets of a flat XML file: lists of rows of (type, value, text, formula)."""
    for sheet in xml.parse(file).iter(f"{TABLE}table"):
        rows = []
        for row in sheet.iter(f"{TABLE}table-row"):
            line = []
            for cell in row:
                if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                    continue
                repeat = min(int(cell.get(f"{TABLE}number-columns-repeated", 1)), 200)
                paragraphs = ["".join(text(p)) for p in cell.findall(f"{TEXT}p")]
                kind = cell.get(f"{OFFICE}value-type")
                value = cell.get(f"{OFFICE}value") or cell.get(f"{OFFICE}date-value")
                line += [(kind, value, "\n".join(paragraphs), cell.get(f"{TABLE}formula"))] * repeat
            rows += [line] * min(int(row.get(f"{TABLE}number-rows-repeated", 1)), 2)
        yield sheet.get(f"{TABLE}name"), rows


def text(element):
    """The words of a paragraph; runs of spaces and tabs are elements of their own."""
    yield element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s":
            yield " " * int(child.get(f"{TEXT}c", 1))
        elif child.tag == f"{TEXT}tab":
            yield "\t"
        elif child.tag == f"{TEXT}line-break":
            yield "\n"
        elif not child.tag.startswith(OFFICE):
            yield from text(child)
        yield child.tail or ""


def squeezed(words):
    return re.sub(r"\s+", " ", words).strip()


def compare(profile, locale, written, opened, counts):
    separator = ";" if profile == "semicolon" else ","
    with open(written, newline="", encoding="utf-8-sig") as file:
        expected = list(csv.reader(file, delimiter=separator))
    (_, rows), = cells(opened)
    numeric = DECIMAL[profile] == LOCALES[locale]
    for number, line in enumerate(expected):
        found = rows[number] if number < len(rows) else []
        for column, words in enumerate(line):
            kind, value, shown, formula = found[column] if column < len(found) else (None, None, "", None)
            where = f"{profile} {locale} {written.name} row {number + 1} column {column + 1}"
            assert formula is None, f"{where}: {words!r} became the formula {formula}"
            if number and re.fullmatch(r"-?\d+([.,]\d+)?", words) and expected[0][column] not in TEXTUAL:
                if numeric or not re.search(r"[.,]", words):
                    assert kind == "float", f"{where}: {words!r} is {kind}"
                    assert abs(float(value) - float(words.replace(",", "."))) < 1e-9, f"{where}: {words!r} is {value}"
                    counts["numbers"] += 1
                else:
                    counts["other decimal sign"] += 1
            elif re.fullmatch(r"\d{4}-\d\d-\d\d", words):
                assert kind == "date" and value.startswith(words), f"{where}: {words!r} is {kind} {value}"
                counts["dates"] += 1
            elif words and kind in ("float", "date", "percentage", "boolean", "time"):
                # A word that looks like a number or a period ("2014-07") is read as one by every spreadsheet.
                assert expected[0][column] in TEXTUAL, f"{where}: {words!r} is {kind}"
            elif words:
                assert squeezed(shown) == squeezed(words), f"{where}: {words!r} is {shown!r}"
                counts["texts"] += 1


# Columns of words whose words may look like numbers.
TEXTUAL = {"period", "content", "matched", "text", "term", "form", "left", "right", "title", "document", "pattern"}


def workbook(locale, opened, counts):
    for name, rows in cells(opened):
        for number, line in enumerate(rows):
            for kind, _, shown, formula in line:
                assert formula is None, f"workbook {locale} {name} row {number + 1}: {shown!r} is the formula {formula}"
                if kind:
                    counts[{"float": "numbers", "date": "dates"}.get(kind, "texts")] += 1


def main(program):
    program = pathlib.Path(program).resolve()
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        nasty = home / "nasty.csv"
        with open(nasty, "w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(["id", "side", "speaker", "date", "text"])
            for i, words in enumerate(NASTY):
                rows.writerow([f"{words} {i}", ["us", "china"][i % 2], words, "2020-03-01", f"{words} the theft must stop"])
        inputs = [*sorted(HERE.glob("examples/*.txt")), HERE / "examples/statements.csv", nasty]
        for profile, options in PROFILES.items():
            out = home / profile
            command = [program, "compare", *inputs, *options, "--no-report", "-q", "-o", out]
            command += ["--xlsx"] if profile == "plain" else []
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        for locale in LOCALES:
            for profile in PROFILES:
                out = home / f"{profile}-{locale}"
                tables = sorted((home / profile).glob("*.csv"))
                separator = 59 if profile == "semicolon" else 44
                # UTF-8, the locale's own language, special numbers detected, formulas evaluated: the worst case.
                reader = f"CSV:{separator},34,76,1,,0,false,true,false,false,false,0,true"
                convert(home, locale, tables, out, [f"--infilter={reader}"])
                counts = {"numbers": 0, "texts": 0, "dates": 0, "other decimal sign": 0}
                for table in tables:
                    compare(profile, locale, table, out / f"{table.stem}.fods", counts)
                print(f"{profile:<10} {locale}  {counts}")
            out = home / f"workbook-{locale}"
            convert(home, locale, [home / "plain" / "demarche.xlsx"], out, [])
            counts = {"numbers": 0, "texts": 0, "dates": 0}
            workbook(locale, out / "demarche.fods", counts)
            print(f"{'workbook':<10} {locale}  {counts}")


if __name__ == "__main__":
    main(sys.argv[1])
