//! What stands where an index should be: one of another version, one cut off, something else, nothing.

use crate::morgue::Archive;
use std::fs;

/// Every file of the index with its content.
fn state(archive: &Archive) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(archive.path("index")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut state: Vec<_> = paths
        .map(|path| (path.clone(), fs::read(path).unwrap_or_default()))
        .collect();
    state.sort();
    state
}

/// An archive with an index.
fn indexed() -> Archive {
    let archive = Archive::new();
    archive
        .file("news/a.txt", "Cocoa rises\n\nThe price of cocoa rose.\n")
        .indexed();
    archive
}

#[test]
fn an_index_of_another_version_is_refused_with_what_to_run() {
    let archive = indexed();
    let meta = archive.path("index/meta.json");
    let mut list: serde_json::Value = serde_json::from_slice(&fs::read(&meta).unwrap()).unwrap();
    list.as_object_mut().unwrap().remove("seal");
    let payload = list["payload"].as_str().unwrap();
    assert!(payload.starts_with("{\"format\":"), "{payload}");
    for format in ["1", "2", "99"] {
        let (_, rest) = payload.split_once(',').unwrap();
        let mut other = list.clone();
        other["payload"] = format!("{{\"format\":{format},{rest}").into();
        fs::write(&meta, other.to_string()).unwrap();
        let before = state(&archive);
        for call in [
            "search cocoa",
            "index news",
            "check",
            "stats",
            "problems",
            "show a.txt",
        ] {
            let root = archive.path("news").canonicalize().unwrap();
            archive
                .run(call)
                .err(&format!("has format {format}, this version reads format"))
                .err("and make it anew with `morgue index")
                .err(&root.display().to_string())
                .code(2)
                .out("");
        }
        assert_eq!(state(&archive), before, "format {format}");
    }
}

#[test]
fn what_is_no_index_is_never_written_over() {
    for (name, content) in [
        ("index/thesis.txt", "My thesis"),
        ("index/meta.json", "{}"),
        ("index/meta.json", "My own notes"),
        (
            "index/meta.json",
            "{\"segments\": [], \"schema\": [], \"opstamp\": 0, \"payload\": \"theirs\"}",
        ),
    ] {
        let archive = Archive::new();
        archive
            .file("news/a.txt", "Cocoa rises\n\nThe price of cocoa rose.\n")
            .file(name, content);
        let before = state(&archive);
        let call = "index news --no-organisations";
        archive
            .run(call)
            .err(&archive.path("index").display().to_string())
            .code(2);
        archive.run("search cocoa").err("morgue: ").code(2).out("");
        assert_eq!(state(&archive), before, "{name}: {content}");
    }
}

#[test]
fn a_file_that_is_cut_off_or_gone_is_named() {
    let archive = indexed();
    let files = state(&archive);
    for (file, whole) in &files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with(".tantivy") {
            continue;
        }
        for kept in [Some(whole.len() / 2), Some(0), None] {
            match kept {
                Some(kept) => fs::write(file, &whole[..kept]).unwrap(),
                None => fs::remove_file(file).unwrap(),
            }
            let ran = archive.run("search cocoa --format ids");
            let said = ran.stderr();
            assert!(!said.contains("must not fail"), "{name} {kept:?}: {said}");
            if said.is_empty() {
                ran.code(0).out("a.txt\n");
            } else {
                ran.err("morgue").code(2).out("");
            }
            fs::write(file, whole).unwrap();
        }
    }
    archive.run("check --quiet").code(0).out("");
}

#[test]
fn where_there_is_nothing_it_says_how_to_make_one() {
    let archive = Archive::new();
    for call in [
        "search cocoa",
        "check",
        "stats",
        "problems",
        "show a",
        "index",
    ] {
        archive.run(call).err("`morgue index DIR`").code(2).out("");
    }
    archive.file("index", "a file");
    for call in ["search cocoa", "check"] {
        archive.run(call).err("no index at").code(2).out("");
    }
    archive.file("news/a.txt", "A\n\nB\n");
    archive.run("index news").err("cannot").code(2);
    archive
        .run("index nowhere --index other")
        .err("nowhere")
        .code(2);
    assert!(!archive.path("other/meta.json").exists());
}
