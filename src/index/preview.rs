//! Reading one file as indexing would, without an index.

use super::RootRequest;
use super::enrich::Cleaning;
use super::file::{Place, context, limits};
use super::pipeline::STACK;
use super::source::{Source, unpack};
use crate::error::{Error, Problem, Result};
use crate::read::container::{Member, Visit};
use crate::read::{Flow, Found};
use crate::schema::Root;
use std::path::Path;

/// Takes what each record gives.
type Take<'t> = &'t mut (dyn FnMut(Found) -> Result<()> + Send);

/// Hands over what each record of the file `request.path` gives, or the standard input, cleaned and dated, in
/// order.
///
/// # Errors
/// If `take` fails; what the file does not give is a problem, handed over like the rest.
pub fn preview(request: &RootRequest, take: Take) -> Result<()> {
    // Deep markup needs a deep stack, as in the indexer.
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || read(request, take))
            .map_err(|source| Error::io("start a thread for", &request.path, source))?;
        thread.join().unwrap_or_else(|_| {
            let reason = format!(
                "reading `{}` failed; please report this file",
                request.path.display()
            );
            Err(Error::Usage(reason))
        })
    })
}

fn read(request: &RootRequest, take: Take) -> Result<()> {
    let root = Root {
        reading: request.reading.clone(),
        ..Root::default()
    };
    let path = request.name();
    let mut result = Ok(());
    look(&root, &request.path, &path, &mut |found, _| {
        result = take(found);
        if result.is_err() {
            Flow::Stop
        } else {
            Flow::Continue
        }
    });
    result
}

/// Takes what a record gives, and how many bytes of the file it took.
type Looked<'t> = &'t mut dyn FnMut(Found, u64) -> Flow;

/// Hands over what each record of the file at `full` gives, cleaned and dated, as long as that is wanted.
/// `path` is its path below the root.
pub(super) fn look(root: &Root, full: &Path, path: &str, take: Looked) {
    let mut looking = Looking {
        cleaning: Cleaning::new(&root.reading),
        root,
        take,
        flow: Flow::Continue,
    };
    let limits = limits(&root.reading);
    let seen = Source::open(full, None).and_then(|source| {
        let size = source.size()?;
        unpack(source, size, path, limits, &mut looking)
    });
    if let Err(problem) = seen {
        looking.problem(problem);
    }
}

/// One file while it is looked at.
struct Looking<'r, 't> {
    root: &'r Root,
    cleaning: Cleaning,
    take: Looked<'t>,
    /// What `take` said last.
    flow: Flow,
}

impl Visit for Looking<'_, '_> {
    fn member(&mut self, member: Member) -> std::result::Result<Flow, Problem> {
        let place = Place::of(&member, self.root)?;
        let context = context(&place, self.root);
        place.reader.split(member.input, &context, &mut |record| {
            let bytes = record.bytes;
            let mut found = (record.read)();
            for article in found.articles.iter_mut().filter(|_| !found.finished) {
                self.cleaning.apply(article, &place.dated, None);
            }
            let problems = std::mem::take(&mut found.problems).into_iter();
            found.problems = problems.map(|problem| place.problem(problem)).collect();
            self.flow = (self.take)(found, bytes);
            self.flow
        })?;
        Ok(self.flow)
    }

    fn problem(&mut self, problem: Problem) {
        if self.flow == Flow::Continue {
            let found = Found {
                problems: vec![problem],
                ..Found::default()
            };
            self.flow = (self.take)(found, 0);
        }
    }
}
