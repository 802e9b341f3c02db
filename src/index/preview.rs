//! Reading one file as indexing would, without an index.

use super::RootRequest;
use super::enrich::Cleaning;
use super::file::{context, open, reader};
use super::pipeline::STACK;
use crate::error::{Error, Result};
use crate::read::{Flow, Found};
use crate::schema::Root;
use std::io::BufReader;

/// Hands over what each record of the file `request.path` gives, cleaned and dated, in order.
///
/// # Errors
/// If `take` fails; what the file does not give is a problem, handed over like the rest.
pub fn preview(
    request: &RootRequest,
    take: &mut (dyn FnMut(Found) -> Result<()> + Send),
) -> Result<()> {
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

fn read(request: &RootRequest, take: &mut (dyn FnMut(Found) -> Result<()> + Send)) -> Result<()> {
    let root = Root {
        reading: request.reading.clone(),
        ..Root::default()
    };
    let cleaning = Cleaning::new(&root.reading);
    let below = request.path.to_string_lossy();
    let opened =
        reader(&request.path, &below, &root).and_then(|reader| Ok((reader, open(&request.path)?)));
    let (reader, file) = match opened {
        Ok(opened) => opened,
        Err(problem) => {
            return take(Found {
                problems: vec![problem],
                ..Found::default()
            });
        }
    };
    let mut result = Ok(());
    let split = reader.split(
        Box::new(BufReader::new(file)),
        &context(&below, &root),
        &mut |record| {
            let mut found = (record.read)();
            for article in &mut found.articles {
                cleaning.apply(article, &below);
            }
            result = take(found);
            if result.is_ok() {
                Flow::Continue
            } else {
                Flow::Stop
            }
        },
    );
    result?;
    match split {
        Ok(()) => Ok(()),
        Err(problem) => take(Found {
            problems: vec![problem],
            ..Found::default()
        }),
    }
}
