//! `morgue batch`: many queries in one run, answered on all cores, printed in the order of the file.

use super::ask::Narrow;
use super::hint::{remark, tags, unknown_tags};
use super::output::{Chosen, Output, Record};
use super::place::Place;
use super::queries::{self, Form, Topic};
use super::rank::{RankFlags, SortFlag};
use super::{Command, Exit, finish, stdout, typed};
use crate::answer::Page;
use crate::engine::{Columns, Meaning, Order, Request, SnippetOptions};
use crate::error::{Error, Result};
use crate::print::{self, Style};
use crate::query::Library;
use clap::{ArgMatches, Args};
use jiff::ZonedDateTime;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub(super) static COMMAND: Command = Command {
    name: "batch",
    about: "Answer many queries in one run: a file of them, or standard input",
    examples: "\
Examples:
  morgue batch queries.txt --count         one number a line
  morgue batch queries.csv --format csv    the query and its id in each row
  morgue batch topics.trec --format trec --limit 1000 --tag run1 > run.txt
  cut -f2 log.tsv | morgue batch - --template '{query_id} {date} {headline}'

A query that cannot be is reported as `line N: why`; the others are answered. TREC topics are
taken as plain words of which any may match (`--plain --any`), queries in other files as the query language.",
    flags: Flags::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Flags {
    /// The file of queries: one a line, CSV, TSV, JSON Lines or TREC topics; `-` for standard input
    #[arg(value_name = "QUERIES")]
    queries: PathBuf,
    /// The form of the file, whatever it looks like
    #[arg(long, value_name = "FORM", value_enum)]
    queries_as: Option<Form>,
    /// The part of a TREC topic to ask
    #[arg(long, value_name = "TAG", default_value = "title")]
    topic_field: String,
    /// Print the number of matching articles only, one line a query (empty for one that cannot be)
    #[arg(long, conflicts_with_all = ["template", "fields"])]
    count: bool,
    /// How many hits at most for each query
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    limit: usize,
    #[command(flatten)]
    sort: SortFlag,
    #[command(flatten)]
    narrow: Narrow,
    #[command(flatten)]
    rank: RankFlags,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    output: Output,
}

/// What the workers share.
struct Batch<'a> {
    flags: &'a Flags,
    engine: Box<dyn Columns>,
    narrow: Narrow,
    meaning: Meaning,
    now: ZonedDateTime,
    saved: Library,
    topics: Vec<Topic>,
    /// The tags that the queries ask for.
    tags: Mutex<BTreeSet<String>>,
}

/// The answer to one query.
enum Answer {
    Count(u64),
    Page(Box<Page>),
}

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    let (printer, style) = flags.output.printer()?;
    let text = queries::text(&flags.queries)?;
    let form = flags
        .queries_as
        .unwrap_or_else(|| queries::form(&flags.queries, &text));
    let batch = Batch {
        engine: flags.place.open()?,
        meaning: flags.narrow.meaning()?,
        now: ZonedDateTime::now(),
        saved: Library::for_query(&text, &flags.place.directory()?)?,
        // TREC topics are plain language, with signs that mean nothing, for a ranking that is as long as
        // asked for: few relevant articles hold every word.
        narrow: match form {
            Form::Trec => flags.narrow.loosely(),
            _ => flags.narrow.clone(),
        },
        topics: distinct(queries::topics(&text, form, &flags.topic_field)),
        tags: Mutex::default(),
        flags: &flags,
    };
    let mut printed = Printed {
        printer,
        style,
        record: flags.output.record()?,
        out: stdout(),
        count: flags.count,
        first: true,
        found: 0,
        failed: 0,
    };
    batch.answer_all(|topic, answer| printed.add(topic, answer))?;
    let ranked = flags.sort.order() == Order::Relevance && !flags.count;
    remark(&*batch.engine, ranked);
    unknown_tags(&batch.tags(), &flags.place)?;
    printed.finish()
}

/// A second topic of the same id would be taken for the first by whoever reads the answers.
fn distinct(mut topics: Vec<Topic>) -> Vec<Topic> {
    let mut seen = BTreeSet::new();
    for topic in &mut topics {
        if !seen.insert(topic.id.clone()) {
            topic.query = Err(format!("the id `{}` was used before", topic.id));
        }
    }
    topics
}

