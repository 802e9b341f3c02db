//! Organisations from the command line: one name for one organisation, and the user is right.

use crate::morgue::Archive;
use std::fs;

/// Three articles: one with the agency's name, one with its acronym, one whose source gives it.
fn archive() -> Archive {
    let archive = Archive::new();
    archive
        .file(
            "news/river.txt",
            "Dam plan delayed\n\nThe dam will not be built this year, the Associated Press reported on \
             Monday. The Northern Fishing Board (NFB) welcomed the delay. The NFB had sued.\n",
        )
        .file(
            "news/port.txt",
            "Port strike ends\n\nDockers went back to work, AP said. The Marlhaven Port Authority \
             agreed to their terms after a week of talks.\n",
        )
        .file(
            "news/wire.json",
            r#"{"headline": "Tax vote", "body": "The vote was put off. Hale Brewing Corp. objected.",
                "organisations": ["AP", "Exmoor Growers"]}"#,
        )
        .file("news/broken.json", "{\"headline\": ");
    archive.run("index news --quiet").err("broken.json").code(3);
    archive
}

#[track_caller]
fn ids(archive: &Archive, query: &str) -> Vec<String> {
    let found = archive.run(&format!("search {query} --format ids"));
    let mut ids: Vec<_> = found.stdout().lines().map(str::to_owned).collect();
    ids.sort();
    ids
}

#[test]
fn any_name_of_an_organisation_finds_its_articles() {
    let archive = archive();
    let all = ["port.txt", "river.txt", "wire.json"];
    for query in [
        "'org:\"associated press\"'",
        "--org AP",
        "org:ap",
        "'org:\"The Associated Press\"'",
        "org:~press",
    ] {
        assert_eq!(ids(&archive, query), all, "{query}");
    }
    assert_eq!(
        ids(&archive, "org:NFB"),
        ["river.txt"],
        "defined by the article"
    );
    assert_eq!(ids(&archive, "org:ap --given-only"), ["wire.json"]);
    archive
        .run("count org:hale --given-only")
        .code(1)
        .out("0\n");
    archive
        .run("orgs --format csv --limit 1")
        .code(0)
        .holds("Associated Press,3,");
}

#[test]
fn part_of_a_name_is_not_the_name_but_is_hinted_at() {
    let archive = archive();
    for command in ["search org:press", "count org:press", "orgs --org press"] {
        archive
            .run(command)
            .err(
                "no organisation is called `press`; with these words there are `Associated Press` (3): \
                 `org:~\"press\"`",
            )
            .code(1);
    }
    archive
        .run("count 'org:\"port authority\" OR zebra'")
        .err("`Marlhaven Port Authority` (1)")
        .code(1);
    archive
        .run("count 'zebra NOT org:press'")
        .code(1)
        .out("0\n");
    archive.run("count org:zebra").code(1).out("0\n");
    archive
        .run("orgs --with press")
        .err("with these words there are `Associated Press` (3)")
        .code(1);
    archive
        .run("orgs --with zebra")
        .err("none of these articles names `zebra`")
        .code(1);
}

