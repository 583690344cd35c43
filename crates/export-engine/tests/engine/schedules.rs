//! The best that a client can do under the service's limits, found by trying: a fine grid of schedules is played with the
//! very exports that the engine was given. Requests take no time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The service's limits.
const WINDOW: i64 = 60_000;
const REQUESTS: usize = 20;
const AT_ONCE: usize = 2;

/// What the best schedules come to, in seconds.
#[derive(Debug)]
pub(crate) struct Best {
    /// The shortest mean time from an export's end to the start of its download that looks at even distances come to.
    pub(crate) lag: f64,
    /// The same for a client who looks at no export before the shortest may be done, knowing beforehand how long all take.
    pub(crate) foreseeing: f64,
    /// The shortest time for all exports that looks at even distances come to.
    pub(crate) took: f64,
}

/// Looks at an export at this age and then again and again, in milliseconds; creations are so far apart.
#[derive(Debug, Clone, Copy)]
struct Schedule {
    first: i64,
    every: i64,
    between: i64,
}

#[derive(Debug, Clone, Copy)]
struct Played {
    lag: f64,
    took: f64,
}

impl Best {
    /// For exports that take so many milliseconds, in the order of their creation.
    pub(crate) fn of(times: &[i64]) -> Best {
        let shortest = *times.iter().min().expect("an export");
        let longest = *times.iter().max().expect("an export");
        let spread = longest - shortest;
        // Exports of a minute leave no need for it.
        let between: &[i64] = if longest > 60_000 {
            &[0]
        } else {
            &[
                0, 6_000, 8_000, 9_100, 9_600, 10_000, 10_500, 11_000, 12_000, 13_000,
            ]
        };
        let evenly: Vec<i64> = (200..1_000)
            .step_by(100)
            .chain((1_000..4_000).step_by(200))
            .chain((4_000..=14_000).step_by(500))
            .collect();
        let even = evenly.iter().map(|every| (*every, *every));
        let (lag, took) = best(times, even, between);
        let firsts = (0..=10).map(|tenths| shortest + spread * tenths / 10);
        let everies: Vec<i64> = (1..=5)
            .map(|tenths| spread * tenths / 10)
            .chain(
                evenly
                    .into_iter()
                    .filter(|every| every % 500 == 0 && *every >= 2_000),
            )
            .filter(|every| (50..=20_000).contains(every))
            .collect();
        let aimed = firsts.flat_map(|first| everies.iter().map(move |every| (first, *every)));
        let (foreseeing, _) = best(times, aimed, between);
        Best {
            lag,
            foreseeing,
            took,
        }
    }
}

/// The shortest mean time until an end is noticed of all schedules that are done in the time of the quickest and a tenth;
/// and that time.
fn best(times: &[i64], looks: impl Iterator<Item = (i64, i64)>, between: &[i64]) -> (f64, f64) {
    let played: Vec<Played> = looks
        .flat_map(|(first, every)| {
            between.iter().map(move |between| Schedule {
                first,
                every,
                between: *between,
            })
        })
        .map(|schedule| play(times, schedule))
        .collect();
    let quickest = played
        .iter()
        .fold(f64::INFINITY, |least, one| least.min(one.took));
    let quick = played.iter().filter(|one| one.took <= 1.1 * quickest);
    let lag = quick.fold(f64::INFINITY, |least, one| least.min(one.lag));
    (lag, quickest)
}

/// What a schedule asks for, first what goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Asking {
    Download,
    Creation,
    Look,
}

fn play(times: &[i64], schedule: Schedule) -> Played {
    let mut sent: Vec<i64> = Vec::new();
    let mut created = vec![0; times.len()];
    let mut latest = None;
    let mut lag = 0;
    // When, what, and for which export; those of one moment come in the order in which they were asked for.
    let mut due = BinaryHeap::new();
    let mut order = 0;
    let mut ask = |due: &mut BinaryHeap<_>, at: i64, asking, export| {
        order += 1;
        due.push(Reverse((at, asking, order, export)));
    };
    let mut started = times.len().min(AT_ONCE);
    for export in 0..started {
        ask(&mut due, 0, Asking::Creation, export);
    }
    while let Some(Reverse((now, asking, _, export))) = due.pop() {
        let apart = match (asking, latest) {
            (Asking::Creation, Some(latest)) => latest + schedule.between,
            _ => now,
        };
        // All but a download leave room for one.
        let most = REQUESTS - usize::from(asking != Asking::Download);
        let room = match sent.len().checked_sub(most) {
            Some(oldest) => sent[oldest] + WINDOW + 1,
            None => now,
        };
        let at = apart.max(room);
        if at > now {
            ask(&mut due, at, asking, export);
            continue;
        }
        sent.push(now);
        match asking {
            Asking::Creation => {
                created[export] = now;
                latest = Some(now);
                ask(&mut due, now + schedule.first, Asking::Look, export);
            }
            Asking::Look if now - created[export] >= times[export] => {
                ask(&mut due, now, Asking::Download, export);
                if started < times.len() {
                    ask(&mut due, now, Asking::Creation, started);
                    started += 1;
                }
            }
            Asking::Look => ask(&mut due, now + schedule.every, Asking::Look, export),
            Asking::Download => lag += now - created[export] - times[export],
        }
    }
    Played {
        lag: lag as f64 / 1000.0 / times.len() as f64,
        took: *sent.last().expect("a request") as f64 / 1000.0,
    }
}

#[test]
fn what_is_known_of_schedules_is_found() {
    let alone = Schedule {
        first: 4_000,
        every: 3_000,
        between: 0,
    };
    let played = play(&[9_500], alone);
    assert_eq!((played.lag, played.took), (0.5, 10.0));
    // Three requests each, the first of a window's room kept for a download.
    let times = [1_000; 30];
    let quick = Schedule {
        first: 1_000,
        every: 1_000,
        between: 0,
    };
    let played = play(&times, quick);
    assert!((240.0..300.0).contains(&played.took), "{played:?}");
    let spread = Schedule {
        between: 10_000,
        ..quick
    };
    assert_eq!(play(&times, spread).lag, 0.0);
}
