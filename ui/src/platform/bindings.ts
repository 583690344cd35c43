// Generated from Rust. Do not edit: `UPDATE_BINDINGS=1 cargo test bindings` writes it.
import { invoke } from "@tauri-apps/api/core";

export type Agent = { 
/**
 * The service's id.
 */
id: string, 
/**
 * The agent's name; empty when the service gives none.
 */
name: string, 
/**
 * The agent's e-mail; empty when the service gives none.
 */
email: string, };
export type Agents = { 
/**
 * By name.
 */
agents: Array<Agent>, 
/**
 * UTC milliseconds when they were asked for; absent when they never were.
 */
learnedAt: number | null, };
export type AppInfo = { 
/**
 * The app's version.
 */
version: string, 
/**
 * The API addresses that the vendor documents.
 */
regions: Array<Region>, };
export type Appearance = "system" | "light" | "dark";
export type BusinessHours = "all" | "within" | "outside";
export type Choice = "agents" | "teams" | "include_disabled" | "business_hours" | "priorities" | "smart_view" | "work_queues" | "raise_limit" | "conversations" | "interval";
export type ChosenFolder = { 
/**
 * What to save the preset with, while the app runs.
 */
folderId: string, 
/**
 * The folder, for showing.
 */
folder: string, };
export type ClockChange = { 
/**
 * The first millisecond after it, UTC.
 */
at: number, 
/**
 * Minutes ahead of UTC until then.
 */
beforeMinutes: number, 
/**
 * Minutes ahead of UTC from then on.
 */
afterMinutes: number, };
export type CloseAnswer = "stay" | "background" | "stop";
export type Column = { 
/**
 * The name exactly as the service writes it.
 */
name: string, 
/**
 * How we know of it.
 */
origin: ColumnOrigin, 
/**
 * Whether the service returns it only in JSON.
 */
jsonOnly: boolean, 
/**
 * UTC milliseconds when it first came in a file; absent for those that never did.
 */
learnedAt: number | null, 
/**
 * What it means, for people; absent for those that nobody documents.
 */
texts: ColumnTexts | null, };
export type ColumnOrigin = "documented" | "learned";
export type ColumnTexts = { 
/**
 * A name, without a full stop.
 */
titles: Words, 
/**
 * A sentence.
 */
hints: Words, };
export type Connection = { 
/**
 * Stable identity, a UUID.
 */
id: string, 
/**
 * The person's own name for it.
 */
name: string, 
/**
 * API address, such as `https://analytics-api.app.lithium.com/api/public`.
 */
address: string, 
/**
 * The company key from the admin's settings. Not a secret, but case-sensitive.
 */
companyKey: string, 
/**
 * The API user's e-mail.
 */
email: string, 
/**
 * Where the company's work queues and smart views are listed: the `acme` of
 * `https://acme.response.lithium.com`. Absent when nobody said.
 */
instance: string | null, 
/**
 * Where the password is kept.
 */
passwordKeeping: PasswordKeeping, 
/**
 * Whether this is the practice company inside the app.
 */
practice: boolean, };
export type ConnectionCheck = { 
/**
 * How many teams the account can see.
 */
teams: number, };
export type ConnectionDraft = { 
/**
 * The connection to change; absent for a new one.
 */
id: string | null, 
/**
 * See [`Connection::name`].
 */
name: string, 
/**
 * See [`Connection::address`].
 */
address: string, 
/**
 * See [`Connection::company_key`].
 */
companyKey: string, 
/**
 * See [`Connection::email`].
 */
email: string, 
/**
 * See [`Connection::instance`].
 */
instance: string | null, 
/**
 * The password; absent to keep the one that is stored.
 */
password: string | null, 
/**
 * Where to keep it.
 */
passwordKeeping: PasswordKeeping, };
export type Conversations = "open_at_end" | "closed" | "created";
export type CsvReader = "excel" | "programs";
export type CsvStyle = { 
/**
 * What will open it.
 */
reader: CsvReader, 
/**
 * What stands between values in a file for Excel; other programs get commas.
 */
separator: Separator, 
/**
 * What ends a line.
 */
lineEnd: LineEnd, 
/**
 * Whether cells that look like formulas get an apostrophe before them. This changes them.
 */
neutralise: boolean, };
export type DamageKind = "truncated" | "html" | "malformed" | "not_utf8";
export type Delivery = "parts" | "joined";
export type DesktopWords = { 
/**
 * The language, for the names of files.
 */
language: 'en' | 'es' | 'fr' | 'de' | 'tr', 
/**
 * An export is saved. `{file}` stands for the file's name, here and in the next two.
 */
saved: string, 
/**
 * An export needs the person.
 */
waiting: string, 
/**
 * An export failed.
 */
failed: string, 
/**
 * Title of the dialogs that ask where to save.
 */
saveFile: string, 
/**
 * Title of the dialog that asks for a file of presets.
 */
openPresets: string, 
/**
 * Title of the dialog that asks for a folder.
 */
chooseFolder: string, };
export type Destination = { "kind": "ask" } | { "kind": "folder", 
/**
 * The folder, for showing.
 */
folder: string, };
export type DestinationChoice = { "kind": "ask" } | { "kind": "keep" } | { "kind": "chosen", 
/**
 * [`ChosenFolder::folder_id`].
 */
folderId: string, };
export type EngineEvent = { "kind": "run", 
/**
 * The run as it is now.
 */
run: Run, } | { "kind": "progress", 
/**
 * The run's id.
 */
runId: string, 
/**
 * The phase it is in.
 */
phase: Phase, 
/**
 * How far the phase is.
 */
progress: Progress, } | { "kind": "runs" } | { "kind": "connections" } | { "kind": "presets" } | { "kind": "columns", 
/**
 * Whose columns.
 */
connectionId: string, } | { "kind": "agents" } | { "kind": "keychain", 
/**
 * Whether it is waited for.
 */
waiting: boolean, };
export type ExcelTimes = "milliseconds" | "hours" | "durations";
export type ExportRequest = { 
/**
 * The connection to export from.
 */
connectionId: string, 
/**
 * Which of the service's exports.
 */
report: Report, 
/**
 * The period, in [`ExportRequest::time_zone`].
 */
period: Period, 
/**
 * IANA name of the zone in which the period is meant and in which times are written.
 */
timeZone: string, 
/**
 * Language in which the service writes times; absent for the company's own setting.
 */
locale: 'en' | 'es' | 'fr' | 'de' | 'tr' | null, 
/**
 * Ids of teams; empty for everyone.
 */
teamIds: Array<string>, 
/**
 * Ids of agents; empty for everyone.
 */
agentIds: Array<string>, 
/**
 * Whether agents that were switched off come along.
 */
includeDisabled: boolean, 
/**
 * What only other exports than User have.
 */
options: ReportOptions, 
/**
 * Column names exactly as picked or typed; empty for the company's default columns.
 */
columns: Array<string>, 
/**
 * What becomes of a period that is longer than the service takes.
 */
delivery: Delivery, 
/**
 * The file to write.
 */
file: FileOptions, };
export type Field = "name" | "address" | "company_key" | "email" | "password" | "period" | "time_zone" | "columns" | "teams" | "agents" | "include_disabled" | "business_hours" | "priorities" | "smart_view" | "work_queues" | "raise_limit" | "conversations" | "interval" | "delivery" | "instance" | "preset_name" | "description" | "tag" | "file_name";
export type FieldFault = "missing" | "malformed" | "not_https" | "taken" | "reversed" | "skipped" | "not_together" | "too_long" | "not_in_report" | "not_for_period";
export type FileFormat = "excel" | "csv" | "json" | "json_lines";
export type FileNamePiece = "preset" | "report" | "from" | "to" | "year" | "quarter" | "month" | "week" | "date" | "time" | "connection" | "zone" | "format";
export type FileNotes = { 
/**
 * Values that rows lack although other rows have them; tables have empty cells.
 */
lacking: number, 
/**
 * Values of the service that say "nothing" (`null`); tables have empty cells.
 */
nulls: number, 
/**
 * Times that a row had a column more than once; the last value was kept.
 */
repeated: number, 
/**
 * CSV: cells that got an apostrophe before them.
 */
neutralised: number, 
/**
 * Excel: cells that were cut because Excel holds no longer ones.
 */
cutCells: number, 
/**
 * Excel: values of the columns of milliseconds that are no numbers and stayed text.
 */
notNumbers: number, 
/**
 * Excel: sheets that the rows take; 0 for other files.
 */
sheets: number, };
export type FileOptions = { 
/**
 * The format.
 */
format: FileFormat, 
/**
 * Excel and CSV: what the header row holds.
 */
headers: Headers, 
/**
 * Language of plain headers, and of what an Excel file says about itself.
 */
language: 'en' | 'es' | 'fr' | 'de' | 'tr', 
/**
 * How a CSV file is written.
 */
csv: CsvStyle, 
/**
 * What the documented columns of milliseconds become in an Excel file.
 */
excelTimes: ExcelTimes, };
export type FileState = "present" | "moved";
export type FilterNames = { 
/**
 * Names of the work queues, by id.
 */
workQueues: { [key in string]: string }, 
/**
 * Name of the smart view; absent when there is none, or its name is not known.
 */
smartView: string | null, };
export type Headers = "technical" | "plain";
export type ImportedPreset = { 
/**
 * The preset as it is kept.
 */
preset: Preset, 
/**
 * Its name in the file, which is another when a preset here had it already.
 */
nameInFile: string, };
export type Interval = "5min" | "10min" | "15min" | "30min" | "1h" | "2h" | "4h" | "8h" | "12h" | "1d" | "1w" | "1mo";
export type JoinedParts = { 
/**
 * Which is under way, from 1; once the run is saved, the last.
 */
number: number, 
/**
 * How many there are.
 */
of: number, };
export type Kept = { 
/**
 * The engine's data.
 */
data: KeptData, 
/**
 * The bytes of the log files.
 */
logBytes: number, };
export type KeptData = { 
/**
 * The folder that holds it.
 */
folder: string, 
/**
 * Ended exports on the list.
 */
endedRuns: number, 
/**
 * Presets.
 */
presets: number, 
/**
 * Connections.
 */
connections: number, 
/**
 * Columns that were learned from files.
 */
columns: number, 
/**
 * Agents that were learned.
 */
agents: number, 
/**
 * Databases that could not be read and were put aside.
 */
putAside: number, };
export type KeptPart = "columns" | "agents" | "logs" | "everything";
export type LineEnd = "crlf" | "lf";
export type MenuCommand = "new_export" | "save_preset" | "import_presets" | "export" | "presets" | "activity" | "connections" | "settings" | "system" | "light" | "dark" | "guide" | "shortcuts" | "licences" | "about";
export type MenuWords = { file: string, newExport: string, savePreset: string, importPresets: string, closeWindow: string, quit: string, edit: string, undo: string, redo: string, cut: string, copy: string, paste: string, selectAll: string, view: string, export: string, presets: string, activity: string, connections: string, settings: string, zoomIn: string, zoomOut: string, zoomReset: string, appearance: string, system: string, light: string, dark: string, help: string, guide: string, shortcuts: string, logs: string, licences: string, about: string, };
export type NamedId = { 
/**
 * The service's id.
 */
id: string, 
/**
 * The name people gave it.
 */
name: string, };
export type NetworkFault = "dns" | "connect" | "tls" | "timeout" | "reset" | "proxy" | "other";
export type Notice = { 
/**
 * Stable identity.
 */
id: number, 
/**
 * UTC milliseconds when it happened.
 */
at: number, 
/**
 * What happened.
 */
what: NoticeKind, };
export type NoticeKind = { "kind": "data_put_aside", 
/**
 * Why.
 */
reason: PutAsideReason, 
/**
 * The kept file, for showing.
 */
file: string, };
export type OpenedFile = { 
/**
 * The file's name.
 */
name: string, 
/**
 * The presets that it brought.
 */
presets: Array<ImportedPreset>, 
/**
 * Why it brought none.
 */
problem: Problem | null, };
export type PasswordKeeping = "keychain" | "session";
export type Period = { "kind": "days", 
/**
 * First day.
 */
from: string, 
/**
 * Last day.
 */
to: string, } | { "kind": "times", 
/**
 * First moment.
 */
from: string, 
/**
 * First moment after the period.
 */
to: string, } | { "kind": "instants", 
/**
 * First millisecond.
 */
start: number, 
/**
 * First millisecond after the period.
 */
end: number, } | { "kind": "rule", 
/**
 * Which.
 */
rule: PeriodRule, 
/**
 * The day on which weeks begin, for rules that speak of weeks.
 */
weekStart: Weekday, };
export type PeriodPlan = { 
/**
 * The periods in which it is asked for, one after another: more than one when all of it is longer than the
 * service takes.
 */
parts: Array<ResolvedPeriod>, 
/**
 * The lengths of time by which the service may count in each of them.
 */
intervals: Array<Interval>, };
export type PeriodRule = { "name": "today" } | { "name": "yesterday" } | { "name": "week_so_far" } | { "name": "previous_week" } | { "name": "month_so_far" } | { "name": "previous_month" } | { "name": "quarter_so_far" } | { "name": "previous_quarter" } | { "name": "last_days", 
/**
 * How many: at least one.
 */
days: number, };
export type Phase = "queued" | "creating" | "waiting" | "downloading" | "converting" | "saved" | "failed" | "cancelled" | "interrupted";
export type Preset = { 
/**
 * Stable identity, a UUID.
 */
id: string, 
/**
 * The person's own name for it; no two presets have the same, whatever their capitals.
 */
name: string, 
/**
 * What it is for; empty when nobody said.
 */
description: string, 
/**
 * A word by which presets are grouped.
 */
tag: string | null, 
/**
 * A colour to know it by.
 */
colour: PresetColour | null, 
/**
 * What it exports. Its period may be a rule, which means other days each time.
 */
export: ExportRequest, 
/**
 * Name of the connection, which stays when the connection is gone.
 */
connectionName: string, 
/**
 * Names of the picked teams and agents, by id, as they were when they were picked.
 */
peopleNames: { [key in string]: string }, 
/**
 * Names of the picked work queues and smart view, as they were when they were picked.
 */
filterNames: FilterNames, 
/**
 * Pattern of the file's name, without its extension; see [`FileNamePiece`].
 */
fileName: string, 
/**
 * Where the file goes.
 */
destination: Destination, 
/**
 * When it was last run; absent before the first time.
 */
lastRun: PresetRun | null, };
export type PresetColour = "grey" | "red" | "orange" | "yellow" | "green" | "blue" | "purple";
export type PresetDraft = { 
/**
 * The preset to change; absent for a new one.
 */
id: string | null, 
/**
 * See [`Preset::name`].
 */
name: string, 
/**
 * See [`Preset::description`].
 */
description: string, 
/**
 * See [`Preset::tag`].
 */
tag: string | null, 
/**
 * See [`Preset::colour`].
 */
colour: PresetColour | null, 
/**
 * See [`Preset::export`].
 */
export: ExportRequest, 
/**
 * See [`Preset::people_names`].
 */
peopleNames: { [key in string]: string }, 
/**
 * See [`Preset::filter_names`].
 */
filterNames: FilterNames, 
/**
 * See [`Preset::file_name`].
 */
fileName: string, 
/**
 * See [`Preset::destination`].
 */
destination: DestinationChoice, };
export type PresetFileFault = "unopened" | "unreadable" | "not_presets" | "newer" | "too_large";
export type PresetRun = { 
/**
 * The run's id.
 */
runId: string, 
/**
 * Where the run stands; absent once it was taken off the list of runs.
 */
phase: Phase | null, 
/**
 * UTC milliseconds when it was started.
 */
at: number, };
export type PresetStart = { 
/**
 * Which preset.
 */
presetId: string, 
/**
 * The runs that were started.
 */
runs: Array<Run>, 
/**
 * Why none was.
 */
problem: Problem | null, };
export type PreviewColumn = { 
/**
 * Its name, as the service writes it.
 */
name: string, 
/**
 * What stands over it in the file.
 */
header: string, 
/**
 * Rows in which it is empty.
 */
empty: number, 
/**
 * How many different values it has, the empty one not counted; absent when they were not counted.
 */
different: number | null, 
/**
 * Whether their number is exact; else it is a few percent off at most.
 */
exact: boolean, 
/**
 * The sum of a documented column of milliseconds.
 */
totalMillis: number | null, 
/**
 * Their average over the rows that have a number.
 */
averageMillis: number | null, };
export type PreviewGroup = { 
/**
 * What people call it: an agent's name rather than the id.
 */
label: string, 
/**
 * How many rows.
 */
rows: number, 
/**
 * Milliseconds for each of the columns.
 */
millis: Array<number>, };
export type PreviewPart = { 
/**
 * The first row, from 0.
 */
from: number, 
/**
 * The most rows; never more than 200 come.
 */
most: number, 
/**
 * The first column, from 0.
 */
firstColumn: number, 
/**
 * The most columns; never more than 100 come.
 */
columns: number, };
export type PreviewRows = { 
/**
 * Values by row and column; nothing for those that are null or not there.
 */
rows: Array<Array<string | null>>, 
/**
 * Places in `rows`, as row and column, of values that are longer than what is here.
 */
cut: Array<[number, number]>, };
export type PreviewSummary = { 
/**
 * Rows, the header not counted.
 */
rows: number, 
/**
 * One for each column, in the file's order.
 */
columns: Array<PreviewColumn>, 
/**
 * Time in each state by agent, then by other columns that tell teams; empty when the file has
 * no column of milliseconds.
 */
times: Array<PreviewTimes>, };
export type PreviewTimes = { 
/**
 * The column.
 */
by: string, 
/**
 * The columns of milliseconds, in the file's order.
 */
columns: Array<string>, 
/**
 * At most 500, in the file's order.
 */
groups: Array<PreviewGroup>, 
/**
 * Rows of further values, and of none.
 */
otherRows: number, };
export type PreviewValue = { 
/**
 * Its text; nothing when it is null or not there.
 */
text: string | null, 
/**
 * Whether it is longer than a mebibyte, where it is cut.
 */
cut: boolean, };
export type Problem = { 
/**
 * Detail for support, without any secret; absent when the code says it all.
 */
technical: string | null, } & ({ "code": "invalid_field", 
/**
 * Which.
 */
field: Field, 
/**
 * In which way.
 */
fault: FieldFault, } | { "code": "period_too_long" } | { "code": "period_too_old", 
/**
 * First millisecond that can be asked for, UTC.
 */
earliest: number, } | { "code": "nothing_yet" } | { "code": "sign_in_refused" } | { "code": "access_refused" } | { "code": "address_wrong" } | { "code": "request_refused", 
/**
 * The service's own words, if any.
 */
message: string | null, } | { "code": "export_failed", 
/**
 * The service's own words, if any.
 */
reason: string | null, } | { "code": "too_many_exports" } | { "code": "export_gone" } | { "code": "service_busy" } | { "code": "service_unavailable", 
/**
 * HTTP status.
 */
status: number, } | { "code": "unexpected_answer", 
/**
 * What came.
 */
what: UnexpectedKind, } | { "code": "foreign_address", 
/**
 * The host.
 */
host: string, } | { "code": "creation_unknown" } | { "code": "too_slow" } | { "code": "network", 
/**
 * What failed.
 */
fault: NetworkFault, } | { "code": "keychain_unavailable" } | { "code": "keychain_locked" } | { "code": "password_missing" } | { "code": "connection_missing" } | { "code": "instance_missing" } | { "code": "connection_busy" } | { "code": "preset_missing" } | { "code": "preset_file", 
/**
 * Why.
 */
fault: PresetFileFault, } | { "code": "file_name_piece_unknown", 
/**
 * What stands between its braces.
 */
piece: string, } | { "code": "run_missing" } | { "code": "file_exists" } | { "code": "folder_missing" } | { "code": "file_not_writable" } | { "code": "disk_full" } | { "code": "file_name_invalid" } | { "code": "file_moved" } | { "code": "file_changed" } | { "code": "no_program" } | { "code": "file_trouble" } | { "code": "file_damaged", 
/**
 * In which way.
 */
what: DamageKind, } | { "code": "data_folder" } | { "code": "data_in_use" } | { "code": "internal" });
export type ProblemKind = { "code": "invalid_field", 
/**
 * Which.
 */
field: Field, 
/**
 * In which way.
 */
fault: FieldFault, } | { "code": "period_too_long" } | { "code": "period_too_old", 
/**
 * First millisecond that can be asked for, UTC.
 */
earliest: number, } | { "code": "nothing_yet" } | { "code": "sign_in_refused" } | { "code": "access_refused" } | { "code": "address_wrong" } | { "code": "request_refused", 
/**
 * The service's own words, if any.
 */
message: string | null, } | { "code": "export_failed", 
/**
 * The service's own words, if any.
 */
reason: string | null, } | { "code": "too_many_exports" } | { "code": "export_gone" } | { "code": "service_busy" } | { "code": "service_unavailable", 
/**
 * HTTP status.
 */
status: number, } | { "code": "unexpected_answer", 
/**
 * What came.
 */
what: UnexpectedKind, } | { "code": "foreign_address", 
/**
 * The host.
 */
host: string, } | { "code": "creation_unknown" } | { "code": "too_slow" } | { "code": "network", 
/**
 * What failed.
 */
fault: NetworkFault, } | { "code": "keychain_unavailable" } | { "code": "keychain_locked" } | { "code": "password_missing" } | { "code": "connection_missing" } | { "code": "instance_missing" } | { "code": "connection_busy" } | { "code": "preset_missing" } | { "code": "preset_file", 
/**
 * Why.
 */
fault: PresetFileFault, } | { "code": "file_name_piece_unknown", 
/**
 * What stands between its braces.
 */
piece: string, } | { "code": "run_missing" } | { "code": "file_exists" } | { "code": "folder_missing" } | { "code": "file_not_writable" } | { "code": "disk_full" } | { "code": "file_name_invalid" } | { "code": "file_moved" } | { "code": "file_changed" } | { "code": "no_program" } | { "code": "file_trouble" } | { "code": "file_damaged", 
/**
 * In which way.
 */
what: DamageKind, } | { "code": "data_folder" } | { "code": "data_in_use" } | { "code": "internal" };
export type Progress = { 
/**
 * Bytes of the download received; while converting, those read.
 */
bytes: number, 
/**
 * Bytes expected, when the service said so; while converting, those to read.
 */
totalBytes: number | null, 
/**
 * Items the service has processed, when it says so.
 */
current: number | null, 
/**
 * Items the service will process, when it says so.
 */
total: number | null, };
export type PutAsideReason = "newer" | "damaged";
export type Region = { 
/**
 * A short code that the window words, such as `us`.
 */
code: string, 
/**
 * The address.
 */
address: string, };
export type Report = "user" | "raw_agent_states" | "combined" | "conversation_actions" | "conversation_history_action" | "author" | "conversation" | "raw_expert_help" | "incoming_post" | "response" | "response_approval" | "team_performance" | "team_performance_interval";
export type ReportInfo = { 
/**
 * Which.
 */
report: Report, 
/**
 * What can be chosen in it.
 */
choices: Array<Choice>, 
/**
 * Its name.
 */
titles: Words, 
/**
 * A sentence about what it holds.
 */
hints: Words, 
/**
 * Whether a row is of one moment, so that the parts of a longer period can become one file. Conversations that
 * are open at the end of a part are not those of the end of the period.
 */
joinable: boolean, };
export type ReportOptions = { 
/**
 * The hours that count. A smart view's own business hours win over this.
 */
businessHours: BusinessHours, 
/**
 * Priorities, 0 to 5; none for all.
 */
priorities: Array<number>, 
/**
 * Id of the one smart view; none for everything.
 */
smartViewId: string | null, 
/**
 * Ids of work queues; none for all.
 */
workQueueIds: Array<string>, 
/**
 * Up to 2,000 actions of each conversation instead of 500.
 */
raiseLimit: boolean, 
/**
 * Which conversations.
 */
conversations: Conversations, 
/**
 * The length of time that a row stands for.
 */
interval: Interval | null, };
export type ResolvedPeriod = { 
/**
 * First millisecond, UTC.
 */
start: number, 
/**
 * First millisecond after the period, UTC.
 */
end: number, 
/**
 * What a clock in the zone shows at the start, such as `2026-10-01T00:00:00`.
 */
from: string, 
/**
 * What a clock in the zone comes to show at the end, before anybody moves it. After whole days
 * that is the midnight of the next day: the 24:00 of the last.
 */
to: string, 
/**
 * Minutes ahead of UTC at the start.
 */
startOffsetMinutes: number, 
/**
 * Minutes ahead of UTC at the last included moment.
 */
endOffsetMinutes: number, 
/**
 * When clocks move within the period, in order.
 */
changes: Array<ClockChange>, };
export type Run = { 
/**
 * Stable identity, a UUID.
 */
id: string, 
/**
 * The order in which runs were asked for: a later one has a greater number.
 */
sequence: number, 
/**
 * What was asked for.
 */
request: ExportRequest, 
/**
 * The connection's name, which stays when the connection is gone.
 */
connectionName: string, 
/**
 * Which part of a longer period it is; absent when it is all that was asked for.
 */
part: RunPart | null, 
/**
 * How far it is when the parts of a longer period become its one file; absent when there is but one.
 */
joined: JoinedParts | null, 
/**
 * Where it stands.
 */
phase: Phase, 
/**
 * UTC milliseconds when it was asked for.
 */
createdAt: number, 
/**
 * UTC milliseconds when it entered each phase, in order.
 */
steps: [Phase, number][], 
/**
 * How far the current phase is.
 */
progress: Progress, 
/**
 * Name of the file to be, without its folder.
 */
fileName: string, 
/**
 * The file, once saved.
 */
saved: SavedFile | null, 
/**
 * What went wrong, or needs the person.
 */
problem: Problem | null, 
/**
 * Whether resuming goes on with what the service already made, instead of beginning anew.
 */
resumable: boolean, };
export type RunFile = { 
/**
 * Whose file.
 */
runId: string, 
/**
 * Where it is.
 */
state: FileState, };
export type RunPage = { 
/**
 * Newest first.
 */
runs: Array<Run>, 
/**
 * Where the next page begins; absent after the last.
 */
next: number | null, };
export type RunPart = { 
/**
 * The same for all parts of one export, a UUID.
 */
group: string, 
/**
 * Which, from 1.
 */
number: number, 
/**
 * How many there are.
 */
of: number, };
export type RunQuery = { 
/**
 * Words that must all occur in the file's name, the connection's name or what was asked for; empty
 * for all runs. Case and accents make no difference.
 */
text: string, 
/**
 * The phases to list; empty for all.
 */
phases: Array<Phase>, 
/**
 * Lists runs before this [`RunPage::next`]; absent for the first page.
 */
before: number | null, 
/**
 * The most runs to list. A page is shorter when their requests are long.
 */
most: number, };
export type SavedFile = { 
/**
 * Its folder, for showing.
 */
folder: string, 
/**
 * Its size in bytes.
 */
bytes: number, 
/**
 * Records in it, the header not counted.
 */
rows: number, 
/**
 * Columns in it, in the file's order, as the service writes them.
 */
columns: Array<string>, 
/**
 * Columns that were picked and did not come back.
 */
missingColumns: Array<string>, 
/**
 * Columns that came although nobody asked for them, and that are not in the file.
 */
unaskedColumns: Array<string>, 
/**
 * What else is not as one might think.
 */
notes: FileNotes, };
export type Separator = "comma" | "semicolon";
export type Settings = { 
/**
 * Whether the desktop tells of an export's end while the window is not in front.
 */
notify: boolean, 
/**
 * Light or dark.
 */
appearance: Appearance, 
/**
 * What becomes of work under way when the window is closed.
 */
whenClosed: WhenClosed, 
/**
 * What stands between the values of a new CSV for Excel; none for what the person's region uses.
 */
csvSeparator: Separator | null, 
/**
 * How many hours an export may take on the service's side before its run asks the person: 1 to 168.
 */
jobPatienceHours: number, };
export type Team = { 
/**
 * The service's id.
 */
id: string, 
/**
 * The team's name.
 */
name: string, 
/**
 * How many members it has, when the service says.
 */
members: number | null, };
export type TimeZone = { 
/**
 * IANA name.
 */
id: string, 
/**
 * The service's name for it; absent when its list lacks the zone, under all of its names. The
 * export is then made at the offset of its start.
 */
serviceName: string | null, 
/**
 * Minutes ahead of UTC, now.
 */
offsetMinutes: number, 
/**
 * When its clocks move next, within about a year.
 */
nextChange: ClockChange | null, 
/**
 * Deprecated names that lead here, such as `Asia/Calcutta`.
 */
aliases: Array<string>, 
/**
 * Whether it is a distance from UTC and no place. `Etc/GMT+12` means UTC-12.
 */
fixed: boolean, };
export type TimeZones = { 
/**
 * The computer's own zone, when it is known and in [`TimeZones::zones`].
 */
system: string | null, 
/**
 * All zones, by offset and then by name.
 */
zones: Array<TimeZone>, };
export type UnexpectedKind = "html" | "malformed" | "state" | "status" | "too_large";
export type Weekday = "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
export type WhenClosed = "ask" | "background" | "stop";
export type Words = { 
/**
 * English.
 */
en: string, 
/**
 * Spanish.
 */
es: string, 
/**
 * French.
 */
fr: string, 
/**
 * German.
 */
de: string, 
/**
 * Turkish.
 */
tr: string, };
export type ZoomStep = "in" | "out" | "reset";

