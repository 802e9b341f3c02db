//! What is inside a file: the file itself, or the members of an archive, with compressions undone.
//!
//! Any reader may stand behind gzip (all members of it), Zstandard, ZIP and tar, in any sensible
//! combination: a compressed file, an archive of compressed files, an archive in an archive. Everything is
//! read as a stream and handed out in order; nothing is ever written to disk, and names of members are
//! only shown, never opened.
//!
//! Limits, each reported when met: archives stand at most `DEEPEST` deep in one another, as do
//! compressions; no stream unpacks to more than `Limits::unpacked` times its size (after its first MiB); all
//! streams of one file together neither; an archive in ZIP form inside another is no larger than a record
//! may be, because it is read from its end.

mod document;
mod guard;
mod kind;
mod members;
mod name;
mod tape;
mod zipped;

pub use name::dated;

use super::whole::{self, Failing};
use super::{Flow, Limits, unreadable};
use crate::error::{Problem, ProblemKind};
use guard::{Budget, Counted, Guard};
use kind::Kind;
use members::Members;
use name::Names;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::rc::Rc;

/// So much of a file or member decides its format.
const HEAD: u64 = 8 << 10;
/// How deep archives stand in archives, and compressions in compressions.
const DEEPEST: u8 = 2;
/// How much of a stream is read at a time.
const BUFFER: usize = 128 << 10;
/// The same where members are looked up one by one.
const SEEKING_BUFFER: usize = 16 << 10;

/// A file or a member of one, ready to be read.
pub struct Member<'m> {
    /// The path of the file and, in an archive, of the member below it.
    pub path: String,
    /// The path in the archive; none if the file is no archive.
    pub inner: Option<String>,
    /// The name that tells the format: without the suffixes of compressions.
    pub name: String,
    /// The first bytes, up to 8 KiB; `input` has them too.
    pub head: Vec<u8>,
    /// The content.
    pub input: Box<dyn Read + 'm>,
}

/// Takes what is inside a file.
pub trait Visit {
    /// A member to be read.
    ///
    /// # Errors
    /// What is wrong with it as a whole; the next one follows all the same.
    fn member(&mut self, member: Member) -> Result<Flow, Problem>;

    /// A member that is not handed out or was not read to its end; the problem names it.
    fn problem(&mut self, problem: Problem);
}

/// Hands out what is inside a file of `size` bytes at `path`, below its root.
///
/// # Errors
/// What is wrong with the file as a whole. Members may have been handed out before.
pub fn each<R: Read + Seek>(
    mut input: R,
    path: &str,
    size: u64,
    limits: Limits,
    visitor: &mut dyn Visit,
) -> Result<(), Problem> {
    let (mut walk, at) = begin(path, size, limits, visitor);
    let (head, failing) = head(&mut input)?;
    if Kind::of(&head)? == Kind::Zip {
        input.rewind().map_err(|error| unreadable(&error))?;
        let input = BufReader::with_capacity(SEEKING_BUFFER, input);
        return zipped::walk(&mut walk, input, &at.deeper()?).map(drop);
    }
    let input = Cursor::new(head)
        .chain(failing)
        .chain(BufReader::with_capacity(BUFFER, input));
    walk.stream(Box::new(input), at).map(drop)
}

/// The same of an input that cannot be sought and whose size is not known, such as a pipe. A ZIP archive is
/// held in memory, because it is read from its end.
///
/// # Errors
/// As for [`each`].
pub fn each_of_stream(
    input: impl Read,
    path: &str,
    limits: Limits,
    visitor: &mut dyn Visit,
) -> Result<(), Problem> {
    let (mut walk, at) = begin(path, u64::MAX, limits, visitor);
    let input = BufReader::with_capacity(BUFFER, input);
    walk.stream(Box::new(input), at).map(drop)
}

/// The beginning of a walk through a file of `size` bytes.
fn begin<'v>(path: &str, size: u64, limits: Limits, visitor: &'v mut dyn Visit) -> (Walk<'v>, At) {
    let walk = Walk {
        visitor,
        budget: Rc::new(Budget::new(size, limits.unpacked)),
        limits,
        names: Names::default(),
    };
    let at = At {
        path: path.to_owned(),
        name: path.to_owned(),
        ..At::default()
    };
    (walk, at)
}

/// The same problem, naming the member it is about: `inner/x.jsonl:5: why`.
#[must_use]
pub fn named(inner: &str, problem: &Problem) -> Problem {
    let line = problem.line.map_or_else(String::new, |at| format!(":{at}"));
    Problem {
        line: None,
        reason: format!("{inner}{line}: {}", problem.reason),
        ..problem.clone()
    }
}

/// One walk through a file.
struct Walk<'w> {
    visitor: &'w mut dyn Visit,
    budget: Rc<Budget>,
    limits: Limits,
    names: Names,
}

