//! The lists that pickers are filled from (contract, section 6).

/// A time zone of the service, from `/config/timezones`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeZone {
    /// The value of `timezone`, such as `Europe/Istanbul`. In `Etc/GMT+12` the sign is inverted.
    pub id: String,
    /// The name in the asked language; the id when the service gave none.
    pub name: String,
    /// A short name, such as `SDT`.
    pub short_name: Option<String>,
    /// The offset as of now, as in `+14:00`.
    pub offset: Option<String>,
    /// The offset as of now: milliseconds, positive ahead of UTC.
    pub offset_millis: Option<i64>,
}

/// A team, from `/teams`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// The value of `teamId`: the service's number, as text.
    pub id: String,
    /// The service's other name for it.
    pub uuid: Option<String>,
    /// The name people gave it; the id when there is none.
    pub name: String,
    /// What people wrote about it.
    pub description: Option<String>,
    /// How many agents are in it.
    pub members: Option<u64>,
}

/// A work queue, from the company's own instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkQueue {
    /// The service's number, as text.
    pub id: String,
    /// The service's other name for it.
    pub uuid: Option<String>,
    /// The name people gave it; the id when there is none.
    pub name: String,
    /// What people wrote about it.
    pub description: Option<String>,
    /// Whether it is out of use.
    pub archived: bool,
}

/// A smart view, from the company's own instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmartView {
    /// The service's number, as text.
    pub id: String,
    /// The name people gave it; the id when there is none.
    pub name: String,
    /// What people wrote about it.
    pub description: Option<String>,
}
