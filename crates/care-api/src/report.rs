//! The thirteen exports, and what can be chosen in each (contract, sections 4 and 5).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An export that the service makes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Report {
    /// Agents and their time in each state.
    #[default]
    User,
    /// Agent State.
    RawAgentStates,
    /// Combined Raw.
    Combined,
    /// Conversation Actions.
    ConversationActions,
    /// Conversation History Action.
    ConversationHistoryAction,
    /// Raw Author.
    Author,
    /// Raw Conversation.
    Conversation,
    /// Raw Help Request.
    RawExpertHelp,
    /// Raw Incoming Post.
    IncomingPost,
    /// Raw Response.
    Response,
    /// Raw Response Approval.
    ResponseApproval,
    /// Raw Team Performance.
    TeamPerformance,
    /// Team Performance Interval.
    TeamPerformanceInterval,
}

/// What can be chosen in some exports and not in others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// `agentId`, repeated.
    Agents,
    /// `teamId`, repeated, in the User export; elsewhere `teamIds`, a comma list.
    Teams,
    /// `includeDisabled`.
    IncludeDisabled,
    /// `enableBusinessHour` and `businessHourType`.
    BusinessHours,
    /// `priorities`.
    Priorities,
    /// `smartViewId`.
    SmartView,
    /// `workqueueIds`.
    WorkQueues,
    /// `raiselimit`.
    RaiseLimit,
    /// `conversationReportType`.
    Conversations,
    /// `timeInterval`, which must be given.
    Interval,
}

/// An export's name in addresses, and what can be chosen in it beside the filters that all but User have.
struct Row {
    name: &'static str,
    own: &'static [Choice],
}

/// The filters of every export but User.
const FILTERS: [Choice; 4] = [
    Choice::BusinessHours,
    Choice::Priorities,
    Choice::SmartView,
    Choice::WorkQueues,
];

const fn row(name: &'static str, own: &'static [Choice]) -> Row {
    Row { name, own }
}

impl Report {
    /// Every export, User first, then in the documentation's order.
    pub const ALL: [Report; 13] = [
        Report::User,
        Report::RawAgentStates,
        Report::Combined,
        Report::ConversationActions,
        Report::ConversationHistoryAction,
        Report::Author,
        Report::Conversation,
        Report::RawExpertHelp,
        Report::IncomingPost,
        Report::Response,
        Report::ResponseApproval,
        Report::TeamPerformance,
        Report::TeamPerformanceInterval,
    ];

    const fn row(self) -> Row {
        use Choice::{Agents, Conversations, IncludeDisabled, Interval, RaiseLimit, Teams};
        match self {
            Report::User => row("user", &[Teams, Agents, IncludeDisabled]),
            Report::RawAgentStates => row("raw_agent_states", &[Teams]),
            Report::Combined => row("combined", &[]),
            Report::ConversationActions => row("conversation_actions", &[]),
            Report::ConversationHistoryAction => row("conversation_history_action", &[RaiseLimit]),
            Report::Author => row("author", &[]),
            Report::Conversation => row("conversation", &[Conversations]),
            Report::RawExpertHelp => row("raw_expert_help", &[]),
            Report::IncomingPost => row("incoming_post", &[]),
            Report::Response => row("response", &[]),
            Report::ResponseApproval => row("response_approval", &[Teams, IncludeDisabled]),
            Report::TeamPerformance => row("team_performance", &[Teams, IncludeDisabled]),
            Report::TeamPerformanceInterval => row(
                "team_performance_interval",
                &[Teams, IncludeDisabled, Interval],
            ),
        }
    }

    /// Its name in addresses, such as `raw_agent_states`.
    pub const fn as_str(self) -> &'static str {
        self.row().name
    }

    /// What can be chosen in it.
    pub fn choices(self) -> Vec<Choice> {
        let filters: &[Choice] = match self {
            Report::User => &[],
            _ => &FILTERS,
        };
        [self.row().own, filters].concat()
    }

    /// Whether something can be chosen in it.
    pub fn has(self, choice: Choice) -> bool {
        self.choices().contains(&choice)
    }

    /// Whether its parameters are documented as a form in the body; those of the others are in the query.
    pub(crate) fn takes_form(self) -> bool {
        matches!(
            self,
            Report::User | Report::ConversationActions | Report::ConversationHistoryAction
        )
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// No export has this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownReport(
    /// What was asked for.
    pub String,
);

