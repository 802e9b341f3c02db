//! Links the program to a fixed address.
//!
//! A program that may stand anywhere has each pointer in its tables corrected when it starts: 87,000 here, in
//! lists of words, entities and names, which takes as long as a whole search of a small archive. Where the
//! linker is told otherwise by the platform's habits (musl, other systems), nothing is changed.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