/// Where the walk is.
#[derive(Debug, Clone, Default)]
struct At {
    path: String,
    inner: Option<String>,
    name: String,
    archives: u8,
    compressions: u8,
}

impl At {
    /// Inside the archive that is here.
    fn deeper(&self) -> Result<Self, Problem> {
        if self.archives == DEEPEST {
            return Err(too_deep("an archive in an archive in an archive"));
        }
        Ok(Self {
            archives: self.archives + 1,
            ..self.clone()
        })
    }

    /// Inside the compression that is here.
    fn unpacked(self) -> Result<Self, Problem> {
        if self.compressions == DEEPEST {
            return Err(too_deep("compressed more than twice"));
        }
        Ok(Self {
            compressions: self.compressions + 1,
            name: name::unpacked(&self.name),
            ..self
        })
    }

    /// The text of the document that is here.
    fn text(&self) -> Self {
        Self {
            name: format!("{}.txt", self.name),
            ..self.clone()
        }
    }

    /// A member of the archive that is here.
    fn member(&self, name: &str) -> Self {
        let inner = self.inner.as_ref();
        Self {
            path: format!("{}/{name}", self.path),
            inner: Some(inner.map_or_else(|| name.to_owned(), |inner| format!("{inner}/{name}"))),
            name: name.to_owned(),
            archives: self.archives,
            compressions: 0,
        }
    }
}

impl Walk<'_> {
    /// Hands out what is in a stream.
    fn stream(&mut self, mut input: Box<dyn Read + '_>, at: At) -> Result<Flow, Problem> {
        let (head, failing) = head(&mut input)?;
        let kind = Kind::of(&head)?;
        let input = Cursor::new(head.clone()).chain(failing).chain(input);
        match kind {
            Kind::Plain => self.visitor.member(Member {
                path: at.path,
                inner: at.inner,
                // Some are saved unpacked under a packed name.
                name: name::unpacked(&at.name),
                head,
                input: Box::new(input),
            }),
            Kind::Gzip => {
                let (input, read) = Counted::new(input);
                let decoder = Members::new(input);
                let guard = Guard::new(decoder, read, self.budget.clone());
                self.stream(Box::new(guard), at.unpacked()?)
            }
            Kind::Zstd => {
                let (input, read) = Counted::new(input);
                // The widest window is what the format recommends, 128 MiB: memory stays bounded.
                let decoder = zstd::Decoder::new(input).map_err(|error| unreadable(&error))?;
                let guard = Guard::new(decoder, read, self.budget.clone());
                self.stream(Box::new(guard), at.unpacked()?)
            }
            Kind::Tar => tape::walk(self, Box::new(input), &at.deeper()?),
            Kind::Zip => {
                let at = at.deeper()?;
                zipped::walk(self, Cursor::new(self.held(input)?), &at)
            }
        }
    }

    /// A ZIP archive that cannot be sought in, whole.
    fn held(&self, input: impl Read) -> Result<Vec<u8>, Problem> {
        let limit = self.limits.record;
        let mut bytes = Vec::new();
        input
            .take((limit as u64).saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| unreadable(&error))?;
        if bytes.len() > limit {
            let reason = format!(
                "is a ZIP archive of more than {limit} bytes that is not a file of its own: make it one"
            );
            return Err(Problem::new(ProblemKind::Limit, reason));
        }
        Ok(bytes)
    }

    /// Hands out what is in a member; what is wrong with it is reported under its name.
    ///
    /// # Errors
    /// The file as a whole has unpacked to more than is allowed: nothing more is read.
    fn member(&mut self, input: Box<dyn Read + '_>, at: At) -> Result<Flow, Problem> {
        let inner = at.inner.clone().unwrap_or_default();
        let flow = self.stream(input, at).unwrap_or_else(|problem| {
            self.visitor.problem(named(&inner, &problem));
            Flow::Continue
        });
        self.budget.check().map(|()| flow)
    }
}

/// The beginning of an input, and what fails behind it: of a small packed file that is damaged it is all there is.
fn head(input: &mut dyn Read) -> Result<(Vec<u8>, Failing), Problem> {
    let mut head = Vec::new();
    match input.take(HEAD).read_to_end(&mut head) {
        Ok(_) => Ok((head, Failing(None))),
        Err(error) if head.is_empty() => Err(unreadable(&error)),
        Err(error) => Ok((head, Failing(Some(error)))),
    }
}

fn too_deep(what: &str) -> Problem {
    Problem::new(ProblemKind::Limit, format!("is {what}: unpack it"))
}

/// The problem of an archive without a member.
fn empty() -> Problem {
    Problem {
        reason: "the archive is empty".into(),
        ..whole::empty()
    }
}

/// What an error says of a stream that was cut off or damaged.
fn damaged(error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::UnexpectedEof {
        "it breaks off".into()
    } else {
        error.to_string()
    }
}