impl fmt::Display for UnknownReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no export", self.0)
    }
}

impl std::error::Error for UnknownReport {}

impl FromStr for Report {
    type Err = UnknownReport;

    fn from_str(text: &str) -> Result<Report, UnknownReport> {
        Report::ALL
            .into_iter()
            .find(|report| report.as_str() == text)
            .ok_or_else(|| UnknownReport(text.to_owned()))
    }
}

/// The choices that the User export does not have. What a [`Report`] has no such choice for stays at its default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ReportOptions {
    /// The hours that count. A smart view's own business hours win over this.
    pub business_hours: BusinessHours,
    /// Priorities, 0 to 5; none for all.
    pub priorities: Vec<u8>,
    /// Id of the one smart view; none for everything.
    pub smart_view_id: Option<String>,
    /// Ids of work queues; none for all.
    pub work_queue_ids: Vec<String>,
    /// Up to 2,000 actions of each conversation instead of 500.
    pub raise_limit: bool,
    /// Which conversations.
    pub conversations: Conversations,
    /// The length of time that a row stands for.
    pub interval: Option<Interval>,
}

impl ReportOptions {
    /// The choices that are not at their default.
    pub fn chosen(&self) -> impl Iterator<Item = Choice> {
        [
            (
                Choice::BusinessHours,
                self.business_hours != BusinessHours::default(),
            ),
            (Choice::Priorities, !self.priorities.is_empty()),
            (Choice::SmartView, self.smart_view_id.is_some()),
            (Choice::WorkQueues, !self.work_queue_ids.is_empty()),
            (Choice::RaiseLimit, self.raise_limit),
            (
                Choice::Conversations,
                self.conversations != Conversations::default(),
            ),
            (Choice::Interval, self.interval.is_some()),
        ]
        .into_iter()
        .filter_map(|(choice, made)| made.then_some(choice))
    }
}

/// Which hours count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum BusinessHours {
    /// All of them.
    #[default]
    All,
    /// Those within the company's business hours.
    Within,
    /// Those outside the company's business hours.
    Outside,
}

/// Which conversations a Raw Conversation export holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Conversations {
    /// Those that are open at the end of the period.
    #[default]
    OpenAtEnd,
    /// Those that were closed in the period.
    Closed,
    /// Those that were created in the period.
    Created,
}

impl Conversations {
    /// The value of `conversationReportType`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Conversations::OpenAtEnd => "OPEN_AT_END",
            Conversations::Closed => "CLOSED",
            Conversations::Created => "CREATED",
        }
    }
}

/// The length of time that a row of a Team Performance Interval export stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "the names say it")]
pub enum Interval {
    #[serde(rename = "5min")]
    FiveMinutes,
    #[serde(rename = "10min")]
    TenMinutes,
    #[serde(rename = "15min")]
    FifteenMinutes,
    #[serde(rename = "30min")]
    HalfHour,
    #[serde(rename = "1h")]
    Hour,
    #[serde(rename = "2h")]
    TwoHours,
    #[serde(rename = "4h")]
    FourHours,
    #[serde(rename = "8h")]
    EightHours,
    #[serde(rename = "12h")]
    HalfDay,
    #[serde(rename = "1d")]
    Day,
    #[serde(rename = "1w")]
    Week,
    #[serde(rename = "1mo")]
    Month,
}

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;

impl Interval {
    /// Every interval, the shortest first.
    pub const ALL: [Interval; 12] = [
        Interval::FiveMinutes,
        Interval::TenMinutes,
        Interval::FifteenMinutes,
        Interval::HalfHour,
        Interval::Hour,
        Interval::TwoHours,
        Interval::FourHours,
        Interval::EightHours,
        Interval::HalfDay,
        Interval::Day,
        Interval::Week,
        Interval::Month,
    ];

