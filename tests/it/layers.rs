//! Holds the source to its layers: imports go down, never up, sideways or in a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The layers from bottom to top. Modules of one row do not know each other.
const LAYERS: &[&[&str]] = &[
    &["date", "terminal", "analysis"],
    &["error"],
    &["article", "tags"],
    &["answer"],
    &["read", "enrich", "schema", "query", "print"],
    &["quickwit"],
    &["index", "engine"],
    &["analyse"],
    &["cli"],
    &["main", "lib"],
];

/// Which crates are named only in certain places.
const CONFINED: &[(&str, &[&str])] = &[
    ("tantivy", &["schema", "index", "engine", "error"]),
    ("tantivy_common", &["schema"]),
    ("tantivy_fst", &["engine"]),
    ("ureq", &["quickwit"]),
    ("clap", &["cli", "main"]),
    ("indicatif", &["index", "cli"]),
    ("plotters", &["print"]),
    ("parquet", &["print"]),
];

fn layer(module: &str) -> usize {
    LAYERS
        .iter()
        .position(|row| row.contains(&module))
        .unwrap_or_else(|| panic!("module `{module}` has no layer: add it to LAYERS"))
}

/// Every source file as (path of modules, text).
fn sources() -> Vec<(Vec<String>, String)> {
    fn visit(dir: &Path, prefix: &[String], found: &mut Vec<(Vec<String>, String)>) {
        let mut entries: Vec<_> = fs::read_dir(dir)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        entries.sort();
        for path in entries {
            let mut modules = prefix.to_vec();
            let stem = path.file_stem().unwrap().to_str().unwrap();
            if path.is_dir() {
                modules.push(stem.to_owned());
                visit(&path, &modules, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                if stem != "mod" {
                    modules.push(stem.to_owned());
                }
                found.push((modules, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    visit(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &[],
        &mut found,
    );
    found
}

/// The code of a file: no comments, no tests.
fn code(text: &str) -> String {
    text.split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap()
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The top-level modules a file names by `crate::`, also inside braces.
fn imports(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices("crate::") {
        if text[..at].ends_with('$') {
            continue;
        }
        let rest = &text[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let list = &list[..list.find('}').unwrap_or(list.len())];
            for part in list.split(',') {
                found.insert(head(part.trim()));
            }
        } else {
            found.insert(head(rest));
        }
    }
    found.retain(|name| name.starts_with(|c: char| c.is_ascii_lowercase()));
    found
}

fn head(path: &str) -> String {
    path.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

#[test]
fn imports_go_down() {
    for (modules, text) in sources() {
        let here = modules[0].as_str();
        if matches!(here, "lib" | "main") {
            continue;
        }
        for there in imports(&code(&text)) {
            assert!(
                there == here || layer(&there) < layer(here),
                "src/{}.rs imports `crate::{there}`, which is not below `{here}`",
                modules.join("/")
            );
        }
    }
}

#[test]
fn confined_crates_stay_where_they_belong() {
    for (modules, text) in sources() {
        let text = code(&text);
        for (name, places) in CONFINED {
            let named =
                text.contains(&format!("{name}::")) || text.contains(&format!("use {name};"));
            assert!(
                !named || places.contains(&modules[0].as_str()),
                "src/{}.rs names the crate `{name}`",
                modules.join("/")
            );
        }
    }
}

/// Files of one folder may import their siblings, but not in a circle. The folder's `mod.rs` is left
/// out: its table names every file below it by design.
#[test]
fn siblings_do_not_go_in_circles() {
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (modules, text) in sources() {
        let Some((_, folder)) = modules.split_last() else {
            continue;
        };
        if folder.is_empty() {
            continue;
        }
        let text = code(&text);
        let edges = graph.entry(modules.join("::")).or_default();
        for prefix in [
            "super::".to_owned(),
            format!("crate::{}::", folder.join("::")),
        ] {
            for (at, _) in text.match_indices(&prefix) {
                let sibling = head(&text[at + prefix.len()..]);
                edges.insert(format!("{}::{sibling}", folder.join("::")));
            }
        }
    }
    let nodes: Vec<_> = graph.keys().cloned().collect();
    for start in &nodes {
        let mut seen = BTreeSet::new();
        let mut next: Vec<_> = graph[start].iter().cloned().collect();
        while let Some(node) = next.pop() {
            assert!(
                &node != start,
                "`{start}` imports itself through its siblings"
            );
            if seen.insert(node.clone()) {
                next.extend(graph.get(&node).into_iter().flatten().cloned());
            }
        }
    }
}
