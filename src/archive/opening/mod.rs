//! Opening: all sources are read by several threads, and their cables come together in one catalogue, in order.
//!
//! One thread plans (`plan`): it finds the files, and cuts a large one whose records can be found from its middle into ranges. Workers
//! (`work`, `ranges`) take one job after the other and make blocks of columns. The thread that called puts the blocks together in the order of the jobs (`gather`), so
//! that the catalogue does not depend on who was faster, and tells what there is from time to time.

mod gather;
mod plan;
mod progress;
mod ranges;
mod work;

use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::sync_channel;
use std::thread;

use super::catalogue::Growing;
use super::open::Given;
use super::sources::Sources;
use super::{Opening, Trouble};
use gather::Gather;
use plan::Plan;
use progress::Meter;

pub(super) use ranges::{From, read as read_range};
pub(super) use work::{Making, fault};

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
    let workers = thread::available_parallelism().map_or(2, usize::from).clamp(1, WORKERS);
    let meter = Meter::new();
    let (job_sender, jobs) = sync_channel(JOBS);
    let (part_sender, parts) = sync_channel(PARTS);
    let jobs = Mutex::new(jobs);
    let interner = growing.share();
    let mut gather = Gather::new(growing, sources, stop, &meter, on);
    thread::scope(|scope| {
        let (meter, jobs, interner) = (&meter, &jobs, &*interner);
        let mut refused = thread::Builder::new()
            .name("planner".to_owned())
            .spawn_scoped(scope, move || Plan::new(stop, meter, job_sender).all(origins))
            .err();
        for number in 0..workers {
            let sender = part_sender.clone();
            let worker = thread::Builder::new().name(format!("worker {number}"));
            let started = worker.spawn_scoped(scope, move || work::work(jobs, interner, stop, &sender));
            // One is enough.
            if let (0, Err(error)) = (number, started) {
                refused = Some(error);
            }
        }
        drop(part_sender);
        if let Some(error) = refused {
            let message = format!("the system refuses a thread: {error}");
            gather.say(Opening::Trouble(Trouble { path: std::path::PathBuf::new(), message }));
            stop.store(true, std::sync::atomic::Ordering::Relaxed);
        }
        gather.all(&parts);
    });
    gather.finish();
}