impl Batch<'_> {
    /// Answers every query on all cores and hands the answers out in order.
    ///
    /// Each worker runs only a few answers ahead of what was handed out, which bounds the memory.
    fn answer_all(
        &self,
        mut hand_out: impl FnMut(&Topic, Result<Answer>) -> Result<()>,
    ) -> Result<()> {
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        let ahead = if self.flags.count { 1024 } else { 4 };
        std::thread::scope(|scope| {
            // Worker `w` answers the topics w, w + workers, …: asking them in turn keeps the order.
            let channels: Vec<_> = (0..workers)
                .map(|worker| {
                    let (send, receive) = crossbeam_channel::bounded(ahead);
                    scope.spawn(move || {
                        let mut topics = self.topics.iter().skip(worker).step_by(workers);
                        // Sending fails once nobody takes answers any more.
                        topics.all(|topic| send.send(self.answer(topic)).is_ok())
                    });
                    receive
                })
                .collect();
            for (topic, channel) in self.topics.iter().zip(channels.iter().cycle()) {
                let Ok(answer) = channel.recv() else { break };
                hand_out(topic, answer)?;
            }
            Ok(())
        })
    }

    fn tags(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.tags.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, topic: &Topic) -> Result<Answer> {
        let flags = self.flags;
        let text = topic
            .query
            .as_deref()
            .map_err(|reason| Error::Usage(reason.to_owned()))?;
        let query = self.narrow.query(text, &self.saved, &self.now)?;
        self.tags().extend(tags(&query));
        if flags.count {
            return self.engine.count(&query, &self.meaning).map(Answer::Count);
        }
        let fragments = usize::from(flags.output.shows_passages());
        let request = Request {
            query,
            meaning: self.meaning.clone(),
            rank: flags.rank.rank(),
            order: flags.sort.order(),
            limit: flags.limit,
            offset: 0,
            snippets: SnippetOptions {
                fragments,
                ..SnippetOptions::default()
            },
        };
        self.engine
            .search(&request)
            .map(|page| Answer::Page(Box::new(page)))
    }
}

/// The output of a batch so far.
struct Printed<W: Write> {
    printer: Chosen,
    style: Style,
    record: Option<Record>,
    out: W,
    count: bool,
    first: bool,
    /// Queries that found something.
    found: usize,
    /// Queries that could not be.
    failed: usize,
}

impl<W: Write> Printed<W> {
    fn add(&mut self, topic: &Topic, answer: Result<Answer>) -> Result<()> {
        match answer {
            Ok(Answer::Count(count)) => {
                self.found += usize::from(count > 0);
                Ok(writeln!(self.out, "{count}")?)
            }
            Ok(Answer::Page(page)) => self.page(topic, &page),
            // These are about one query; everything else about the run.
            Err(error @ (Error::Query(_) | Error::Usage(_))) => self.report(topic, &error),
            Err(error) => Err(error),
        }
    }

    fn page(&mut self, topic: &Topic, page: &Page) -> Result<()> {
        self.found += usize::from(page.total > 0);
        self.style.topic = Some(print::Topic {
            id: topic.id.clone(),
            first: std::mem::take(&mut self.first),
        });
        if let Some(record) = &mut self.record {
            record.add(&page.provenance, Some(&topic.id))?;
        }
        self.printer.page(page, &self.style, &mut self.out)
    }

    /// Says on standard error why a query was not answered.
    fn report(&mut self, topic: &Topic, error: &Error) -> Result<()> {
        self.failed += 1;
        // What was printed before it comes before it on a terminal too.
        self.out.flush()?;
        eprintln!(
            "line {}: {}",
            topic.line,
            crate::terminal::safe_lines(&error.to_string())
        );
        if self.count {
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn finish(self) -> Result<Exit> {
        finish(self.out)?;
        self.record.map_or(Ok(()), Record::finish)?;
        Ok(match (self.failed, self.found) {
            (0, 0) => Exit::Nothing,
            (0, _) => Exit::Found,
            (failed, _) => {
                let queries = if failed == 1 { "query" } else { "queries" };
                eprintln!(
                    "{failed} {queries} could not be answered; `--plain` takes them as plain words"
                );
                Exit::Skipped
            }
        })
    }
}