export const commands = {
  /** Version, known API addresses. */
  appInfo: () => invoke<AppInfo>("app_info"),
  /** What the person should be told until they have read it, oldest first. */
  listNotices: () => invoke<Array<Notice>>("list_notices"),
  /** The person has read a notice. */
  dismissNotice: (noticeId: number) => invoke<null>("dismiss_notice", { noticeId }),
  /** The connections, by name. */
  listConnections: () => invoke<Array<Connection>>("list_connections"),
  /** Asks the service whether an entered connection works. Stores nothing. */
  testConnection: (draft: ConnectionDraft) => invoke<ConnectionCheck>("test_connection", { draft }),
  /** Stores a connection and its password. */
  saveConnection: (draft: ConnectionDraft) => invoke<Connection>("save_connection", { draft }),
  /** Removes a connection and its password. */
  removeConnection: (connectionId: string) => invoke<null>("remove_connection", { connectionId }),
  /** Starts the practice company, when it is not running, and connects to it. */
  connectPractice: (name: string) => invoke<Connection>("connect_practice", { name }),
  /** The zones to pick from. */
  listTimeZones: (connectionId: string) => invoke<TimeZones>("list_time_zones", { connectionId }),
  /** The company's teams. */
  listTeams: (connectionId: string) => invoke<Array<Team>>("list_teams", { connectionId }),
  /** The company's work queues in use, by name. */
  listWorkQueues: (connectionId: string) => invoke<Array<NamedId>>("list_work_queues", { connectionId }),
  /** The company's smart views, by name. */
  listSmartViews: (connectionId: string) => invoke<Array<NamedId>>("list_smart_views", { connectionId }),
  /** The columns known for an export of the connection: documented ones, then learned ones. */
  listColumns: (connectionId: string, report: Report) => invoke<Array<Column>>("list_columns", { connectionId, report }),
  /** Makes the smallest export of a kind for its columns, and gives the columns known then. */
  learnColumns: (connectionId: string, report: Report) => invoke<Array<Column>>("learn_columns", { connectionId, report }),
  /** The company's agents as last learned; with refresh, as a small export tells them now. */
  listAgents: (connectionId: string, refresh: boolean) => invoke<Agents>("list_agents", { connectionId, refresh }),
  /** Stops learning a connection's agents or columns. */
  stopLearning: (connectionId: string) => invoke<null>("stop_learning", { connectionId }),
  /** The presets, in their order. */
  listPresets: () => invoke<Array<Preset>>("list_presets"),
  /** Stores a new preset or the changes to one. */
  savePreset: (draft: PresetDraft) => invoke<Preset>("save_preset", { draft }),
  /** Copies a preset, under this name or one like it that is free. */
  duplicatePreset: (presetId: string, name: string) => invoke<Preset>("duplicate_preset", { presetId, name }),
  /** Puts the presets in this order; those that are not named follow. */
  arrangePresets: (presetIds: Array<string>) => invoke<null>("arrange_presets", { presetIds }),
  /** Removes presets, and gives those that were there. */
  removePresets: (presetIds: Array<string>) => invoke<Array<string>>("remove_presets", { presetIds }),
  /** Puts removed presets back, and gives those that could be. */
  restorePresets: (presetIds: Array<string>) => invoke<Array<string>>("restore_presets", { presetIds }),
  /** Runs presets, asking for a place where one is needed. */
  runPresets: (presetIds: Array<string>) => invoke<Array<PresetStart>>("run_presets", { presetIds }),
  /** Asks for the folder of a preset. Null when the person leaves the dialog. */
  choosePresetFolder: () => invoke<ChosenFolder | null>("choose_preset_folder"),
  /** Asks where to keep presets as a file, and writes it. Its name; null when the person leaves the dialog. */
  exportPresets: (presetIds: Array<string>) => invoke<string | null>("export_presets", { presetIds }),
  /** Asks for a file of presets and adds them. Null when the person leaves the dialog. */
  importPresets: () => invoke<OpenedFile | null>("import_presets"),
  /** Adds the presets of a file that was dropped on the window, from what is in it. */
  importDroppedPresets: (contents: string) => invoke<Array<ImportedPreset>>("import_dropped_presets", { contents }),
  /** Adds the presets of files that the person opened with the app, and says what came of each. */
  takeOpenedFiles: () => invoke<Array<OpenedFile>>("take_opened_files"),
  /** Has presets export from another connection, and gives those that were there. */
  connectPresets: (presetIds: Array<string>, connectionId: string) => invoke<Array<string>>("connect_presets", { presetIds, connectionId }),
  /** What a file-name pattern can hold in braces. */
  fileNamePieces: () => invoke<Array<FileNamePiece>>("file_name_pieces"),
  /** The name that an export would be saved under now, if it were this preset's. */
  previewFileName: (pattern: string, request: ExportRequest, preset: string) => invoke<string>("preview_file_name", { pattern, request, preset }),
  /** The instants of a period in a zone; of a rule, those that it means now. */
  resolvePeriod: (period: Period, timeZone: string) => invoke<ResolvedPeriod>("resolve_period", { period, timeZone }),
  /** How a period is asked for, whatever is exported. */
  planPeriod: (period: Period, timeZone: string) => invoke<PeriodPlan>("plan_period", { period, timeZone }),
  /** Checks an export, asks where to save it and starts it, in parts when its period is longer than the service takes. Gives the first; null when the person leaves the dialog. */
  startExport: (request: ExportRequest) => invoke<Run | null>("start_export", { request }),
  /** Stops a run. */
  cancelRun: (runId: string) => invoke<null>("cancel_run", { runId }),
  /** Goes on with a run that failed or was cut off. */
  resumeRun: (runId: string) => invoke<Run>("resume_run", { runId }),
  /** Asks for another place for a run's file and goes on. Null when the person leaves the dialog. */
  saveRunElsewhere: (runId: string) => invoke<Run | null>("save_run_elsewhere", { runId }),
  /** Lets the runs that the person is looking at get ahead of others that wait for their turn. */
  lookAt: (runIds: Array<string>) => invoke<null>("look_at", { runIds }),
  /** A page of the list of runs, newest first. */
  runsPage: (query: RunQuery) => invoke<RunPage>("runs_page", { query }),
  /** Starts an export like that of an earlier run, beside its file. Null when another place is needed and the person leaves the dialog. */
  runAgain: (runId: string) => invoke<Run | null>("run_again", { runId }),
  /** Takes ended runs off the list; their files stay. Gives the ids of those that were on it. */
  removeRuns: (runIds: Array<string>) => invoke<Array<string>>("remove_runs", { runIds }),
  /** Puts runs back on the list, for ten minutes and while the app is open. Gives the ids of those that could be. */
  restoreRuns: (runIds: Array<string>) => invoke<Array<string>>("restore_runs", { runIds }),
  /** Whether the files of these runs are where they were saved; runs without a file are left out. */
  fileStates: (runIds: Array<string>) => invoke<Array<RunFile>>("file_states", { runIds }),
  /** A run in the words of support, without what is the person's own. */
  runDetails: (runId: string) => invoke<string>("run_details", { runId }),
  /** What a saved file holds, in figures. */
  previewSummary: (runId: string) => invoke<PreviewSummary>("preview_summary", { runId }),
  /** Rows of a saved file, long values cut. */
  previewRows: (runId: string, part: PreviewPart) => invoke<PreviewRows>("preview_rows", { runId, part }),
  /** One value of a saved file, by its row and its column. */
  previewValue: (runId: string, row: number, column: number) => invoke<PreviewValue>("preview_value", { runId, row, column }),
  /** The person's answer to whether the window may be closed while runs are under way. */
  answerClose: (answer: CloseAnswer) => invoke<null>("answer_close", { answer }),
  /** What the person wants of the app. */
  settings: () => invoke<Settings>("settings"),
  /** Stores what the person wants of the app. */
  saveSettings: (settings: Settings) => invoke<null>("save_settings", { settings }),
  /** The folder that save dialogs begin in, when the person chose one. */
  usualFolder: () => invoke<string | null>("usual_folder"),
  /** Asks for the folder that save dialogs are to begin in. Null when the person leaves the dialog. */
  chooseUsualFolder: () => invoke<string | null>("choose_usual_folder"),
  /** Lets save dialogs begin where the system thinks best. */
  forgetUsualFolder: () => invoke<null>("forget_usual_folder"),
  /** What the app keeps, counted. */
  kept: () => invoke<Kept>("kept"),
  /** Takes all ended runs off the list, as remove_runs does. Gives their ids. */
  removeEndedRuns: () => invoke<Array<string>>("remove_ended_runs"),
  /** Removes a part of what the app keeps, or everything. It can't be undone. */
  removeKept: (part: KeptPart) => invoke<null>("remove_kept", { part }),
  /** Whether the computer's keychain keeps the app waiting. */
  keychainIsWaitedFor: () => invoke<boolean>("keychain_is_waited_for"),
  /** What the menus say. The first time there are none until the window has told. */
  wordMenu: (words: MenuWords) => invoke<null>("word_menu", { words }),
  /** Zooms the page. */
  zoom: (step: ZoomStep) => invoke<null>("zoom", { step }),
  /** What notifications and native dialogs say. Until the window has told, there are no notifications. */
  wordDesktop: (words: DesktopWords) => invoke<null>("word_desktop", { words }),
  /** Opens the page on which the person works with Care in their browser. */
  openCare: (connectionId: string) => invoke<null>("open_care", { connectionId }),
  /** Shows the folder of the log files. */
  openLogFolder: () => invoke<null>("open_log_folder"),
  /** Opens a saved file with the computer's own program for it. */
  openFile: (runId: string) => invoke<null>("open_file", { runId }),
  /** Shows a saved file in its folder. */
  showInFolder: (runId: string) => invoke<null>("show_in_folder", { runId }),
};
