//! Lines that a site prints under all its articles: learned from the archive, cut, kept, given back.

use crate::morgue::Archive;

const FOOTER: &str = "Call the newsroom of the Coast Courier with your story";

/// Writes articles `from` to `to` of a folder, each with its own text and the same footer.
fn write(archive: &Archive, folder: &str, from: usize, to: usize) {
    for number in from..to {
        let word = ["cod", "tuna", "eel", "carp", "pike"][number % 5];
        let text = format!(
            "Landing {number}\n\nThe boats brought in {number} boxes of {word} on that day, and the auction was brisk.\n\n\
             Skippers said the {word} would keep the harbour busy until week {number}.\n\n{FOOTER}\n"
        );
        archive.file(&format!("news/{folder}/2024/05/{number:02}/a.txt"), text);
    }
}

/// The stored text of every article, in order of their paths.
fn bodies(archive: &Archive) -> String {
    archive
        .run("search * --limit 1000 --sort oldest --format csv --fields path,body")
        .code(0)
        .stdout()
}

#[test]
fn what_a_site_prints_everywhere_is_cut_and_kept() {
    let archive = Archive::new();
    write(&archive, "courier", 0, 12);
    write(&archive, "other", 0, 3);
    archive.indexed();
    // Three articles show nothing: there the line stays.
    archive
        .run("count '\"newsroom of the coast courier\"'")
        .code(0)
        .out("3\n");
    archive.run("count auction").code(0).out("15\n");
    let id = "news:courier/2024/05/03/a.txt";
    let shown = archive.run(&format!("show {id}")).code(0).stdout();
    assert!(
        !shown.contains(FOOTER) && shown.contains("boxes of carp"),
        "{shown}"
    );
    archive
        .run(&format!("show --raw {id}"))
        .code(0)
        .holds(FOOTER);
    archive
        .run("index news --quiet --no-organisations --keep-boilerplate")
        .code(0);
    archive
        .run("count '\"newsroom of the coast courier\"'")
        .code(0)
        .out("15\n");
}

#[test]
fn an_archive_that_grows_ends_like_a_fresh_index() {
    let archive = Archive::new();
    write(&archive, "courier", 0, 4);
    archive.indexed();
    archive.run("count newsroom").code(0).out("4\n");
    // What is learned now holds for the first articles too.
    write(&archive, "courier", 4, 12);
    archive.indexed();
    archive.run("count newsroom").code(1);
    let (grown, stats) = (bodies(&archive), archive.run("stats").stdout());
    archive.indexed();
    assert_eq!(bodies(&archive), grown);
    assert_eq!(archive.run("stats").stdout(), stats, "nothing changed");
    archive
        .run("index news --quiet --no-organisations --rebuild")
        .code(0);
    assert_eq!(bodies(&archive), grown);
}

#[test]
fn one_file_of_many_articles_is_learned_too() {
    let archive = Archive::new();
    let line = |number: usize| {
        let body = format!(
            "Auction {number} was brisk, and {number} boxes were sold.\\n\\nThe market closes at {number} past two on all days of the week.\\n\\n{FOOTER}"
        );
        format!("{{\"headline\": \"Landing {number}\", \"body\": \"{body}\"}}\n")
    };
    let lines: String = (0..60).map(line).collect();
    archive.file("news/landings.jsonl", lines);
    archive.indexed();
    archive.run("count newsroom").code(1);
    archive.run("count auction").code(0).out("60\n");
}