    /// A short name, such as `15min` or `1mo`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Interval::FiveMinutes => "5min",
            Interval::TenMinutes => "10min",
            Interval::FifteenMinutes => "15min",
            Interval::HalfHour => "30min",
            Interval::Hour => "1h",
            Interval::TwoHours => "2h",
            Interval::FourHours => "4h",
            Interval::EightHours => "8h",
            Interval::HalfDay => "12h",
            Interval::Day => "1d",
            Interval::Week => "1w",
            Interval::Month => "1mo",
        }
    }

    /// The value of `timeInterval`, in milliseconds. Anything above a week means months.
    pub const fn millis(self) -> i64 {
        const MINUTE: i64 = 60_000;
        match self {
            Interval::FiveMinutes => 5 * MINUTE,
            Interval::TenMinutes => 10 * MINUTE,
            Interval::FifteenMinutes => 15 * MINUTE,
            Interval::HalfHour => 30 * MINUTE,
            Interval::Hour => HOUR,
            Interval::TwoHours => 2 * HOUR,
            Interval::FourHours => 4 * HOUR,
            Interval::EightHours => 8 * HOUR,
            Interval::HalfDay => 12 * HOUR,
            Interval::Day => DAY,
            Interval::Week => WEEK,
            Interval::Month => 30 * DAY,
        }
    }

    /// Whether the service may take it for a period of so many milliseconds.
    ///
    /// The documentation names two periods: for a week 8 hours, 12 hours or a day, for about a month a day or a week.
    /// What it takes for a week or a month is the least for what is longer; nothing else is ruled out.
    pub fn fits(self, period: i64) -> bool {
        // A clock change makes a day, and so a week or a month, an hour longer or shorter.
        let about = |least: i64, most: i64| (least - HOUR..=most + HOUR).contains(&period);
        if about(WEEK, WEEK) {
            matches!(
                self,
                Interval::EightHours | Interval::HalfDay | Interval::Day
            )
        } else if about(28 * DAY, 31 * DAY) {
            matches!(self, Interval::Day | Interval::Week)
        } else if period > 31 * DAY {
            self >= Interval::Day
        } else if period > WEEK {
            self >= Interval::EightHours
        } else {
            true
        }
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_addresses_are_those_in_json() {
        for report in Report::ALL {
            let json = serde_json::to_string(&report).expect("text");
            assert_eq!(json, format!("\"{report}\""));
            assert_eq!(report.as_str().parse(), Ok(report));
        }
        for unknown in ["", "User", "raw", "conversation "] {
            assert!(unknown.parse::<Report>().is_err(), "{unknown}");
        }
        for interval in Interval::ALL {
            let json = serde_json::to_string(&interval).expect("text");
            assert_eq!(json, format!("\"{interval}\""));
        }
    }

    #[test]
    fn intervals_are_the_documented_ones() {
        let millis: Vec<i64> = Interval::ALL.map(Interval::millis).to_vec();
        let documented = [
            300_000,
            600_000,
            900_000,
            1_800_000,
            3_600_000,
            7_200_000,
            14_400_000,
            28_800_000,
            43_200_000,
            86_400_000,
            604_800_000,
        ];
        assert_eq!(millis[..11], documented);
        assert!(millis[11] > 604_800_000);
    }

    fn fitting(period: i64) -> Vec<&'static str> {
        let fitting = Interval::ALL
            .into_iter()
            .filter(|interval| interval.fits(period));
        fitting.map(Interval::as_str).collect()
    }

    #[test]
    fn a_week_and_a_month_take_what_is_documented() {
        let week = ["8h", "12h", "1d"];
        for period in [WEEK, WEEK - HOUR, WEEK + HOUR, WEEK - 1] {
            assert_eq!(fitting(period), week, "{period}");
        }
        let month = ["1d", "1w"];
        for days in [28, 29, 30, 31] {
            for period in [days * DAY, days * DAY - HOUR, days * DAY + HOUR] {
                assert_eq!(fitting(period), month, "{days}");
            }
        }
    }

    #[test]
    fn other_periods_take_what_is_not_ruled_out() {
        assert_eq!(fitting(DAY).len(), 12);
        assert_eq!(fitting(WEEK - HOUR - 1).len(), 12);
        let weeks = ["8h", "12h", "1d", "1w", "1mo"];
        assert_eq!(fitting(WEEK + HOUR + 1), weeks);
        assert_eq!(fitting(28 * DAY - HOUR - 1), weeks);
        let months = ["1d", "1w", "1mo"];
        assert_eq!(fitting(31 * DAY + HOUR + 1), months);
        assert_eq!(fitting(92 * DAY), months);
    }
}
