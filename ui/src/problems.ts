/**
 * What to tell a person about each problem: what happened, what it means for the file, what to do, and which button
 * does it. The only place where problems get their words.
 */
import type { MessageKey, MessageValues } from "./messages";
import type { Field, FieldFault, ProblemKind, Run } from "./platform";

/** The button that helps. */
export type Remedy =
  /** Do the same once more. */
  | "retry"
  /** Make a new export out of the same choices; the old one can't be used. */
  | "restart"
  /** Look in Care whether the service made it. */
  | "find"
  /** Correct the connection. */
  | "sign_in"
  /** Choose another place for the file. */
  | "elsewhere"
  /** Go back to the choices. */
  | "change";

/** The button of each remedy. */
export const BUTTONS: Record<Remedy, MessageKey> = {
  retry: "action.tryAgain",
  restart: "action.startAgain",
  find: "find.button",
  sign_in: "action.signIn",
  elsewhere: "action.chooseElsewhere",
  change: "action.newExport",
};

export type Wording = {
  /** What happened, in a sentence. */
  what: MessageKey;
  /** What it means for the file; null where that depends on how far its run had come. */
  file: MessageKey | null;
  /** What to do about it. */
  advice: MessageKey;
  remedy: Remedy;
  /** The button that does it, where it is another than the remedy's. */
  button?: MessageKey;
  values?: MessageValues;
  /** The service's own words, as it gave them. */
  quote?: string | null;
};

type Code = ProblemKind["code"];
type Of<C extends Code> = Extract<ProblemKind, { code: C }>;

/** How dates are written in a wording. */
type Formats = { date(instant: number): string };

type Table = { [C in Code]: Wording | ((problem: Of<C>, formats: Formats) => Wording) };

const NO_FILE: MessageKey = "problem.file.none";
const FILES_STAY: MessageKey = "problem.file.untouched";

const network = (what: MessageKey, advice: MessageKey): Wording => ({
  what,
  file: null,
  advice,
  remedy: "retry",
});

const NETWORK: Record<Of<"network">["fault"], Wording> = {
  dns: network("problem.network.dns", "problem.network.dns.do"),
  connect: network("problem.network.connect", "problem.network.connect.do"),
  tls: network("problem.network.tls", "problem.network.tls.do"),
  timeout: network("problem.network.timeout", "problem.network.connect.do"),
  reset: network("problem.network.reset", "problem.network.connect.do"),
  proxy: network("problem.network.proxy", "problem.network.proxy.do"),
  other: network("problem.network.other", "problem.network.connect.do"),
};

const UNEXPECTED: Record<Of<"unexpected_answer">["what"], MessageKey> = {
  html: "problem.unexpected.html",
  malformed: "problem.unexpected.malformed",
  state: "problem.unexpected.state",
  status: "problem.unexpected.status",
  too_large: "problem.unexpected.tooLarge",
};

const DAMAGE: Record<Of<"file_damaged">["what"], MessageKey> = {
  truncated: "problem.damaged.truncated",
  html: "problem.damaged.html",
  malformed: "problem.damaged.malformed",
  not_utf8: "problem.damaged.notUtf8",
};

const PRESET_FILE: Record<Of<"preset_file">["fault"], Pick<Wording, "what" | "advice">> = {
  unopened: { what: "problem.presetFile.unopened", advice: "problem.presetFile.unopened.do" },
  unreadable: { what: "problem.presetFile.unreadable", advice: "problem.presetFile.unreadable.do" },
  not_presets: { what: "problem.presetFile.notPresets", advice: "problem.presetFile.notPresets.do" },
  newer: { what: "problem.presetFile.newer", advice: "problem.presetFile.newer.do" },
  too_large: { what: "problem.presetFile.tooLarge", advice: "problem.presetFile.notPresets.do" },
};

