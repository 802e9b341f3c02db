//! Searching from the command line: answers, exit codes, errors, pipes.

use crate::morgue::Archive;
use std::io::Read;
use std::process::Stdio;

fn archive() -> Archive {
    let archive = Archive::new();
    archive
        .file(
            "news/2025/03/02/strike.txt",
            "Dockers strike\n\nThe dockers' strike at the port began on Sunday. Banks stayed open.\n",
        )
        .file(
            "news/bank.txt",
            "Bank profits rise\n\nThe bank said profits rose. A port was not involved.\n",
        );
    archive.indexed();
    archive
}

#[test]
fn ranked_hits_with_a_total() {
    archive().run("search bank").code(0).out(
        "Bank profits rise
  undated
  The bank said profits rose. A port was not involved.
  bank.txt · score 0.31

Dockers strike
  2025-03-02 (from the path)
  The dockers' strike at the port began on Sunday. Banks stayed open.
  2025/03/02/strike.txt · score 0.18

2 of 2 articles
",
    );
}

#[test]
fn nothing_found_is_exit_code_1() {
    let archive = archive();
    archive.run("count zebra").code(1).out("0\n");
    archive.run("search zebra --format ids").code(1).out("");
}

#[test]
fn a_wrong_query_shows_the_place() {
    archive()
        .run("search 'strike AND bogus:x'")
        .err("unknown field")
        .err("  strike AND bogus:x\n             ^^^^^")
        .code(2)
        .out("");
}

#[test]
fn a_missing_index_says_how_to_make_one() {
    Archive::new()
        .run("search strike")
        .err("make one with `morgue index DIR`")
        .code(2);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let archive = archive();
    let mut child = archive
        .command("search * --format json")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut one = [0; 1];
    child.stdout.take().unwrap().read_exact(&mut one).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn dates_and_exact_forms_narrow() {
    let archive = archive();
    for (query, count) in [
        ("date:2025-03", 1),
        ("-date:*", 1),
        ("\"banks\"", 1),
        ("=bank", 1),
        ("bank", 2),
        ("headline:bank", 1),
        ("path:2025/**", 1),
        ("port NOT strike", 1),
    ] {
        archive
            .run(&format!("count -- '{query}'"))
            .code(0)
            .out(&format!("{count}\n"));
    }
    archive
        .run("count --since 2025-03-03 port")
        .code(1)
        .out("0\n");
    archive
        .run("count --since 2025 --until 2025-03 port")
        .code(0)
        .out("1\n");
}

#[test]
fn a_batch_is_sorted_as_a_search_is() {
    let archive = Archive::new();
    for (name, date) in [
        ("a", "2024-05-01"),
        ("b", "2023-01-02"),
        ("c", "2025-02-03"),
    ] {
        let text = format!("---\nid: {name}\ndate: {date}\n---\nStorm over the harbour.\n");
        archive.file(&format!("news/{name}.md"), text);
    }
    archive.indexed();
    archive.file("queries.txt", "storm\nharbour\n");
    for (order, ids) in [("newest", "cab"), ("oldest", "bac")] {
        let rows = |query: &str| -> String {
            let rows = ids.chars().map(|id| format!("{query}{id}\n"));
            rows.collect()
        };
        archive
            .run(&format!("batch queries.txt --sort {order} --format ids"))
            .code(0)
            .out(&(rows("1\t") + &rows("2\t")));
        archive
            .run(&format!("search storm --sort {order} --format ids"))
            .code(0)
            .out(&rows(""));
    }
}

#[test]
fn a_long_answer_goes_on_where_it_was_printed_to() {
    let archive = Archive::new();
    let lines = (0..150).map(|n| format!("{{\"id\":\"a{n:03}\",\"body\":\"Rain again.\"}}\n"));
    archive.file("news/wire.jsonl", lines.collect::<String>());
    archive.indexed();
    let rows = |from: usize, to: usize, row: &dyn Fn(usize) -> String| -> String {
        (from..to).map(row).collect()
    };
    let csv = |n: usize| format!("{},a{n:03}\n", n + 1);
    archive
        .run("search rain -n 1000 --format csv --fields rank,id")
        .code(0)
        .out(&format!("rank,id\n{}", rows(0, 150, &csv)));
    archive
        .run("search rain -n 100 --offset 20 --format tsv --fields rank,id")
        .code(0)
        .out(&format!(
            "rank\tid\n{}",
            rows(20, 120, &|n| format!("{}\ta{n:03}\n", n + 1))
        ));
    archive
        .run("search rain -n 1000 --template '{rank} {id}'")
        .code(0)
        .out(&rows(0, 150, &|n| format!("{} a{n:03}\n", n + 1)));
    archive
        .run("search hail -n 1000 --format csv --fields rank,id")
        .code(1)
        .out("rank,id\n");
}

#[test]
fn a_word_longer_than_the_index_keeps_is_found() {
    let archive = Archive::new();
    let word = "ab".repeat(150);
    archive.file("news/a.txt", format!("Blob\n\nIt holds {word} inside.\n"));
    archive.indexed();
    for query in [
        word.clone(),
        format!("\"holds {word} inside\""),
        format!("={word}"),
    ] {
        archive.run(&format!("count '{query}'")).code(0).out("1\n");
    }
}