#[test]
fn given_and_recognised_are_told_apart() {
    let archive = archive();
    archive
        .run("show wire.json")
        .code(0)
        .holds("Given         Associated Press (as AP)\n              Exmoor Growers\n")
        .holds("Recognised    Hale Brewing Corp.\n");
    let shown = archive.run("show wire.json --json").json();
    let origins: Vec<_> = shown["organisations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["name"].as_str().unwrap(),
                one["origin"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        origins,
        [
            ("Associated Press", "given"),
            ("Exmoor Growers", "given"),
            ("Hale Brewing Corp.", "recognised")
        ]
    );
    let confidence = |nth: usize| shown["organisations"][nth]["confidence"].as_f64();
    assert_eq!(confidence(0), None);
    assert!(confidence(2).unwrap() >= 0.5);
}

/// What must survive: ids, places, texts, and when they came in.
fn kept(archive: &Archive) -> (String, String) {
    let articles = archive
        .run("search * --sort oldest --format csv --fields id,path,headline,body")
        .code(0);
    (articles.stdout(), archive.run("count added:last").stdout())
}

#[test]
fn the_users_file_is_applied_to_the_stored_articles() {
    let archive = archive();
    archive.file(
        "index/organisations.toml",
        "ignore = ['NFB', 'Northern Fishing Board']\n\
         merge = [['Hale Brewing', 'Marlhaven Port Authority']]\n\
         [[organisation]]\nname = 'Dockers Union'\naliases = ['Dockers']\nkind = 'association'\n",
    );
    archive
        .run("index")
        .err("`morgue index --reorganise` applies it")
        .code(0);
    let before = kept(&archive);
    fs::rename(archive.path("news"), archive.path("gone")).unwrap();
    archive
        .run("index --reorganise")
        .err("3 articles read again for organisations")
        .code(0);
    fs::rename(archive.path("gone"), archive.path("news")).unwrap();

    assert_eq!(kept(&archive), before);
    assert_eq!(before.1, "3\n");
    for (query, found) in [
        ("org:NFB", &[][..]),
        ("'org:\"dockers union\"'", &["port.txt"]),
        ("org:dockers", &["port.txt"]),
        ("'org:\"hale brewing\"'", &["port.txt", "wire.json"]),
        (
            "'org:\"marlhaven port authority\"'",
            &["port.txt", "wire.json"],
        ),
        ("org:ap", &["port.txt", "river.txt", "wire.json"]),
    ] {
        assert_eq!(ids(&archive, query), found, "{query}");
    }
    // Nothing is new: the files are known, and the broken one is still known to be broken.
    let again = archive.run("index").stderr();
    assert!(again.contains("unchanged         4 files"), "{again}");
    assert!(!again.contains("--reorganise"), "{again}");
}

#[test]
fn a_later_refresh_does_not_hide_that_older_articles_were_read_otherwise() {
    let archive = archive();
    archive.file("index/organisations.toml", "ignore = ['AP']\n");
    archive.file("news/new.txt", "Late news\n\nThe AP wrote about it.\n");
    for _ in 0..2 {
        archive.run("index --quiet").err("--reorganise").code(0);
    }
    archive.run("index --reorganise --quiet").code(0);
    archive.run("index --quiet").code(0);
}

#[test]
fn split_keeps_two_names_apart() {
    let archive = Archive::new();
    archive.file(
        "news/a.txt",
        "Nets\n\nThe Zorblatt Fishing Board (ZFB) said no. The ZFB said the Zorblatt Fishing Board agreed.\n",
    );
    archive.run("index news --quiet").code(0);
    assert_eq!(ids(&archive, "'org:\"zorblatt fishing board\"'"), ["a.txt"],);
    let names = |archive: &Archive| {
        archive
            .run("orgs --format csv --sort name")
            .stdout()
            .lines()
            .count()
    };
    let one = names(&archive);
    archive.file(
        "index/organisations.toml",
        "split = [['Zorblatt Fishing Board', 'ZFB']]\n",
    );
    archive.run("index --reorganise --quiet").code(0);
    assert_eq!(names(&archive), one + 1);
}

#[test]
fn a_broken_file_is_refused_with_its_line_and_changes_nothing() {
    let archive = archive();
    let before = kept(&archive);
    for (text, said) in [
        (
            "ignore = ['AI']\nbogus = 1\n",
            "organisations.toml, line 2: unknown field `bogus`",
        ),
        ("ignore = [\n", "organisations.toml, line"),
        (
            "[[organisation]]\nname = 'X'\nkind = 'pub'\n",
            "`X` has the unknown kind `pub`",
        ),
    ] {
        archive.file("index/organisations.toml", text);
        archive.run("index --reorganise").err(said).code(2);
    }
    fs::remove_file(archive.path("index/organisations.toml")).unwrap();
    assert_eq!(kept(&archive), before);
    assert_eq!(ids(&archive, "org:NFB"), ["river.txt"]);
}

#[test]
fn recognition_is_turned_off_and_on_and_takes_lists_and_a_confidence() {
    let archive = archive();
    archive
        .run("index --reorganise --no-organisations --quiet")
        .code(0);
    assert_eq!(ids(&archive, "org:ap"), ["wire.json"]);
    archive.file("names.txt", "Dockers\ncompany\tTax Vote Inc|Tax vote\n");
    archive
        .run("index --reorganise --names names.txt --quiet")
        .code(0);
    assert_eq!(ids(&archive, "org:ap").len(), 3);
    archive
        .run("index --reorganise --confidence 1 --quiet")
        .code(0);
    assert_eq!(ids(&archive, "'org:\"exmoor growers\"'"), ["wire.json"]);
    let few = archive.run("orgs --format csv").stdout().lines().count();
    archive
        .run("index --reorganise --confidence 0.1 --quiet")
        .code(0);
    let many = archive.run("orgs --format csv").stdout().lines().count();
    assert!(few < many, "{few} {many}");
    archive
        .run("index --reorganise --confidence 2")
        .err("a number from 0")
        .code(2);
}