const TABLE: Table = {
  invalid_field: ({ field, fault }) => ({
    what: fieldMessage(field, fault),
    file: NO_FILE,
    advice: "problem.invalidField.do",
    remedy: isOfConnection(field) ? "sign_in" : "change",
  }),
  period_too_long: {
    what: "problem.periodTooLong",
    file: NO_FILE,
    advice: "problem.periodTooLong.do",
    remedy: "change",
  },
  period_too_old: ({ earliest }, { date }) => ({
    what: "problem.periodTooOld",
    file: NO_FILE,
    advice: "problem.periodTooOld.do",
    remedy: "change",
    values: { earliest: date(earliest) },
  }),
  nothing_yet: {
    what: "problem.nothingYet",
    file: NO_FILE,
    advice: "problem.nothingYet.do",
    remedy: "change",
  },
  sign_in_refused: {
    what: "problem.signInRefused",
    file: null,
    advice: "problem.signInRefused.do",
    remedy: "sign_in",
  },
  access_refused: {
    what: "problem.accessRefused",
    file: null,
    advice: "problem.accessRefused.do",
    remedy: "sign_in",
  },
  address_wrong: {
    what: "problem.addressWrong",
    file: null,
    advice: "problem.addressWrong.do",
    remedy: "sign_in",
  },
  request_refused: ({ message }) => ({
    what: "problem.requestRefused",
    file: NO_FILE,
    advice: "problem.requestRefused.do",
    remedy: "change",
    quote: message,
  }),
  export_failed: ({ reason }) => ({
    what: "problem.exportFailed",
    file: NO_FILE,
    advice: "problem.exportFailed.do",
    remedy: "restart",
    quote: reason,
  }),
  too_many_exports: {
    what: "problem.tooManyExports",
    file: null,
    advice: "problem.tooManyExports.do",
    remedy: "retry",
  },
  export_gone: {
    what: "problem.exportGone",
    file: NO_FILE,
    advice: "problem.exportGone.do",
    remedy: "restart",
  },
  service_busy: {
    what: "problem.serviceBusy",
    file: null,
    advice: "problem.serviceBusy.do",
    remedy: "retry",
  },
  service_unavailable: {
    what: "problem.serviceUnavailable",
    file: null,
    advice: "problem.serviceUnavailable.do",
    remedy: "retry",
  },
  unexpected_answer: ({ what }) => ({
    what: UNEXPECTED[what],
    file: null,
    advice: "problem.unexpected.do",
    remedy: "retry",
  }),
  foreign_address: ({ host }) => ({
    what: "problem.foreignAddress",
    file: null,
    advice: "problem.foreignAddress.do",
    remedy: "sign_in",
    values: { host },
  }),
  creation_unknown: {
    what: "problem.creationUnknown",
    file: NO_FILE,
    advice: "problem.creationUnknown.do",
    remedy: "find",
  },
  too_slow: { what: "problem.tooSlow", file: null, advice: "problem.tooSlow.do", remedy: "retry" },
  network: ({ fault }) => NETWORK[fault],
  keychain_unavailable: {
    what: "problem.keychainUnavailable",
    file: null,
    advice: "problem.keychainUnavailable.do",
    remedy: "sign_in",
  },
  keychain_locked: {
    what: "problem.keychainLocked",
    file: null,
    advice: "problem.keychainLocked.do",
    remedy: "retry",
  },
  password_missing: {
    what: "problem.passwordMissing",
    file: null,
    advice: "problem.passwordMissing.do",
    remedy: "sign_in",
  },
  connection_missing: {
    what: "problem.connectionMissing",
    file: NO_FILE,
    advice: "problem.connectionMissing.do",
    remedy: "change",
  },
  instance_missing: {
    what: "problem.instanceMissing",
    file: NO_FILE,
    advice: "problem.instanceMissing.do",
    remedy: "sign_in",
  },
  connection_busy: {
    what: "problem.connectionBusy",
    file: "problem.connectionBusy.file",
    advice: "problem.connectionBusy.do",
    remedy: "retry",
  },
  preset_missing: {
    what: "problem.presetMissing",
    file: FILES_STAY,
    advice: "problem.presetMissing.do",
    remedy: "change",
    button: "nav.presets",
  },
  preset_file: ({ fault }) => ({
    ...PRESET_FILE[fault],
    file: "problem.presetFile.file",
    remedy: "change",
    button: "presets.import",
  }),
  file_name_piece_unknown: ({ piece }) => ({
    what: "problem.fileNamePieceUnknown",
    file: NO_FILE,
    advice: "problem.fileNamePieceUnknown.do",
    remedy: "change",
    button: "action.save",
    values: { piece },
  }),
  run_missing: {
    what: "problem.runMissing",
    file: FILES_STAY,
    advice: "problem.runMissing.do",
    remedy: "change",
  },
  file_exists: {
    what: "problem.fileExists",
    advice: "problem.fileExists.do",
    file: "problem.fileExists.file",
    remedy: "elsewhere",
  },
  folder_missing: {
    what: "problem.folderMissing",
    file: null,
    advice: "problem.elsewhere.do",
    remedy: "elsewhere",
  },
  file_not_writable: {
    what: "problem.fileNotWritable",
    file: null,
    advice: "problem.elsewhere.do",
    remedy: "elsewhere",
  },
  disk_full: { what: "problem.diskFull", file: null, advice: "problem.diskFull.do", remedy: "elsewhere" },
  file_name_invalid: {
    what: "problem.fileNameInvalid",
    file: null,
    advice: "problem.fileNameInvalid.do",
    remedy: "elsewhere",
  },
  file_changed: {
    what: "problem.fileChanged",
    file: "problem.fileChanged.file",
    advice: "problem.fileChanged.do",
    remedy: "change",
    button: "action.open",
  },
  file_moved: {
    what: "problem.fileMoved",
    file: "problem.fileMoved.file",
    advice: "problem.fileMoved.do",
    remedy: "change",
  },
  no_program: {
    what: "problem.noProgram",
    file: "problem.noProgram.file",
    advice: "problem.noProgram.do",
    remedy: "change",
    button: "action.showInFolder",
  },
  file_trouble: {
    what: "problem.fileTrouble",
    file: null,
    advice: "problem.elsewhere.do",
    remedy: "elsewhere",
  },
  file_damaged: ({ what }) => ({
    what: DAMAGE[what],
    advice: "problem.damaged.do",
    file: "problem.damaged.file",
    remedy: "retry",
  }),
  data_folder: {
    what: "problem.dataFolder",
    file: FILES_STAY,
    advice: "problem.dataFolder.do",
    remedy: "retry",
  },
  data_in_use: {
    what: "problem.dataInUse",
    file: FILES_STAY,
    advice: "problem.dataInUse.do",
    remedy: "retry",
  },
  internal: { what: "problem.internal", file: null, advice: "problem.internal.do", remedy: "retry" },
};

