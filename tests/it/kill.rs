//! Killed at any instant, the index opens at its last commit and the next run completes it.
//!
//! A short form runs always; `MORGUE_KILLS=200 cargo test kill::` is the long one.

use crate::morgue::{Archive, interrupt};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// Numbers without order, but the same in every run.
struct Chance(u64);

impl Chance {
    /// A number below `limit` (Knuth's MMIX generator, its upper bits).
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// How often to kill.
fn kills() -> u64 {
    std::env::var("MORGUE_KILLS").map_or(20, |number| number.parse().unwrap())
}

/// Many small files and two large ones, in the state of a day.
fn write(archive: &Archive, day: u64) {
    for number in 0..60 {
        let path = format!("news/{:02}/{number}.txt", number % 7);
        match (number + day) % 11 {
            0 => drop(std::fs::remove_file(archive.path(&path))),
            1 | 2 => {
                let text = format!("Story {number} of day {day}\n\nCocoa and coffee, {number}.\n");
                archive.file(&path, text);
            }
            _ if archive.path(&path).exists() => {}
            _ => drop(archive.file(&path, format!("Story {number}\n\nCocoa, {number}.\n"))),
        }
    }
    for (name, edition) in [("wire", day / 2), ("agency", day / 3)] {
        let mut lines = String::new();
        for line in 0..120 + 10 * (edition % 5) {
            let body = "Shares of the port fell again. ".repeat(8);
            let line = format!(
                "{{\"headline\": \"{name} {line}\", \"body\": \"{edition} {line} {body}\"}}\n"
            );
            lines.push_str(&line);
        }
        archive.file(&format!("news/{name}-{}.jsonl", edition % 2), lines);
    }
}

/// Every article of an index, in no order of its own.
fn content(archive: &Archive, index: &str) -> Vec<String> {
    let call = format!("search * --limit 100000 --sort oldest --format jsonl --index {index}");
    let found = archive.run(&call).code(0);
    let mut lines: Vec<_> = found.stdout().lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

fn spawned(archive: &Archive, line: &str) -> Child {
    let mut command = archive.command(line);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

/// Says what `morgue check` finds wrong; nothing of an index that was not yet made.
fn faults(archive: &Archive) -> Option<String> {
    let output = archive.command("check --quiet").output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    let fine = output.status.success() || said.starts_with("morgue: no index at");
    (!fine).then(|| said.into_owned())
}

const CALLS: &[&str] = &[
    "index news --no-organisations --commit-every 0.02",
    "index news --no-organisations --commit-every 0.02 --threads 3",
    "index news --no-organisations --commit-every 0.02 --rebuild",
    "index --no-organisations --reorganise",
];

#[test]
fn killed_at_any_instant_nothing_is_lost_or_doubled() {
    let archive = Archive::new();
    let mut chance = Chance(20_261_124);
    write(&archive, 0);
    let begun = Instant::now();
    archive
        .run("index news --no-organisations --quiet --index other")
        .code(0);
    let long = begun.elapsed().as_micros() as u64;
    for kill in 0..kills() {
        write(&archive, kill);
        let call = CALLS[(kill % 4) as usize];
        let mut running = spawned(&archive, call);
        std::thread::sleep(Duration::from_micros(chance.below(long * 5 / 4)));
        running.kill().unwrap();
        running.wait().unwrap();
        assert_eq!(faults(&archive), None, "after kill {kill} of `{call}`");
        if kill % 10 == 9 {
            same_as_fresh(&archive, kill);
        }
    }
    same_as_fresh(&archive, kills());
}

/// Completes the index and compares it with one made at once.
fn same_as_fresh(archive: &Archive, kill: u64) {
    archive.run("index news --no-organisations --quiet").code(0);
    assert_eq!(faults(archive), None, "after kill {kill}");
    let fresh = format!("fresh-{kill}");
    archive
        .run(&format!(
            "index news --no-organisations --quiet --index {fresh}"
        ))
        .code(0);
    let (got, expected) = (content(archive, "index"), content(archive, &fresh));
    assert_eq!(got.len(), expected.len(), "after kill {kill}");
    for (got, expected) in got.iter().zip(&expected) {
        assert_eq!(got, expected, "after kill {kill}");
    }
    std::fs::remove_dir_all(archive.path(&fresh)).unwrap();
}

#[test]
fn interrupted_it_commits_what_it_has_and_says_how_to_go_on() {
    let archive = Archive::new();
    for part in 0..8 {
        let line = |n| {
            format!(
                "{{\"headline\": \"{part} {n}\", \"body\": \"{}\"}}\n",
                "a body ".repeat(20)
            )
        };
        archive.file(
            &format!("news/{part}.jsonl"),
            (0..400).map(line).collect::<String>(),
        );
    }
    let mut command = archive.command("index news --no-organisations --threads 1");
    let mut running = command.stderr(Stdio::piped()).spawn().unwrap();
    while !archive.path("index/writer.json").exists() {
        assert_eq!(
            running.try_wait().unwrap(),
            None,
            "it ended before it could be interrupted"
        );
        std::thread::sleep(Duration::from_millis(1));
    }
    interrupt(running.id());
    let output = running.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("`morgue index` goes on from here"), "{said}");
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(faults(&archive), None);
    let searched = archive.command("search body").output().unwrap();
    let warned = String::from_utf8(searched.stderr).unwrap();
    assert!(warned.contains("not in the index yet"), "{warned}");
    same_as_fresh(&archive, 0);
    archive.run("count body").code(0).out("3200\n");
}

#[test]
fn a_search_sees_one_commit_whole_while_another_is_made() {
    let archive = Archive::new();
    write(&archive, 0);
    archive.run("index news --no-organisations --quiet").code(0);
    let articles = archive
        .run("search shares OR cocoa --format ids --limit 9999")
        .code(0)
        .stdout();
    let mut running = spawned(&archive, "index --rebuild --no-organisations");
    let mut searches = 0;
    loop {
        let ended = running.try_wait().unwrap();
        let found = archive
            .run("search shares OR cocoa --format ids --limit 9999")
            .code(0);
        assert_eq!(found.stdout(), articles);
        searches += 1;
        if ended.is_some() {
            break;
        }
    }
    assert!(
        searches > 1,
        "the index was made before it could be searched"
    );
}
