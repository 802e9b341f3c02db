//! Reading one file as indexing would, without an index.

use super::RootRequest;
use super::enrich::Cleaning;
use super::file::{Place, context, limits, open};
use super::pipeline::STACK;
use crate::error::{Error, Problem, Result};
use crate::read::container::{Member, Visit, each};
use crate::read::{Flow, Found};
use crate::schema::Root;

/// Takes what each record gives.
type Take<'t> = &'t mut (dyn FnMut(Found) -> Result<()> + Send);

/// Hands over what each record of the file `request.path` gives, cleaned and dated, in order.
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
    let mut looking = Looking {
        cleaning: Cleaning::new(&root.reading),
        root,
        take,
        result: Ok(()),
    };
    let path = request.path.to_string_lossy();
    let seen = open(&request.path).and_then(|file| {
        let size = file.metadata().map_or(0, |metadata| metadata.len());
        each(file, &path, size, limits(&request.reading), &mut looking)
    });
    if let Err(problem) = seen {
        looking.problem(problem);
    }
    looking.result
}

/// One file while it is looked at.
struct Looking<'t> {
    root: Root,
    cleaning: Cleaning,
    take: Take<'t>,
    /// What `take` said last.
    result: Result<()>,
}

impl Visit for Looking<'_> {
    fn member(&mut self, member: Member) -> std::result::Result<Flow, Problem> {
        let place = Place::of(&member, &self.root)?;
        let mut flow = Flow::Continue;
        let context = context(&place, &self.root);
        place.reader.split(member.input, &context, &mut |record| {
            let mut found = (record.read)();
            for article in &mut found.articles {
                self.cleaning.apply(article, &place.dated);
            }
            let problems = std::mem::take(&mut found.problems).into_iter();
            found.problems = problems.map(|problem| place.problem(problem)).collect();
            self.result = (self.take)(found);
            if self.result.is_err() {
                flow = Flow::Stop;
            }
            flow
        })?;
        Ok(flow)
    }

    fn problem(&mut self, problem: Problem) {
        if self.result.is_ok() {
            self.result = (self.take)(Found {
                problems: vec![problem],
                ..Found::default()
            });
        }
    }
}