/** The words for a problem. */
export function wordingOf(problem: ProblemKind, formats: Formats): Wording {
  const entry = TABLE[problem.code] as
    | Wording
    | ((problem: ProblemKind, formats: Formats) => Wording)
    | undefined;
  // An engine newer than this window may name a problem that it has no words for.
  return (typeof entry === "function" ? entry(problem, formats) : entry) ?? (TABLE.internal as Wording);
}

/** Whether what is known of an account has to be corrected first: then none of its lists comes. */
export const isOfAccount = (problem: ProblemKind): boolean =>
  problem.code !== "instance_missing" && wordingOf(problem, { date: String }).remedy === "sign_in";

/** Every code that has words. */
export const CODES = Object.keys(TABLE) as Code[];

/** What a run's end means for its file. */
export function fileMeaning(wording: Wording | null, run: Run): MessageKey {
  if (wording?.remedy === "restart" && run.joined && run.resumable) {
    // Of one file's parts, those before the one that failed are there.
    return "problem.file.kept";
  }
  if (wording?.file) {
    return wording.file;
  }
  const anew = wording?.remedy === "restart" || wording?.remedy === "change";
  return run.resumable && !anew ? "problem.file.kept" : NO_FILE;
}

/** What a problem means for files where no run came to an end; nothing where no file was in question. */
export const meaningApart = ({ file }: Wording): MessageKey | null => (file === NO_FILE ? null : file);

