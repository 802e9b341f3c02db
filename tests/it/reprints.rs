//! Stories printed more than once are found, counted once if asked, and never lost.

use crate::morgue::Archive;

const STORY: &str = "The harbour board voted on Monday to dredge the eastern channel before the winter storms, \
after pilots had warned for years that the largest grain ships touch ground at low tide. The work is to cost four \
million and to take nine weeks, the chairman told reporters after a long meeting behind closed doors. Fishermen \
who land their catch at the old quay fear that mud from the dredging will drive the herring away from the bay. \
The board promised them a fund, though it did not say how large it would be or who was to pay into it.";

const OTHER: &str = "A museum in the old customs house opened its doors to visitors this weekend with a show of \
ship models, most of them made by sailors on long voyages. The oldest is of whale bone and has all its rigging.";

/// One story in three papers, one of them much later and with words changed, and another story.
fn archive() -> Archive {
    let archive = Archive::new();
    let changed = STORY
        .replace("Monday", "Tuesday")
        .replace("chairman", "secretary");
    let cut = &STORY[..STORY.find("Fishermen").unwrap()];
    for (name, date, paper, headline, body) in [
        ("a", "2024-03-04", "Gazette", "Channel to be dredged", STORY),
        ("b", "2024-03-05", "Courier", "Harbour board acts", cut),
        ("c", "2024-05-20", "Herald", "Dredging in the bay", &changed),
        (
            "d",
            "2024-03-04",
            "Gazette",
            "Museum of harbour ships opens",
            OTHER,
        ),
    ] {
        let text = format!(
            "---\nid: {name}\ntitle: {headline}\ndate: {date}\npublication: {paper}\n---\n{body}\n"
        );
        archive.file(&format!("news/{name}.md"), text);
    }
    archive.indexed();
    archive
}

#[test]
fn a_story_counts_once_and_its_reprints_are_named() {
    let archive = archive();
    archive
        .run("search harbour --collapse --sort oldest")
        .code(0)
        .holds("  +2 reprints: Courier 2024-03-05 · Herald 2024-05-20\n")
        .holds("2 of 2 stories in 4 articles\n");
    archive
        .run("search harbour --expand --sort oldest")
        .code(0)
        .holds("  +2 reprints\n    Courier 2024-03-05 · b · similarity 1.00\n    Herald 2024-05-20 · c · similarity 0.9");
    let page = archive
        .run("search harbour --collapse --sort oldest --format json")
        .json();
    assert_eq!(
        (&page["total"], &page["total_collapsed"]),
        (&4.into(), &2.into())
    );
    assert_eq!(page["hits"][0]["reprint_count"], 2);
    assert_eq!(page["hits"][0]["reprints"][1]["publication"], "Herald");
    // The second page goes on behind the stories of the first.
    archive
        .run("search harbour --collapse --sort oldest --limit 1 --offset 1 --format csv --fields id,reprint_count")
        .code(0)
        .out("id,reprint_count\nd,0\n");
    archive
        .run("search harbour --collapse --sort oldest --format ids")
        .err("2 reprints stand behind these hits and are not listed: 2 stories in 4 articles match in all")
        .code(0)
        .out("a\nd\n");
    archive
        .run("search harbour --collapse --sort oldest --format bibtex")
        .code(0)
        .holds("note = {Also printed in Courier 2024-03-05; Herald 2024-05-20}");
}

#[test]
fn clusters_are_listed_within_a_window() {
    let archive = archive();
    archive
        .run("reprints --format csv")
        .code(0)
        .out("story,copies,similarity,first,last,days,publications,headline,id\n1,3,0.98,2024-03-04,2024-05-20,77,Gazette; Courier; Herald,Channel to be dredged,a\n");
    archive
        .run("reprints --window 7d --members --format tsv")
        .code(0)
        .holds("1\t1\t2024-03-05\tCourier\tHarbour board acts\tb\n");
    archive.run("reprints museum").code(1).out("no rows\n");
    archive
        .run("reprints --similarity 0.2")
        .err("write a number from 0.7 to 1")
        .code(2);
}
