//! `morgue save` and `query:NAME`: kept beside the index, whatever happens to it.

use crate::morgue::Archive;

fn archive() -> Archive {
    let archive = Archive::new();
    archive
        .file("news/a.txt", "Port strike\n\nDockers walked out.")
        .file("news/b.txt", "Rail strike\n\nTrains stood still.")
        .file("news/c.txt", "Harvest\n\nA good year.")
        .indexed();
    archive
}

#[test]
fn a_saved_query_is_asked_by_its_name_in_every_command() {
    let archive = archive();
    archive
        .run("save stoppages 'strike* OR \"walked out\"'")
        .err("saved: ask it as `query:stoppages`")
        .code(0);
    archive.run("count query:stoppages").code(0).out("2\n");
    archive
        .run("search 'query:stoppages -rail' --format ids")
        .code(0)
        .out("a.txt\n");
    archive.file("queries.txt", "query:stoppages\nquery:stoppages rail\n");
    archive
        .run("batch queries.txt --count")
        .code(0)
        .out("2\n1\n");
    archive
        .run("save stoppages")
        .code(0)
        .out("strike* OR \"walked out\"\n");
    archive
        .run("save --format csv")
        .code(0)
        .out("name,query\nstoppages,\"strike* OR \"\"walked out\"\"\"\n");
    let answer = archive.run("search query:stoppages --format json").json();
    let parsed = answer["query"]["parsed"].as_str().unwrap();
    assert!(parsed.contains("strike*"), "{parsed}");
}

#[test]
fn it_outlives_indexing_again() {
    let archive = archive();
    archive.run("save stoppages strike").err("saved").code(0);
    archive.file("news/d.txt", "Strike over\n\nWork goes on.");
    archive.run("index --quiet").code(0);
    archive.run("count query:stoppages").code(0).out("3\n");
    archive.run("index --rebuild --quiet").code(0);
    archive.run("count query:stoppages").code(0).out("3\n");
    archive.run("check").code(0);
}

#[test]
fn what_cannot_be_saved_is_refused_and_changes_nothing() {
    let archive = archive();
    archive.run("save a oil").err("saved").code(0);
    archive.run("save b 'query:a gas'").err("saved").code(0);
    for (line, error) in [
        ("save a coal", "`a` is saved already: `oil`"),
        (
            "save a 'coal OR query:b' --replace",
            "saved queries go in a circle: b → a → b",
        ),
        ("save c 'coal AND'", "  coal AND\n       ^^^"),
        ("save c query:oil", "there is no saved query named `oil`"),
        ("save 'c d' coal", "`c d` cannot name a query"),
        ("save a --remove", "the saved query `b` names `a`"),
        ("save aa --remove", "did you mean `a`?"),
        ("save aa", "did you mean `a`?"),
        ("count query:aa", "did you mean `a`?"),
    ] {
        archive.run(line).err(error).code(2).out("");
    }
    archive
        .run("save")
        .code(0)
        .holds("a     oil\n")
        .holds("b     query:a gas\n");
    archive.run("save b --remove").code(0).out("");
    archive.run("save a --remove").code(0).out("");
    archive.run("save").err("no query is saved").code(1).out("");
}

#[test]
fn a_damaged_file_stops_only_who_needs_it() {
    let archive = archive();
    archive.file("index/queries.toml", "a = \"oil\"\nb = 3\n");
    archive
        .run("search query:a")
        .err("queries.toml`, line 2")
        .code(2);
    archive.run("count strike").code(0).out("2\n");
}
