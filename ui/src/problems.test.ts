// @vitest-environment node
import { describe, expect, test } from "vitest";
import { messagesFor } from "./messages";
import en from "./messages/en.json";
import type { Field, FieldFault, ProblemKind } from "./platform";
import { fieldMessage, fileMeaning, wordingOf } from "./problems";
import { runIn } from "./test/run";

const { t } = messagesFor(en, "en-GB");
const formats = { date: () => "1 May 2025" };

/** Each code, with each of its variants. */
const kinds: ProblemKind[] = [
  { code: "invalid_field", field: "address", fault: "not_https" },
  { code: "period_too_long" },
  { code: "period_too_old", earliest: 0 },
  { code: "nothing_yet" },
  { code: "sign_in_refused" },
  { code: "access_refused" },
  { code: "address_wrong" },
  { code: "request_refused", message: "Too many buckets (745) requested." },
  { code: "export_failed", reason: null },
  { code: "too_many_exports" },
  { code: "export_gone" },
  { code: "service_busy" },
  { code: "service_unavailable", status: 503 },
  ...(["html", "malformed", "state", "status", "too_large"] as const).map(
    (what) => ({ code: "unexpected_answer", what }) as const,
  ),
  { code: "foreign_address", host: "qa.example.com" },
  { code: "creation_unknown" },
  { code: "too_slow" },
  ...(["dns", "connect", "tls", "timeout", "reset", "proxy", "other"] as const).map(
    (fault) => ({ code: "network", fault }) as const,
  ),
  { code: "keychain_unavailable" },
  { code: "keychain_locked" },
  { code: "password_missing" },
  { code: "connection_missing" },
  { code: "connection_busy" },
  { code: "preset_missing" },
  ...(["unopened", "unreadable", "not_presets", "newer", "too_large"] as const).map(
    (fault) => ({ code: "preset_file", fault }) as const,
  ),
  { code: "file_name_piece_unknown", piece: "day" },
  { code: "run_missing" },
  { code: "file_exists" },
  { code: "folder_missing" },
  { code: "file_not_writable" },
  { code: "disk_full" },
  { code: "file_name_invalid" },
  { code: "file_changed" },
  { code: "file_moved" },
  { code: "no_program" },
  { code: "file_trouble" },
  ...(["truncated", "html", "malformed", "not_utf8"] as const).map(
    (what) => ({ code: "file_damaged", what }) as const,
  ),
  { code: "data_folder" },
  { code: "data_in_use" },
  { code: "internal" },
];

describe("each problem", () => {
  test.each(kinds.map((kind) => [JSON.stringify(kind), kind] as const))("%s is worded", (_, kind) => {
    const { what, advice, values } = wordingOf(kind, formats);
    const first = t(what, values);
    expect(first).toMatch(/^[A-Z].*\.$/);
    // "network" is also a word.
    expect(kind.code.includes("_") && first.includes(kind.code)).toBe(false);
    expect(first).not.toMatch(/\bHTTP\b|\b[1-5]\d\d\b|https?:\/\/\w|error|unknown error/);
    expect(t(advice, values)).toMatch(/^[A-Z].*\.$/);
  });

  test("the service's own words are kept apart from ours", () => {
    expect(wordingOf({ code: "request_refused", message: "Too many buckets" }, formats).quote).toBe(
      "Too many buckets",
    );
  });

  test("a code of a newer engine is worded as a fault", () => {
    expect(wordingOf({ code: "of_tomorrow" } as never, formats).what).toBe("problem.internal");
  });
});

describe("what it means for the file", () => {
  test("depends on whether the run can go on", () => {
    const busy = wordingOf({ code: "service_busy" }, formats);
    expect(fileMeaning(busy, runIn("failed"))).toBe("problem.file.kept");
    expect(fileMeaning(busy, runIn("failed", { resumable: false }))).toBe("problem.file.none");
  });

  test("a file that is there was not touched", () => {
    expect(fileMeaning(wordingOf({ code: "file_exists" }, formats), runIn("failed"))).toBe(
      "problem.fileExists.file",
    );
  });

  test("an export that must be made anew has no file", () => {
    expect(fileMeaning(wordingOf({ code: "export_gone" }, formats), runIn("failed"))).toBe(
      "problem.file.none",
    );
  });
});

test("each fault of each field is worded", () => {
  const fields: Field[] = [
    "name",
    "address",
    "company_key",
    "email",
    "password",
    "period",
    "time_zone",
    "columns",
    "teams",
    "agents",
    "preset_name",
    "description",
    "tag",
    "file_name",
  ];
  const faults: FieldFault[] = [
    "missing",
    "malformed",
    "not_https",
    "taken",
    "reversed",
    "skipped",
    "not_together",
    "too_long",
  ];
  for (const field of fields) {
    for (const fault of faults) {
      expect(en[fieldMessage(field, fault)]).toMatch(/\.$/);
    }
  }
  expect(fieldMessage("name", "taken")).toBe("field.name.taken");
  expect(fieldMessage("period", "reversed")).toBe("field.period.reversed");
});
