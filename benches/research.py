#!/usr/bin/env python3
"""Measures `morgue orgs`, `timeline` and `terms` once warm, over queries that match from one article in a thousand to
most of the archive. Without --index it makes an archive of --articles made-up articles in DIR first."""

import argparse
import collections
import json
import re
import statistics
import subprocess
from pathlib import Path

import compare

SHARES = [0.001, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.95]


def archive(tools, work, count):
    """The index of the corpus, with organisations; kept for the next run."""
    place = work / f"research-{count}"
    if not (place / "meta.json").exists():
        lines, _ = compare.generate(tools["corpus"], work, count)
        compare.Run([tools["morgue"], "index", "-q", "--index", compare.fresh(place), lines])
    return place


def words(morgue, place, articles):
    """For each share of the archive a word that about as many articles hold, by the first few thousand articles."""
    held = collections.Counter()
    export = subprocess.Popen([morgue, "export", "--index", place], stdout=subprocess.PIPE)
    sample = 0
    for line in export.stdout:
        sample += 1
        held.update(set(re.findall(r"[a-z]{3,}", json.loads(line).get("body", "").lower())))
        if sample == 5000:
            break
    export.stdout.close()
    export.wait()
    chosen = []
    for share in SHARES:
        word = min(held, key=lambda word: (abs(held[word] / sample - share), word))
        said = subprocess.run([morgue, "count", "--index", place, f'"{word}"'], stdout=subprocess.PIPE)
        found = int(said.stdout)
        if 0 < found < articles and word not in (word for word, _ in chosen):
            chosen.append((word, found))
    return chosen


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path, help="a directory for the corpus and its index, kept between runs")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--index", type=Path, help="measure on this index instead")
    parser.add_argument("--times", type=int, default=5, help="how often each is measured, after one run that is not")
    wanted = parser.parse_args()
    work = wanted.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    tools = compare.build()
    morgue = tools["morgue"]
    place = wanted.index or archive(tools, work, wanted.articles)
    articles = int(subprocess.run([morgue, "count", "--index", place], stdout=subprocess.PIPE).stdout)
    commands = {
        "orgs": lambda query: ["orgs", query],
        "orgs --pairs": lambda query: ["orgs", query, "--pairs"],
        "timeline --by day": lambda query: ["timeline", query, "--by", "day", "--format", "csv"],
        "terms": lambda query: ["terms", query],
        "terms --only phrases": lambda query: ["terms", query, "--only", "phrases"],
        "terms --over year": lambda query: ["terms", query, "--over", "year"],
    }
    rows = []
    for word, found in words(morgue, place, articles):
        cells = []
        for command in commands.values():
            call = [morgue, *command(f'"{word}"'), "--index", place]
            runs = [compare.Run(call) for _ in range(1 + wanted.times)][1:]
            wall = statistics.median(run.wall for run in runs)
            cpu = statistics.median(run.cpu for run in runs)
            cells.append(f"{1000 * wall:.0f} ({1000 * cpu:.0f})")
        rows.append([word, f"{found:,}", *cells])
    print(f"## {articles:,} articles\n")
    compare.table(["ms (CPU ms)", "matching", *commands], rows)


if __name__ == "__main__":
    main()
