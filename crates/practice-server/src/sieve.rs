//! The filters that all exports but `user` have: hours, priorities, a smart view, work queues.

use crate::hours::Hours;

/// What filters look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Facets {
    /// The instant that puts a row into a period, in UTC milliseconds.
    pub(crate) at: i64,
    /// 0 to 5.
    pub(crate) priority: u8,
    /// By its place in the company's list.
    pub(crate) queue: Option<usize>,
    /// Whether the customer waited for more than an hour, or waits still.
    pub(crate) waited: bool,
    pub(crate) gold: bool,
    pub(crate) famous: bool,
}

/// What a smart view shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    All,
    Waited,
    Gold,
    Famous,
}

impl View {
    fn shows(self, facets: &Facets) -> bool {
        match self {
            Self::All => true,
            Self::Waited => facets.waited,
            Self::Gold => facets.gold,
            Self::Famous => facets.famous,
        }
    }
}

/// What is let through; the default lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sieve {
    /// Hours, and whether rows within them are meant or those outside.
    pub(crate) hours: Option<(Hours, bool)>,
    pub(crate) priorities: Option<Vec<u8>>,
    pub(crate) view: Option<View>,
    /// Places in the company's list; those of ids that are in no list are not among them.
    pub(crate) queues: Option<Vec<usize>>,
}

impl Sieve {
    pub(crate) fn lets_through(&self, facets: &Facets) -> bool {
        self.hours
            .is_none_or(|(hours, within)| hours.hold(facets.at) == within)
            && self
                .priorities
                .as_ref()
                .is_none_or(|wanted| wanted.contains(&facets.priority))
            && self.view.is_none_or(|view| view.shows(facets))
            && self
                .queues
                .as_ref()
                .is_none_or(|wanted| facets.queue.is_some_and(|queue| wanted.contains(&queue)))
    }
}
