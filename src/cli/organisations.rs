//! `morgue organisations`: what the recogniser sees, how good it is, and how its model is trained.

use super::place::Place;
use super::{Command, Exit, finish, stdout, typed};
use crate::engine::{Embedded, Engine};
use crate::enrich::organisations::{
    Data, Evaluation, Mention, Part, Recogniser, Settings, evaluate, train,
};
use crate::error::{Error, Result};
use crate::index::recogniser;
use crate::schema::OrganisationSettings;
use crate::terminal::{safe, width};
use clap::{ArgMatches, Args, Subcommand};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

pub(super) static COMMAND: Command = Command {
    name: "organisations",
    about: "Try, measure or train the recogniser of organisations",
    examples: "\
Examples:
  morgue organisations check article.txt
  morgue organisations check 'The Port Authority (PA) met the IMO on Monday.'
  morgue organisations evaluate annotated.tsv
  morgue organisations train news.tsv@2 web.tsv -o my.model

Annotated text is in columns, as the shared tasks have it: the token first, the label last (B-ORG, I-ORG, O;
also BIOES, BILOU, IOB1 or bare types), an empty line between sentences, `-DOCSTART-` between articles.",
    flags: Flags::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Flags {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Print what is recognised in a text, where, and why
    Check {
        /// A file, or the text itself
        #[arg(value_name = "TEXT|FILE")]
        text: String,
        #[command(flatten)]
        with: With,
    },
    /// Score the recogniser on annotated text: precision, recall and F1 in per cent
    Evaluate {
        /// Files of columns
        #[arg(value_name = "DATA", required = true)]
        data: Vec<String>,
        #[command(flatten)]
        with: With,
    },
    /// Train a model from annotated text: the same data give the same bytes
    Train {
        /// Files of columns; `FILE@0.5` makes one count half
        #[arg(value_name = "DATA", required = true)]
        data: Vec<String>,
        /// Where to write the model
        #[arg(short, long, value_name = "MODEL")]
        output: PathBuf,
    },
}

/// Which recogniser.
#[derive(Debug, Args)]
struct With {
    /// Use this model instead of the one that comes with the program
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// The least confidence, 0 to 1, of a name that is kept [default: 0.5, or that of the index]
    #[arg(long, value_name = "0..1")]
    confidence: Option<f32>,
    #[command(flatten)]
    place: Place,
}

impl With {
    /// The recogniser of the index, if there is one, with what the flags change.
    fn recogniser(&self) -> Result<Recogniser> {
        let directory = self.place.directory()?;
        let mut settings = match Embedded::open(&directory) {
            Ok(engine) => engine.manifest().organisations.clone(),
            Err(_) => OrganisationSettings::default(),
        };
        if let Some(model) = &self.model {
            settings.model = Some(model.to_string_lossy().into_owned());
        }
        if self.confidence.is_some() {
            settings.threshold = self.confidence;
        }
        Ok(recogniser(&directory, &settings)?.0)
    }
}

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    match &flags.task {
        Task::Check { text, with } => check(text, &with.recogniser()?),
        Task::Evaluate { data, with } => score(data, &with.recogniser()?),
        Task::Train { data, output } => learn(data, output),
    }
}

fn check(text: &str, recogniser: &Recogniser) -> Result<Exit> {
    let path = Path::new(text);
    let text = if path.is_file() {
        fs::read_to_string(path).map_err(|source| Error::io("read", path, source))?
    } else {
        text.to_owned()
    };
    // As in an article: the first line is the headline if there is more.
    let (headline, body) = text.split_once('\n').unwrap_or(("", &text));
    let mentions = recogniser.explain(headline, body, None);
    let mut out = stdout();
    let names = mentions.iter().map(|mention| width(&safe(&mention.name)));
    let widest = names.max().unwrap_or(0);
    for mention in &mentions {
        let name = safe(&mention.name);
        let blanks = " ".repeat(widest - width(&name));
        let place = place(mention);
        let (why, confidence) = (mention.why.to_string(), mention.confidence);
        let form = safe(&mention.form);
        writeln!(
            out,
            "{name}{blanks}  {confidence:.2}  {why:<8}  {place:<16}  {form}"
        )?;
    }
    finish(out)?;
    Ok(if mentions.is_empty() {
        Exit::Nothing
    } else {
        Exit::Found
    })
}

/// `body 17..26`, in bytes.
fn place(mention: &Mention) -> String {
    let part = match mention.part {
        Part::Headline => "headline",
        Part::Body => "body",
    };
    format!("{part} {}..{}", mention.range.start, mention.range.end)
}

fn score(files: &[String], recogniser: &Recogniser) -> Result<Exit> {
    let mut out = stdout();
    let mut all = Evaluation::default();
    for file in files {
        let evaluation = evaluate(recogniser, &Data::open(file)?)?;
        print(file, &evaluation, &mut out)?;
        all.documents += evaluation.documents;
        all.span.add(evaluation.span);
        all.document.add(evaluation.document);
    }
    if files.len() > 1 {
        print("all", &all, &mut out)?;
    }
    finish(out)?;
    Ok(Exit::Found)
}

fn print(name: &str, evaluation: &Evaluation, out: &mut impl Write) -> Result<()> {
    writeln!(out, "{name}: {} documents", evaluation.documents)?;
    writeln!(out, "  span      {}", evaluation.span)?;
    writeln!(out, "  document  {}", evaluation.document)?;
    Ok(())
}

fn learn(files: &[String], output: &Path) -> Result<Exit> {
    let data = files.iter().map(|file| Data::open(file));
    let data = data.collect::<Result<Vec<_>>>()?;
    let model = train(&data, &Settings::default())?;
    fs::write(output, &model).map_err(|source| Error::io("write", output, source))?;
    eprintln!(
        "{}: {}",
        output.display(),
        crate::print::bytes(model.len() as u64)
    );
    Ok(Exit::Found)
}
