#!/usr/bin/env python3
"""Measures morgue beside bare Tantivy and other tools on one machine, in one run. See compare.md."""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KINDS = ["common", "rare", "AND", "OR", "phrase", "date"]
CLI_VERSION = "0.24.0"


class Run:
    """One process: what it used of the processor and of memory."""

    def __init__(self, command, stdin=None, core=None, stdout=subprocess.DEVNULL):
        command = [str(word) for word in command]
        if core is not None:
            command = ["taskset", "-c", str(core)] + command
        with open(stdin or os.devnull, "rb") as given:
            begun = time.perf_counter()
            child = subprocess.Popen(command, stdin=given, stdout=stdout, stderr=subprocess.PIPE)
            said = child.stderr.read()
            _, status, usage = os.wait4(child.pid, 0)
            self.wall = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        # 1: nothing found.
        if child.returncode not in (0, 1):
            sys.exit(f"{' '.join(command)} failed:\n{said.decode()}")
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss * 1024


def size(path):
    path = Path(path)
    files = [path] if path.is_file() else (file for file in path.rglob("*") if file.is_file())
    return sum(file.stat().st_size for file in files)


def build():
    """The programs of this repository, and where they are."""
    cargo = ["cargo", "build", "--release", "--bin", "morgue", "--example", "corpus", "--example", "floor"]
    subprocess.run(cargo, cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
    return {"morgue": target / "morgue", "corpus": target / "examples/corpus", "floor": target / "examples/floor"}


def install(work):
    """The peers, by the ordinary clients of their packages."""
    missing = [tool for tool, name in [("ripgrep", "rg"), ("sqlite3", "sqlite3")] if not shutil.which(name)]
    if missing:
        subprocess.run(["apt-get", "install", "-y", "-q", *missing], check=True, stdout=sys.stderr)
    tools = work / "tools"
    if not (tools / "bin/tantivy").exists():
        # Not `--locked`: what it was locked to is older than what compilers of today take.
        cargo = ["cargo", "install", "tantivy-cli", "--version", CLI_VERSION, "--root", tools]
        if subprocess.run(cargo).returncode:
            print("tantivy-cli cannot be built by this compiler and is left out", file=sys.stderr)
            return {"SQLite": "sqlite3"}
    return {"tantivy-cli": tools / "bin/tantivy", "SQLite": "sqlite3"}


def generate(corpus, work, count):
    """The corpus as lines, as files, and its queries; kept for the next run."""
    lines, queries = work / f"{count}.jsonl", work / "queries.txt"
    if not lines.exists():
        with open(work / "part", "wb") as out:
            subprocess.run([corpus, "lines", str(count)], stdout=out, check=True)
        (work / "part").rename(lines)
    with open(queries, "wb") as out:
        subprocess.run([corpus, "queries", "1000"], stdout=out, check=True)
    return lines, queries


def fresh(path):
    shutil.rmtree(path, ignore_errors=True)
    return path


def new_cli_index(path):
    """An empty index for tantivy-cli, which otherwise asks for its fields one by one."""
    options = {"indexing": {"record": "position", "fieldnorms": True, "tokenizer": "en_stem"}, "stored": True}
    schema = [{"name": name, "type": "text", "options": options} for name in ("headline", "body")]
    meta = {"index_settings": {"docstore_compression": "lz4", "docstore_blocksize": 16384},
            "segments": [], "schema": schema, "opstamp": 0}
    fresh(path).mkdir()
    (path / "meta.json").write_text(json.dumps(meta))
    (path / ".managed.json").write_text('["meta.json"]')
    return path


SQL = """.mode ascii
.separator "\\001" "\\n"
PRAGMA synchronous = OFF;
CREATE TABLE lines(line TEXT);
.import {lines} lines
CREATE VIRTUAL TABLE articles USING fts5(headline, body, tokenize = 'porter unicode61');
INSERT INTO articles SELECT json_extract(line, '$.headline'), json_extract(line, '$.body') FROM lines;
DROP TABLE lines;
VACUUM;
"""


def index(tools, peers, work, lines, rounds):
    """Each tool's index of the corpus: how it was made, and where. They are made in turn, so that whatever else the
    machine does falls on all alike; of each, the run with the median processor time counts."""
    floor, morgue = tools["floor"], tools["morgue"]

    def with_morgue(path, *flags):
        return Run([morgue, "index", "-q", "--index", fresh(path), *flags, lines])

    def with_sqlite(path):
        script = work / "sqlite.sql"
        script.write_text(SQL.format(lines=lines))
        path.unlink(missing_ok=True)
        return Run(["sqlite3", "-bail", path], stdin=script)

    make = {
        "floor, stemmed": (work / "floor", lambda path: Run([floor, "index", lines, fresh(path)])),
        "floor, not stemmed": (work / "plain", lambda path: Run([floor, "index", lines, fresh(path), "--plain"])),
        "morgue, no organisations": (work / "bare", lambda path: with_morgue(path, "--no-organisations")),
        "morgue, everything": (work / "full", with_morgue),
    }
    if "tantivy-cli" in peers:
        cli = peers["tantivy-cli"]
        make["tantivy-cli"] = work / "cli", lambda path: Run([cli, "index", "-i", new_cli_index(path)], stdin=lines)
    if "SQLite" in peers:
        make["SQLite FTS5"] = work / "sqlite.db", with_sqlite
    runs = {name: [] for name in make}
    for _ in range(rounds):
        for name, (path, run) in make.items():
            runs[name].append(run(path))
    middle = {name: sorted(done, key=lambda run: run.cpu)[len(done) // 2] for name, done in runs.items()}
    return {name: (middle[name], path) for name, (path, _) in make.items()}


def table(heads, rows):
    print("| " + " | ".join(heads) + " |\n|" + " --- |" * len(heads))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    print(flush=True)


def show_index(runs, source):
    floor = runs["floor, stemmed"][0]
    rows = []
    for name, (run, path) in runs.items():
        rows.append([name, f"{run.cpu:.1f} s", f"{run.cpu / floor.cpu:.2f}", f"{source / 1e6 / run.cpu:.1f}",
                     f"{size(path) / source:.2f}", f"{run.memory / 2**20:.0f} MiB"])
    table(["index", "CPU", "of the floor", "MB per CPU second", "size of the source", "peak memory"], rows)


def sqlite_query(text):
    words = text.split(" AND date:")[0]
    return ("SELECT rowid, headline, snippet(articles, 1, '', '', '…', 32) FROM articles "
            f"WHERE articles MATCH '{words}' ORDER BY rank LIMIT 10;")


def cold(tools, work, queries, times, sqlite):
    """One process a query, in turn, so that whatever else the machine does falls on all alike."""
    texts = queries.read_text().splitlines()
    commands = {
        "true": lambda _: ["true"],
        "floor": lambda text: [tools["floor"], "search", work / "floor", text],
        "morgue": lambda text: [tools["morgue"], "search", "--index", work / "full", text],
    }
    if sqlite:
        commands["SQLite FTS5"] = lambda text: ["sqlite3", work / "sqlite.db", sqlite_query(text)]
    taken = {(name, kind): [] for name in commands for kind in KINDS}
    memory = dict.fromkeys(commands, 0)
    for number, text in enumerate(texts[:times * len(KINDS)]):
        for name, command in commands.items():
            run = Run(command(text))
            taken[name, KINDS[number % len(KINDS)]].append(run)
            memory[name] = max(memory[name], run.memory)
    rows = []
    for name in commands:
        every = [run for kind in KINDS for run in taken[name, kind]]
        cells = [median_ms(taken[name, kind]) for kind in KINDS]
        rows.append([name, *cells, median_ms(every), f"{1000 * statistics.median(r.cpu for r in every):.1f}",
                     f"{memory[name] / 2**20:.0f} MiB"])
    table(["one process a query: median ms", *KINDS, "all", "all: CPU ms", "peak memory, files mapped included"], rows)


def median_ms(runs):
    return f"{1000 * statistics.median(run.wall for run in runs):.1f}"


def batch(tools, work, queries):
    count = len(queries.read_text().splitlines())
    floor = min((Run([tools["floor"], "batch", work / "floor", queries], core=0) for _ in range(3)), key=lambda r: r.cpu)
    ask = [tools["morgue"], "batch", "--index", work / "full", queries]
    one = min((Run(ask, core=0) for _ in range(3)), key=lambda r: r.cpu)
    every = min((Run(ask) for _ in range(3)), key=lambda r: r.wall)
    rows = [["floor, one core", f"{count / floor.cpu:.0f}", f"{count / floor.wall:.0f}", "1.00"],
            ["morgue, one core", f"{count / one.cpu:.0f}", f"{count / one.wall:.0f}", f"{floor.cpu / one.cpu:.2f}"],
            ["morgue, all cores", f"{count / every.cpu:.0f}", f"{count / every.wall:.0f}", ""]]
    table([f"{count} queries in one run", "queries a CPU second", "queries a second", "of the floor"], rows)


def refresh(tools, work, count):
    files, place = work / f"files-{count}", work / "files-index"
    if not files.exists():
        subprocess.run([tools["corpus"], "files", str(count), files], check=True)
    first = [tools["morgue"], "index", "-q", "--index", fresh(place), "--no-organisations", files]
    Run(first)
    look = ["find", files, "-type", "f", "-printf", "%s %T@ %p\\n"]
    finds, again = [], []
    for _ in range(5):
        finds.append(Run(look))
        again.append(Run([tools["morgue"], "index", "-q", "--index", place]))
    word = "strike"
    rows = []
    for name, runs in [("find", finds), ("morgue index, nothing changed", again)]:
        cpu = statistics.median(run.cpu for run in runs)
        rows.append([name, f"{median_ms(runs)}", f"{1000 * cpu:.0f}",
                     f"{statistics.median(r.wall for r in runs) / statistics.median(r.wall for r in finds):.2f}"])
    if shutil.which("rg"):
        run = Run(["rg", "-l", "-w", word, files])
        rows.append(["ripgrep, one word", f"{1000 * run.wall:.0f}", f"{1000 * run.cpu:.0f}", ""])
    table([f"{count} files", "ms", "CPU ms", "of find"], rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path, help="a directory for corpora and indexes, kept between runs")
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--files", type=int, default=100_000, help="how many files the refresh walks; 0: leave it out")
    parser.add_argument("--times", type=int, default=10, help="how many queries of each kind get a process of their own")
    parser.add_argument("--rounds", type=int, help="how many times each index is made; its median processor time counts "
                        "(default: 5 for at most 20,000 articles, 3 for at most 200,000, 1 for more)")
    parser.add_argument("--no-peers", action="store_true", help="install nothing: only the floor and morgue")
    wanted = parser.parse_args()
    work = wanted.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    tools = build()
    peers = {} if wanted.no_peers else install(work)
    for count in wanted.articles:
        lines, queries = generate(tools["corpus"], work, count)
        source = size(lines)
        print(f"## {count:,} articles, {source / 1e6:.0f} MB\n")
        rounds = wanted.rounds or (5 if count <= 20_000 else 3 if count <= 200_000 else 1)
        show_index(index(tools, peers, work, lines, rounds), source)
        cold(tools, work, queries, wanted.times, "SQLite" in peers)
        batch(tools, work, queries)
    if wanted.files:
        refresh(tools, work, wanted.files)


if __name__ == "__main__":
    main()
