//! Tags find articles, survive every indexing, and go out and in as text.

use crate::morgue::Archive;

fn archive() -> Archive {
    let archive = Archive::new();
    for (name, body) in [
        ("one", "The dockers went on strike."),
        ("two", "The strike of the pilots ended."),
        ("three", "Rain is expected."),
    ] {
        let text = format!("---\nid: {name}\ntitle: {body}\ndate: 2024-03-04\n---\n{body}\n");
        archive.file(&format!("news/{name}.md"), text);
    }
    archive.indexed();
    archive
}

#[test]
fn tags_are_given_found_and_taken_away() {
    let archive = archive();
    archive
        .run("tag +relevant -hot one 'three'")
        .err("2 changed of 2 articles")
        .code(0);
    archive
        .run("tag +strike --query strike")
        .err("2 changed of 2 articles")
        .code(0);
    archive.run("count tag:relevant").code(0).out("2\n");
    archive
        .run("search 'tag:relevant NOT tag:strike' --format ids")
        .code(0)
        .out("three\n");
    archive.run("count 'strike tag:*'").code(0).out("2\n");
    archive.run("count -- -tag:*").code(1).out("0\n");
    archive
        .run("tag --format csv")
        .code(0)
        .out("tag,articles,missing\nrelevant,2,0\nstrike,2,0\n");
    archive
        .run("tag one --format tsv")
        .code(0)
        .out("id\ttags\none\trelevant strike\n");
    archive
        .run("tag -relevant -strike one")
        .err("1 changed of 1 article")
        .code(0);
    archive.run("count tag:relevant").code(0).out("1\n");
}

#[test]
fn a_tag_that_there_is_not_is_said() {
    let archive = archive();
    archive
        .run("count tag:relevant")
        .err("no article has the tag `relevant`; `morgue tag` lists those there are")
        .code(1)
        .out("0\n");
    archive.run("tag +relevant one").err("1 changed").code(0);
    archive
        .run("count tag:relevnat")
        .err("no article has the tag `relevnat`; did you mean `relevant`?")
        .code(1)
        .out("0\n");
    // Asked to be absent it leaves all in, which is found and still not what was meant.
    archive
        .run("timeline 'strike -tag:Relevant' --by year --format csv")
        .err("did you mean `relevant`?")
        .code(0)
        .holds("2024,2,3,");
    archive.file("queries.txt", "strike\ntag:relevnat\n-tag:relevnat\n");
    let batch = archive.run("batch queries.txt --count");
    let said = batch.stderr();
    assert_eq!(
        said.matches("no article has the tag `relevnat`").count(),
        1,
        "{said}"
    );
    batch.err("did you mean").code(0).out("2\n0\n3\n");
    archive
        .run("count 'strike -tag:relevant'")
        .code(0)
        .out("1\n");
}

#[test]
fn no_indexing_loses_a_tag() {
    let archive = archive();
    archive
        .run("tag +relevant one two")
        .err("2 changed")
        .code(0);
    let dump = "+relevant -- id:one\n+relevant -- id:two\n";
    std::fs::remove_file(archive.path("news/two.md")).unwrap();
    archive.run("index --rebuild --quiet").code(0);
    archive.run("count tag:relevant").code(0).out("1\n");
    archive
        .run("tag --format csv")
        .code(0)
        .out("tag,articles,missing\nrelevant,1,1\n");
    archive
        .run("tag --missing --format csv")
        .code(0)
        .out("id,tags\ntwo,relevant\n");
    archive.run("tag --dump").code(0).out(dump);
    // An index made from nothing, in the directory where only the tags were left.
    let kept = archive.run("tag --dump").stdout();
    for entry in std::fs::read_dir(archive.path("index")).unwrap() {
        let path = entry.unwrap().path();
        if !path.ends_with("tags.txt") {
            std::fs::remove_file(path).unwrap();
        }
    }
    archive.indexed();
    archive.run("count tag:relevant").code(0).out("1\n");
    archive.file("kept.txt", kept);
    archive.run("tag -relevant one").err("1 changed").code(0);
    archive
        .run("tag --restore kept.txt")
        .err("2 articles have tags; before it were 1")
        .code(0);
    archive.run("tag --dump").code(0).out(dump);
}

#[test]
fn what_cannot_be_tagged_changes_nothing() {
    let archive = archive();
    archive
        .run("tag +relevant one nowhere")
        .err("no article `nowhere`; no tag was changed")
        .code(2);
    archive
        .run("tag +relevant")
        .err("no article is named")
        .code(2);
    archive.run("tag + one").err("`+` names no tag").code(2);
    archive.run("tag --dump").code(0).out("");
    archive.file("bad.txt", "+a -- id:one\n+b\n");
    archive
        .run("tag --restore bad.txt")
        .err("bad.txt:2: not a line of tags")
        .code(2);
    archive.run("tag --dump").code(0).out("");
}
