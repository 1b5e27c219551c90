//! Opening: all sources are read by several threads, and their cables come together in one catalogue, in order.
//!
//! One thread plans (`plan`): it finds the files, and cuts a large one whose records can be found from its middle into ranges. Workers
//! (`work`, `ranges`) take one job after the other and make something of their records: blocks of columns (`columns`), or answers to a
//! question (`sweep`). The thread that called puts the parts together in the order of the jobs (`gather`), so that what comes out does
//! not depend on who was faster, and tells what there is from time to time.

mod columns;
mod count;
mod gather;
mod plan;
mod progress;
mod ranges;
mod sweep;
mod work;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

use super::catalogue::Growing;
use super::open::Given;
use super::sources::Sources;
use super::{Opening, Trouble};
use columns::Columns;
use gather::{Gather, Put};
use plan::Plan;
use progress::Meter;

pub(super) use columns::Making;
pub(super) use ranges::{From, read as read_range};
pub(super) use sweep::{Ask, sweep};
pub(super) use work::{Make, fault};

/// Jobs that wait for a worker: enough that none has to wait for the planner.
const JOBS: usize = 64;

/// Parts that wait to be put together. A worker that is far ahead waits here.
const PARTS: usize = 64;

/// More threads than this wait for the disk and for each other.
const WORKERS: usize = 4;

/// Reads all origins into a catalogue.
pub(super) fn open(
    origins: &[Given],
    sources: &Sources,
    growing: &mut Growing,
    stop: &AtomicBool,
    on: &mut dyn FnMut(Opening),
) {
    let (meter, interner) = (Meter::new(), growing.share());
    let mut columns = Columns::new(growing, sources, &meter, on);
    read_all(origins, (sources, Some(&meter)), &|| Making::new(&interner), &mut columns, stop);
    columns.finish();
}

/// Reads all origins, makes something of their records, and puts it together. Where there is a meter, it will tell how far that is.
fn read_all<M: Make<Made: Send>>(
    origins: &[Given],
    (sources, meter): (&Sources, Option<&Meter>),
    make: &(dyn Fn() -> M + Sync),
    put: &mut dyn Put<M::Made>,
    stop: &AtomicBool,
) {
    let workers = thread::available_parallelism().map_or(2, usize::from).clamp(1, WORKERS);
    let (job_sender, jobs) = sync_channel(JOBS);
    let (part_sender, parts) = sync_channel(PARTS);
    let jobs = Mutex::new(jobs);
    let mut gather = Gather::new(put, make, sources, stop);
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let (jobs, over) = (&jobs, &over);
        let mut refused = thread::Builder::new()
            .name("planner".to_owned())
            .spawn_scoped(scope, move || Plan::new(stop, meter, job_sender).all(origins))
            .err();
        for number in 0..workers {
            let sender = part_sender.clone();
            let worker = thread::Builder::new().name(format!("worker {number}"));
            let started = worker.spawn_scoped(scope, move || work::work(jobs, make(), (stop, meter), &sender));
            // One is enough.
            if let (0, Err(error)) = (number, started) {
                refused = Some(error);
            }
        }
        drop(part_sender);
        if let Some(meter) = meter.filter(|_| plan::is_to_be_counted(origins)) {
            // Without it, only the percents are missing.
            let counter = thread::Builder::new().name("counter".to_owned());
            let ends = || stop.load(Ordering::Relaxed) || over.load(Ordering::Relaxed);
            let _ = counter.spawn_scoped(scope, move || count::count(origins, meter, &ends));
        }
        if let Some(error) = refused {
            let message = format!("the system refuses a thread: {error}");
            gather.trouble(Trouble { path: std::path::PathBuf::new(), message });
            stop.store(true, Ordering::Relaxed);
        }
        gather.all(&parts);
        over.store(true, Ordering::Relaxed);
    });
}
