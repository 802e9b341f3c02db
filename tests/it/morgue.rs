//! A command run of the program, as a sentence: `archive.run("search strike").code(0).out("…")`.
//!
//! Every run checks stdout, stderr and the exit code together: a line on stderr that the test did not
//! expect fails it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// An archive of files and an index over it, in a directory of its own.
pub(crate) struct Archive {
    dir: TempDir,
}

/// What a run gave.
pub(crate) struct Ran {
    output: Output,
    quiet: bool,
    call: String,
}

impl Archive {
    pub(crate) fn new() -> Self {
        Self {
            dir: TempDir::new().unwrap(),
        }
    }

    /// A path of the archive's directory.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.dir.path().join(below)
    }

    /// Writes a file.
    pub(crate) fn file(&self, below: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// Runs a command line; blanks separate words, `'…'` holds a word together. The working directory is
    /// the archive's, the index its `index`.
    pub(crate) fn run(&self, line: &str) -> Ran {
        Self::ran(line, &mut self.command(line))
    }

    /// Runs a command that was made of a line.
    pub(crate) fn ran(line: &str, command: &mut Command) -> Ran {
        Ran {
            output: command.output().unwrap(),
            quiet: true,
            call: line.to_owned(),
        }
    }

    /// The command of a line, to be run in another way.
    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
        command
            .args(words(line))
            .current_dir(self.dir.path())
            .env_clear()
            .env("MORGUE_INDEX", self.path("index"))
            .env("HOME", self.dir.path())
            .stdin(Stdio::null());
        command
    }

    /// Indexes `news`, which must give no problem.
    pub(crate) fn indexed(&self) -> &Self {
        self.run("index news --quiet --no-organisations")
            .code(0)
            .out("");
        self
    }
}

/// The words of a line as a shell would split it.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in line.split('\'').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

impl Ran {
    /// The exit code.
    #[track_caller]
    pub(crate) fn code(mut self, code: i32) -> Self {
        let got = self.output.status.code();
        assert_eq!(
            got,
            Some(code),
            "`{}`\n{}{}",
            self.call,
            self.stdout(),
            self.stderr()
        );
        if self.quiet {
            assert_eq!(
                self.stderr(),
                "",
                "`{}` is to be quiet on stderr",
                self.call
            );
            self.quiet = false;
        }
        self
    }

    /// The exit code, where more than one will do.
    pub(crate) fn exit(&self) -> Option<i32> {
        self.output.status.code()
    }

    /// What stderr must hold; to be said before the code.
    #[track_caller]
    pub(crate) fn err(mut self, text: &str) -> Self {
        let stderr = self.stderr();
        assert!(
            stderr.contains(text),
            "`{}`: no `{text}` in\n{stderr}",
            self.call
        );
        self.quiet = false;
        self
    }

    /// What stdout must be.
    #[track_caller]
    pub(crate) fn out(self, text: &str) -> Self {
        assert_eq!(self.stdout(), text, "`{}`", self.call);
        self
    }

    /// What stdout must hold.
    #[track_caller]
    pub(crate) fn holds(self, text: &str) -> Self {
        let stdout = self.stdout();
        assert!(
            stdout.contains(text),
            "`{}`: no `{text}` in\n{stdout}",
            self.call
        );
        self
    }

    pub(crate) fn stdout(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).unwrap()
    }

    pub(crate) fn stderr(&self) -> String {
        String::from_utf8(self.output.stderr.clone()).unwrap()
    }

    /// stdout as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.output.stdout).unwrap()
    }
}

/// Sends the signal of Ctrl-C.
pub(crate) fn interrupt(pid: u32) {
    let kill = Command::new("kill")
        .args(["-INT", &pid.to_string()])
        .status();
    assert!(kill.unwrap().success());
}

/// The sample archive of the repository.
pub(crate) fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data")
}
