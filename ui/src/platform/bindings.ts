// Generated from Rust by `cargo test`; do not edit.
import { invoke } from "@tauri-apps/api/core";

export type AppInfo = { version: string; regions: Region[] };
export type Connection = { id: string; name: string; address: string; companyKey: string; email: string; passwordKeeping: PasswordKeeping; practice: boolean };
export type PasswordKeeping = "keychain" | "session";
export type ConnectionDraft = { id: string | null; name: string; address: string; companyKey: string; email: string; password: string | null; passwordKeeping: PasswordKeeping };
export type ConnectionCheck = { teams: number };
export type Region = { code: string; address: string };
export type ExportRequest = { connectionId: string; period: Period; timeZone: string; locale: "en" | "es" | "fr" | "de" | "tr" | null; teamIds: string[]; agentIds: string[]; includeDisabled: boolean; columns: string[]; format: FileFormat };
export type FileFormat = "csv" | "json";
export type Period = { kind: "days"; from: string; to: string } | { kind: "instants"; start: number; end: number };
export type ResolvedPeriod = { start: number; end: number; startOffsetMinutes: number; endOffsetMinutes: number };
export type TimeZones = { system: string | null; zones: TimeZone[] };
export type TimeZone = { id: string; serviceName: string | null; offsetMinutes: number };
export type Team = { id: string; name: string; members: number | null };
export type Column = { name: string; origin: ColumnOrigin; jsonOnly: boolean };
export type ColumnOrigin = "documented" | "learned";
export type Run = { id: string; request: ExportRequest; phase: Phase; createdAt: number; steps: [Phase, number][]; progress: Progress; fileName: string; saved: SavedFile | null; problem: Problem | null; resumable: boolean };
export type Phase = "queued" | "creating" | "waiting" | "downloading" | "converting" | "saved" | "failed" | "cancelled" | "interrupted";
export type Progress = { bytes: number; totalBytes: number | null; current: number | null; total: number | null };
export type SavedFile = { folder: string; bytes: number; rows: number; columns: string[]; missingColumns: string[] };
export type EngineEvent = { kind: "run"; run: Run } | { kind: "connections" } | { kind: "columns"; connectionId: string };
export type Problem = { technical: string | null } & ProblemKind;
export type ProblemKind =
  | { code: "invalid_field"; field: Field; fault: FieldFault }
  | { code: "period_too_long" }
  | { code: "period_too_old"; earliest: number }
  | { code: "columns_need_json"; columns: string[] }
  | { code: "sign_in_refused" }
  | { code: "access_refused" }
  | { code: "address_wrong" }
  | { code: "request_refused"; message: string | null }
  | { code: "export_failed"; reason: string | null }
  | { code: "too_many_exports" }
  | { code: "export_gone" }
  | { code: "service_busy" }
  | { code: "service_unavailable"; status: number }
  | { code: "unexpected_answer"; what: UnexpectedKind }
  | { code: "foreign_address"; host: string }
  | { code: "creation_unknown" }
  | { code: "too_slow" }
  | { code: "network"; fault: NetworkFault }
  | { code: "keychain_unavailable" }
  | { code: "keychain_locked" }
  | { code: "password_missing" }
  | { code: "connection_missing" }
  | { code: "connection_busy" }
  | { code: "run_missing" }
  | { code: "file_exists" }
  | { code: "folder_missing" }
  | { code: "file_not_writable" }
  | { code: "disk_full" }
  | { code: "file_name_invalid" }
  | { code: "file_moved" }
  | { code: "file_trouble" }
  | { code: "file_damaged"; what: DamageKind }
  | { code: "data_folder" }
  | { code: "internal" };
export type Field = "name" | "address" | "company_key" | "email" | "password" | "period" | "time_zone" | "columns" | "teams" | "agents";
export type FieldFault = "missing" | "malformed" | "not_https" | "taken" | "reversed" | "too_long";
export type NetworkFault = "dns" | "connect" | "tls" | "timeout" | "reset" | "proxy" | "other";
export type UnexpectedKind = "html" | "malformed" | "state" | "status" | "too_large";
export type DamageKind = "truncated" | "html" | "malformed" | "not_utf8";

export const commands = {
  /** Version, known API addresses. */
  appInfo: () => invoke<AppInfo>("app_info"),
  /** The connections, by name. */
  listConnections: () => invoke<Connection[]>("list_connections"),
  /** Asks the service whether an entered connection works. Stores nothing. */
  testConnection: (draft: ConnectionDraft) => invoke<ConnectionCheck>("test_connection", { draft }),
  /** Stores a connection and its password. */
  saveConnection: (draft: ConnectionDraft) => invoke<Connection>("save_connection", { draft }),
  /** Removes a connection and its password. */
  removeConnection: (connectionId: string) => invoke<null>("remove_connection", { connectionId }),
  /** Starts the practice company, when it is not running, and connects to it. */
  connectPractice: () => invoke<Connection>("connect_practice"),
  /** The zones to pick from. */
  listTimeZones: (connectionId: string) => invoke<TimeZones>("list_time_zones", { connectionId }),
  /** The company's teams. */
  listTeams: (connectionId: string) => invoke<Team[]>("list_teams", { connectionId }),
  /** The columns known for the connection: documented ones, then learned ones. */
  listColumns: (connectionId: string) => invoke<Column[]>("list_columns", { connectionId }),
  /** The instants of a period in a zone. */
  resolvePeriod: (period: Period, timeZone: string) => invoke<ResolvedPeriod>("resolve_period", { period, timeZone }),
  /** Checks an export, asks where to save it and starts it. Null when the person leaves the dialog. */
  startExport: (request: ExportRequest) => invoke<Run | null>("start_export", { request }),
  /** Stops a run. */
  cancelRun: (runId: string) => invoke<null>("cancel_run", { runId }),
  /** Goes on with a run that failed or was cut off. */
  resumeRun: (runId: string) => invoke<Run>("resume_run", { runId }),
  /** Asks for another place for a run's file and goes on. Null when the person leaves the dialog. */
  saveRunElsewhere: (runId: string) => invoke<Run | null>("save_run_elsewhere", { runId }),
  /** The latest runs, newest first. */
  listRuns: () => invoke<Run[]>("list_runs"),
  /** Opens a saved file with the computer's own program for it. */
  openFile: (runId: string) => invoke<null>("open_file", { runId }),
  /** Shows a saved file in its folder. */
  showInFolder: (runId: string) => invoke<null>("show_in_folder", { runId }),
};