const isOfConnection = (field: Field) =>
  field === "name" ||
  field === "address" ||
  field === "company_key" ||
  field === "email" ||
  field === "instance" ||
  field === "password";

const MISSING: Record<Field, MessageKey> = {
  name: "field.name.missing",
  address: "field.address.missing",
  company_key: "field.companyKey.missing",
  email: "field.email.missing",
  password: "field.password.missing",
  period: "field.period.missing",
  time_zone: "field.timeZone.missing",
  columns: "field.columns.missing",
  teams: "field.teams.missing",
  agents: "field.agents.missing",
  include_disabled: "field.choice.malformed",
  business_hours: "field.choice.malformed",
  priorities: "field.priorities.malformed",
  smart_view: "field.smartView.malformed",
  work_queues: "field.workQueues.malformed",
  raise_limit: "field.choice.malformed",
  conversations: "field.choice.malformed",
  interval: "field.interval.missing",
  delivery: "field.notInReport",
  instance: "field.instance.malformed",
  preset_name: "field.presetName.missing",
  description: "field.description.tooLong",
  tag: "field.tag.tooLong",
  file_name: "field.fileName.missing",
};

const MALFORMED: Record<Field, MessageKey> = {
  name: "field.name.malformed",
  address: "field.address.malformed",
  company_key: "field.companyKey.malformed",
  email: "field.email.malformed",
  password: "field.password.malformed",
  period: "field.period.malformed",
  time_zone: "field.timeZone.malformed",
  columns: "field.columns.malformed",
  teams: "field.teams.malformed",
  agents: "field.agents.malformed",
  include_disabled: "field.choice.malformed",
  business_hours: "field.choice.malformed",
  priorities: "field.priorities.malformed",
  smart_view: "field.smartView.malformed",
  work_queues: "field.workQueues.malformed",
  raise_limit: "field.choice.malformed",
  conversations: "field.choice.malformed",
  interval: "field.interval.missing",
  delivery: "field.notInReport",
  instance: "field.instance.malformed",
  preset_name: "field.presetName.malformed",
  description: "field.description.tooLong",
  tag: "field.tag.tooLong",
  file_name: "field.fileName.malformed",
};

const TOO_LONG: Record<Field, MessageKey> = {
  name: "field.name.tooLong",
  address: "field.address.tooLong",
  company_key: "field.companyKey.tooLong",
  email: "field.email.tooLong",
  password: "field.password.tooLong",
  period: "problem.periodTooLong",
  time_zone: "field.timeZone.malformed",
  columns: "field.columns.tooLong",
  teams: "field.teams.tooLong",
  agents: "field.agents.tooLong",
  include_disabled: "field.choice.malformed",
  business_hours: "field.choice.malformed",
  priorities: "field.priorities.malformed",
  smart_view: "field.smartView.malformed",
  work_queues: "field.workQueues.tooLong",
  raise_limit: "field.choice.malformed",
  conversations: "field.choice.malformed",
  interval: "field.interval.missing",
  delivery: "field.notInReport",
  instance: "field.instance.malformed",
  preset_name: "field.presetName.tooLong",
  description: "field.description.tooLong",
  tag: "field.tag.tooLong",
  file_name: "field.fileName.tooLong",
};

/** What is wrong with a field, in a sentence to show beside it. */
export function fieldMessage(field: Field, fault: FieldFault): MessageKey {
  switch (fault) {
    case "missing":
      return MISSING[field];
    case "not_https":
      return "field.address.notHttps";
    case "taken":
      return field === "name"
        ? "field.name.taken"
        : field === "preset_name"
          ? "field.presetName.taken"
          : MALFORMED[field];
    case "reversed":
      return "field.period.reversed";
    case "not_together":
      return "field.agents.notTogether";
    case "skipped":
      return "field.period.skipped";
    case "too_long":
      return TOO_LONG[field];
    case "malformed":
      return MALFORMED[field];
    case "not_in_report":
      return "field.notInReport";
    case "not_for_period":
      return "field.interval.notForPeriod";
  }
}
