#!/usr/bin/env python3
"""Measures the ranking: morgue's bm25 and bm25+rm3 beside Tantivy's defaults, scored by a public evaluator.

    pip install ir_measures tantivy
    benches/ranking.py --morgue target/release/morgue --cran DIR [--reuters DIR [--categories FILE]] [--options "--stem none"]

DIR of --cran holds docs.jsonl (id, headline, body), topics.tsv (id, text) and qrels.txt (TREC form).
DIR of --reuters holds the .sgm files of Reuters-21578, for two known-item tasks: the headline finds its body
(bodies are indexed alone), and the first sentence finds the article it was cut from (headline and the rest).
FILE of --categories is its list of categories: a third task asks their names ("Crude Oil") for the articles that
the agency's editors filed under them, in categories of five articles or more.
The articles are copied into a temporary directory, which is removed.
"""

import argparse
import html
import json
import pathlib
import re
import subprocess
import tempfile
from collections import defaultdict

import ir_measures
import tantivy
from ir_measures import AP, RR, Qrel, ScoredDoc, Success, nDCG

WORD = re.compile(r"\w+")


def cranfield(directory):
    docs = [json.loads(line) for line in (directory / "docs.jsonl").open()]
    topics = dict(line.rstrip("\n").split("\t", 1) for line in (directory / "topics.tsv").open())
    rows = [line.split() for line in (directory / "qrels.txt").open()]
    qrels = [Qrel(query, doc, int(grade)) for query, _, doc, grade in rows]
    return docs, topics, qrels


def reuters(directory):
    """Yields (id, headline, body, categories, whether the body has at least 40 words)."""
    for path in sorted(directory.glob("*.sgm")):
        text = path.read_text(encoding="latin-1")
        for record in re.findall(r"<REUTERS.*?</REUTERS>", text, re.S):
            number = re.search(r'NEWID="(\d+)"', record).group(1)
            part = lambda tag: re.search(rf"<{tag}>(.*?)</{tag}>", record, re.S)
            clean = lambda m: " ".join(html.unescape(m.group(1)).replace("\x03", "").split()) if m else ""
            topics = part("TOPICS")
            categories = re.findall(r"<D>(.*?)</D>", topics.group(1)) if topics else []
            body = part("BODY")
            long = body is not None and len(WORD.findall(body.group(1))) >= 40
            yield number, clean(part("TITLE")), clean(body), categories, long


def categories(directory, names):
    """The articles filed under a category are relevant to its name."""
    articles = [article for article in reuters(directory) if article[2]]
    filed = defaultdict(list)
    for number, _, _, under, _ in articles:
        for category in under:
            filed[category].append(number)
    named = re.findall(r"^\s*(.+?) \(([A-Z0-9-]+)\)\s*$", names.read_text(encoding="latin-1"), re.M)
    topics = {code.lower(): name for name, code in named if len(filed[code.lower()]) >= 5}
    qrels = [Qrel(topic, number, 1) for topic in topics for number in filed[topic]]
    return [{"id": n, "headline": h, "body": b} for n, h, b, _, _ in articles], topics, qrels


def known_items(directory, every=10):
    articles = [(n, h, b) for n, h, b, _, long in reuters(directory) if h and long]
    asked = articles[::every]
    qrels = [Qrel(number, number, 1) for number, _, _ in asked]
    bodies = [{"id": n, "headline": "", "body": b} for n, _, b in articles]
    yield "reuters headline→body", bodies, {n: h for n, h, _ in asked}, qrels
    cut = {n: b.split(". ", 1) for n, _, b in articles}
    rest = [{"id": n, "headline": h, "body": cut[n][-1]} for n, h, _ in articles]
    yield "reuters lead→rest", rest, {n: cut[n][0] for n, _, _ in asked if len(cut[n]) > 1}, qrels


