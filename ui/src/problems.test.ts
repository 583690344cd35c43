// @vitest-environment node
import { describe, expect, test } from "vitest";
import { messagesFor } from "./messages";
import en from "./messages/en.json";
import { fieldMessage, fileMeaning, wordingOf } from "./problems";
import { EVERY_PROBLEM, FAULTS, FIELDS } from "./test/problems";
import { runIn } from "./test/run";

const { t } = messagesFor(en, "en-GB");
const formats = { date: () => "1 May 2025" };

describe("each problem", () => {
  test.each(EVERY_PROBLEM.map((kind) => [JSON.stringify(kind), kind] as const))("%s is worded", (_, kind) => {
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
  for (const field of FIELDS) {
    for (const fault of FAULTS) {
      expect(en[fieldMessage(field, fault)]).toMatch(/\.$/);
    }
  }
  expect(fieldMessage("name", "taken")).toBe("field.name.taken");
  expect(fieldMessage("period", "reversed")).toBe("field.period.reversed");
});
