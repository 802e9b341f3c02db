//! Long work under a person's eyes: a progress bar on a terminal, Ctrl-C in order.

use crate::error::{Problem, Result};
use crate::index::{Progress, Report};
use crate::print::grouped;
use crate::terminal::safe;
use crossbeam_channel::RecvTimeoutError;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How often the bar is drawn.
const REDRAW: Duration = Duration::from_millis(100);

/// Does `work` with its progress shown and its problems printed as they are met; Ctrl-C interrupts it.
pub(in crate::cli) fn watched<T>(
    quiet: bool,
    work: impl FnOnce(&Progress, Report) -> Result<T>,
) -> Result<T> {
    let progress = Arc::new(Progress::default());
    let stop = progress.clone();
    // A second handler in one process is refused; the first one does the same.
    let _ = ctrlc::set_handler(move || stop.interrupt());
    let shown = !quiet && std::io::stderr().is_terminal();
    let bar = if shown { bar() } else { ProgressBar::hidden() };
    let report = |path: &str, problem: &Problem| {
        let line = safe(&problem.sentence(path));
        bar.suspend(|| eprintln!("{line}"));
    };
    let (end, ended) = crossbeam_channel::bounded::<()>(0);
    let result = std::thread::scope(|scope| {
        if shown {
            scope.spawn(|| {
                while ended.recv_timeout(REDRAW) == Err(RecvTimeoutError::Timeout) {
                    show(&bar, &progress);
                }
            });
        }
        let result = work(&progress, &report);
        drop(end);
        result
    });
    bar.finish_and_clear();
    result
}

fn bar() -> ProgressBar {
    let style = "{bar:24} {percent:>3}%  {msg}  {bytes_per_sec}  {eta} left";
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template(style) {
        bar.set_style(style);
    }
    bar
}

fn show(bar: &ProgressBar, progress: &Progress) {
    let load = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    // Nothing of nothing would be drawn as all of it.
    if load(&progress.files_total) == 0 {
        return;
    }
    bar.set_length(load(&progress.bytes_total));
    bar.set_position(load(&progress.bytes));
    bar.set_message(format!(
        "{} of {} files, {} articles",
        grouped(load(&progress.files)),
        grouped(load(&progress.files_total)),
        grouped(load(&progress.articles)),
    ));
}