def run_morgue(binary, work, topics, limit, options):
    queries = work / "topics.jsonl"
    with queries.open("w") as out:
        for query, text in topics.items():
            out.write(json.dumps({"id": query, "query": text}) + "\n")
    command = [binary, "batch", queries, "--index", work / "index", "--plain", "--any", "--format", "trec",
               "--limit", str(limit), *options]
    output = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
    rows = (line.split() for line in output.splitlines())
    return [ScoredDoc(row[0], row[2], float(row[4])) for row in rows]


def run_tantivy(docs, topics, limit, tokenizer, fields):
    """Tantivy as its default query parser ranks: BM25 with k1 1.2 and b 0.75, the fields' scores summed."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for field in ("headline", "body", "both"):
        builder.add_text_field(field, tokenizer_name=tokenizer)
    index = tantivy.Index(builder.build())
    writer = index.writer()
    for doc in docs:
        texts = {"headline": doc["headline"], "body": doc["body"], "both": doc["headline"] + " " + doc["body"]}
        writer.add_document(tantivy.Document(id=doc["id"], **texts))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    run = []
    for query, text in topics.items():
        parsed = index.parse_query(" ".join(WORD.findall(text.lower())), fields)
        for score, address in searcher.search(parsed, limit).hits:
            run.append(ScoredDoc(query, searcher.doc(address)["id"][0], score))
    return run


def measure(name, docs, topics, qrels, limit, measures, arguments):
    print(f"\n{name}: {len(docs)} articles, {len(topics)} queries")
    print(f"  {'':34}" + "".join(f"{str(m):>12}" for m in measures))
    with tempfile.TemporaryDirectory() as directory:
        work = pathlib.Path(directory)
        with (work / "docs.jsonl").open("w") as out:
            for doc in docs:
                out.write(json.dumps(doc) + "\n")
        index = [arguments.morgue, "index", "--index", work / "index", "--quiet", work / "docs.jsonl"]
        # 3: some articles are skipped, here those without a text.
        if subprocess.run(index, stderr=subprocess.DEVNULL).returncode not in (0, 3):
            raise SystemExit("indexing failed")
        morgue = lambda *options: run_morgue(arguments.morgue, work, topics, limit, [*options, *arguments.options.split()])
        runs = [
            ("morgue bm25 (default)", lambda: morgue()),
            ("morgue bm25+rm3", lambda: morgue("--rank", "bm25+rm3")),
            ("morgue bm25, --stem none", lambda: morgue("--stem", "none")),
            ("tantivy, one field, stemmed", lambda: run_tantivy(docs, topics, limit, "en_stem", ["both"])),
            ("tantivy, two fields, stemmed", lambda: run_tantivy(docs, topics, limit, "en_stem", ["headline", "body"])),
            ("tantivy, one field, default", lambda: run_tantivy(docs, topics, limit, "default", ["both"])),
            ("tantivy, two fields, default", lambda: run_tantivy(docs, topics, limit, "default", ["headline", "body"])),
        ]
        for label, run in runs:
            if arguments.only and not label.startswith(arguments.only):
                continue
            found = ir_measures.calc_aggregate(measures, qrels, run())
            print(f"  {label:34}" + "".join(f"{found[m]:12.4f}" for m in measures), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--morgue", required=True, help="the binary")
    parser.add_argument("--cran", type=pathlib.Path)
    parser.add_argument("--reuters", type=pathlib.Path)
    parser.add_argument("--categories", type=pathlib.Path)
    parser.add_argument("--options", default="", help="more options for every morgue run")
    parser.add_argument("--only", help="only runs whose name begins so")
    arguments = parser.parse_args()
    if arguments.cran:
        docs, topics, qrels = cranfield(arguments.cran)
        measure("cranfield", docs, topics, qrels, 1000, [nDCG @ 10, AP], arguments)
    if arguments.reuters:
        for name, docs, topics, qrels in known_items(arguments.reuters):
            measure(name, docs, topics, qrels, 10, [RR @ 10, Success @ 1], arguments)
    if arguments.categories:
        docs, topics, qrels = categories(arguments.reuters, arguments.categories)
        measure("reuters categories", docs, topics, qrels, 1000, [nDCG @ 10, AP], arguments)


if __name__ == "__main__":
    main()
