import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import type { ExportRequest } from "../../platform";
import { account, FakePlatform, practice } from "../../platform/fake";
import { button, expectAccessible, inPanel, openApp, panel, testMemory } from "../../test/app";

/** What the last pressed Export asked for. */
const asked = (platform: FakePlatform) => platform.callsOf("startExport").at(-1)?.[0] as ExportRequest;

/** An app whose save dialog is always left, so that the page stays. */
function leavingDialog(connections = [account]) {
  const platform = new FakePlatform(connections);
  platform.answer("startExport", async () => null);
  return platform;
}

const zone = () => screen.getByRole("combobox", { name: "Time zone" });
const language = () => screen.getByRole("combobox", { name: "Language of the export" });

describe("the page as it opens", () => {
  test("says what will happen", async () => {
    await openApp();
    expect(panel()).toHaveAttribute("data-phase", "idle");
    expect(panel()).toHaveTextContent(
      "Everyone’s time, last month (1–31 October 2026), Istanbul time, your company’s default columns, as an Excel file",
    );
    expect(panel().querySelector(".unbroken")).toHaveTextContent("1–31 October 2026");
    expect(
      await screen.findByText("Thursday 1 October 00:00 to Saturday 31 October 24:00, Istanbul, UTC+3"),
    ).toBeVisible();
    expect(screen.getByText(/period only affects the “Total Time” columns/)).toBeVisible();
    expect(screen.getByText(/Nothing picked: the file has your company’s default columns/)).toBeVisible();
    expect(screen.queryByText(/made up for practising/)).not.toBeInTheDocument();
    await expectAccessible();
  });

  test("asks for each list once, however often the page is changed", async () => {
    const { user, platform } = await openApp();
    await screen.findByRole("option", { name: "agent_name" });
    await user.click(screen.getByRole("link", { name: "Connections" }));
    await user.click(await screen.findByRole("link", { name: "Export" }));
    await screen.findByRole("heading", { name: "User export" });
    for (const list of ["listTimeZones", "listTeams", "listColumns"] as const) {
      expect(platform.callsOf(list).length).toBeLessThanOrEqual(1);
    }
  });

  test("keeps the choices while another page is looked at", async () => {
    const { user } = await openApp();
    await user.click(screen.getByRole("radio", { name: "JSON" }));
    await user.click(await screen.findByRole("option", { name: "agent_id" }));
    await user.click(screen.getByRole("link", { name: "Connections" }));
    await screen.findByRole("heading", { name: "Connections" });
    await user.click(screen.getByRole("link", { name: "Export" }));
    await screen.findByRole("heading", { name: "User export" });
    expect(panel()).toHaveTextContent("1 column, as a JSON file");
  });
});

describe("the connection", () => {
  test("is asked for when there are several, and people are kept apart", async () => {
    const platform = leavingDialog([account, { ...practice }]);
    const { user } = await openApp(platform);
    await user.click(screen.getByRole("radio", { name: "Agents" }));
    await user.type(screen.getByLabelText("Add agents by ID"), "7{Enter}");
    const from = screen.getByRole("combobox", { name: "Export from" });
    await user.click(from);
    await user.keyboard("practice{Enter}");
    expect(from).toHaveValue("Practice company");
    expect(panel()).toHaveTextContent("Everyone’s time");
    expect(await screen.findByText(/start with practice_ are made up/)).toBeVisible();
    await user.click(button("Export"));
    expect(asked(platform)).toMatchObject({ connectionId: "practice", agentIds: [] });
  });
});

test("Ctrl and Enter export from any field, and do nothing in a dialog", async () => {
  const platform = leavingDialog();
  const { user } = await openApp(platform);
  await user.click(zone());
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() => expect(platform.callsOf("startExport")).toHaveLength(1));
  expect(zone()).toHaveFocus();
  await user.click(button("Save as preset"));
  expect(await screen.findByRole("textbox", { name: "Name of the preset" })).toHaveFocus();
  await user.keyboard("{Control>}{Enter}{/Control}");
  expect(platform.callsOf("startExport")).toHaveLength(1);
});

describe("the period", () => {
  test("is typed by its parts, and said in full", async () => {
    const platform = leavingDialog();
    const { user } = await openApp(platform);
    const days = screen.getAllByRole("spinbutton", { name: /day/i });
    expect(days).toHaveLength(2);
    await user.click(days[0] as HTMLElement);
    await user.keyboard("05");
    await user.click(days[1] as HTMLElement);
    await user.keyboard("07");
    expect(await screen.findByText(/Monday 5 October 00:00 to Wednesday 7 October 24:00/)).toBeVisible();
    await user.click(button("Export"));
    expect(asked(platform).period).toEqual({ kind: "days", from: "2026-10-05", to: "2026-10-07" });
  });

  test("is picked in a calendar that starts on Monday where weeks do", async () => {
    const { user } = await openApp();
    await user.click(screen.getByRole("button", { name: /Calendar/ }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getAllByRole("columnheader", { hidden: true })[0]).toHaveTextContent("M");
    await expectAccessible();
    await user.click(within(dialog).getByRole("button", { name: /12 October 2026/ }));
    await user.click(within(dialog).getByRole("button", { name: /14 October 2026/ }));
    expect(await screen.findByText(/Monday 12 October 00:00 to Wednesday 14 October 24:00/)).toBeVisible();
  });

  test.each([
    ["en-US", "October 2026", "S"],
    ["fr-CA", "octobre 2026", "D"],
    ["fr-FR", "octobre 2026", "L"],
    ["tr-TR", "Ekim 2026", "P"],
  ])(
    "in %s has a calendar in the window's language, whose weeks are the region's",
    async (system, month, first) => {
      const { user } = await openApp(new FakePlatform(), testMemory(), system);
      await user.click(await screen.findByRole("button", { name: /^(Calendar|Calendrier|Takvim)/ }));
      const dialog = await screen.findByRole("dialog");
      expect(dialog).toHaveTextContent(month);
      const [day] = within(dialog).getAllByRole("columnheader", { hidden: true });
      expect(day).toHaveTextContent(first);
    },
  );

  test("that can't be is said at the field, in words", async () => {
    const { user } = await openApp();
    const months = screen.getAllByRole("spinbutton", { name: /month/i });
    await user.click(months[0] as HTMLElement);
    await user.keyboard("11");
    expect(await screen.findByText("The period ends before it starts.")).toBeVisible();
    expect(screen.queryByText(/24:00/)).not.toBeInTheDocument();
    await expectAccessible();
  });

  test("that is left half typed goes back to what it was", async () => {
    const { user } = await openApp();
    await screen.findByText(/24:00/);
    const day = () => screen.getAllByRole("spinbutton")[0] as HTMLElement;
    await user.click(day());
    await user.keyboard("{Backspace}{Backspace}");
    expect(day()).toHaveTextContent("dd");
    await user.click(zone());
    await waitFor(() => expect(day()).toHaveTextContent("01"));
    expect(panel()).toHaveTextContent("1–31 October 2026");
  });

  test("that is empty keeps the button from sending anything", async () => {
    const { user, platform } = await openApp();
    for (const segment of screen.getAllByRole("spinbutton").slice(0, 3)) {
      await user.click(segment);
      await user.keyboard("{Delete}{Delete}{Delete}{Delete}");
    }
    await waitFor(() => expect(panel()).toHaveTextContent("Enter both days of the period."));
    await user.click(button("Export"));
    expect(inPanel().getByRole("alert")).toHaveTextContent("Enter both days of the period.");
    expect(platform.callsOf("startExport")).toEqual([]);
    expect(screen.getAllByRole("spinbutton")[0]).toHaveFocus();
    await expectAccessible();
  });
});

describe("the time zone", () => {
  test("is the computer's own, and found by Turkish letters, by city and by offset", async () => {
    const platform = leavingDialog();
    const { user } = await openApp(platform);
    await waitFor(() => expect(zone()).toHaveValue("Istanbul (UTC+3)"));
    for (const [query, value] of [
      ["new york", "New York (UTC−4)"],
      ["İSTANBUL", "Istanbul (UTC+3)"],
      ["+5:30", "Kolkata (UTC+5:30)"],
    ] as const) {
      await user.clear(zone());
      await user.type(zone(), query);
      expect(await screen.findAllByRole("option")).not.toHaveLength(0);
      await user.keyboard("{Enter}");
      expect(zone()).toHaveValue(value);
    }
    expect(panel()).toHaveTextContent("Kolkata time");
    await user.click(button("Export"));
    expect(asked(platform).timeZone).toBe("Asia/Kolkata");
  });

  test("is walked to by arrows, and what was typed is undone by leaving", async () => {
    const { user } = await openApp();
    await waitFor(() => expect(zone()).toHaveValue("Istanbul (UTC+3)"));
    await user.clear(zone());
    await user.type(zone(), "+3");
    await user.keyboard("{ArrowDown}{ArrowDown}{Enter}");
    expect(zone()).toHaveValue("Nairobi (UTC+3)");
    await user.clear(zone());
    await user.type(zone(), "ber");
    await user.keyboard("{Escape}");
    expect(zone()).toHaveValue("Nairobi (UTC+3)");
    await user.clear(zone());
    await user.type(zone(), "atlantis");
    expect(await screen.findByText("No time zone fits.")).toBeVisible();
    await user.tab();
    expect(zone()).toHaveValue("Nairobi (UTC+3)");
  });

  test("can be picked although the list did not come", async () => {
    const platform = leavingDialog();
    platform.refuse("listTimeZones", { code: "network", fault: "connect" });
    const { user } = await openApp(platform);
    expect(await screen.findByText("The time zones shown are the ones this computer knows.")).toBeVisible();
    await user.clear(zone());
    await user.type(zone(), "sao paulo");
    await user.keyboard("{Enter}");
    expect(zone()).toHaveValue("São Paulo (UTC−3)");
    await expectAccessible();
    platform.recover("listTimeZones");
    await user.click(button("Try again"));
    await waitFor(() => expect(screen.queryByText(/the ones this computer knows/)).not.toBeInTheDocument());
  });
});

test("the language of the export is the company's until another is picked", async () => {
  const platform = leavingDialog();
  const { user } = await openApp(platform);
  expect(language()).toHaveValue("Company setting");
  expect(language()).toHaveAccessibleDescription(/The language of this window is picked in Settings/);
  await user.clear(language());
  await user.type(language(), "turk");
  await user.keyboard("{Enter}");
  expect(language()).toHaveValue("Turkish");
  await user.click(button("Export"));
  expect(asked(platform).locale).toBe("tr");
});

describe("people", () => {
  test("teams are searched and picked, and the sentence counts them", async () => {
    const platform = leavingDialog();
    const { user } = await openApp(platform);
    await user.click(screen.getByRole("radio", { name: "Teams" }));
    const list = await screen.findByRole("listbox", { name: "Teams" });
    expect(within(list).getByRole("option", { name: "North West" })).toHaveTextContent("23 members");
    expect(within(list).getByRole("option", { name: "Destek İstanbul" })).toHaveTextContent("1 member");
    await user.type(screen.getByRole("searchbox", { name: "Search teams" }), "DESTEK istanbul");
    expect(within(list).getAllByRole("option")).toHaveLength(1);
    await user.keyboard("{ArrowDown}{Enter}");
    await user.clear(screen.getByRole("searchbox", { name: "Search teams" }));
    await user.click(within(list).getByRole("option", { name: "Spätschicht" }));
    expect(screen.getByText("2 of 4 teams picked")).toBeVisible();
    expect(panel()).toHaveTextContent("Agents’ time for 2 teams, last month");
    await expectAccessible();
    await user.click(button("Export"));
    expect(asked(platform)).toMatchObject({ teamIds: ["2", "4"], agentIds: [] });
  });

  test("a team is to be picked before anything is sent", async () => {
    const { user, platform } = await openApp();
    await user.click(screen.getByRole("radio", { name: "Teams" }));
    await screen.findByRole("listbox", { name: "Teams" });
    await user.click(button("Export"));
    expect(inPanel().getByRole("alert")).toHaveTextContent("Pick a team, or choose Everyone.");
    expect(screen.getByRole("searchbox", { name: "Search teams" })).toHaveFocus();
    expect(platform.callsOf("startExport")).toEqual([]);
    await expectAccessible();
  });

  test("teams that did not come can be typed, and asked for again", async () => {
    const platform = leavingDialog();
    platform.refuse("listTeams", { code: "access_refused" });
    const { user } = await openApp(platform);
    await user.click(screen.getByRole("radio", { name: "Teams" }));
    expect(await screen.findByText(/You can type the IDs of teams below/)).toBeVisible();
    await user.type(screen.getByLabelText("Add teams by ID"), "6222 6223 ");
    await expectAccessible();
    await user.click(button("Export"));
    expect(asked(platform).teamIds).toEqual(["6222", "6223"]);
    platform.recover("listTeams");
    await user.click(button("Try again"));
    expect(await screen.findByRole("listbox", { name: "Teams" })).toBeVisible();
  });

  test("ids of agents are typed or pasted in any list, each once", async () => {
    const platform = leavingDialog();
    const { user } = await openApp(platform);
    await user.click(screen.getByRole("radio", { name: "Agents" }));
    const ids = screen.getByLabelText("Add agents by ID");
    await user.type(ids, "12,13 14{Enter}");
    await user.click(ids);
    await user.paste("15\n16\r\n17, 18;12\t19");
    expect(panel()).toHaveTextContent("Time of 8 agents");
    await user.type(ids, "12{Enter}");
    expect(screen.getByText("12 is already there.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: /Remove.*13|13.*Remove/ }));
    expect(panel()).toHaveTextContent("Time of 7 agents");
    await user.type(ids, "007");
    await user.click(screen.getByRole("checkbox", { name: "Include disabled agents" }));
    expect(panel()).toHaveTextContent("Time of 8 agents, disabled agents included");
    await expectAccessible();
    await user.click(button("Export"));
    expect(asked(platform)).toMatchObject({
      agentIds: ["12", "14", "15", "16", "17", "18", "19", "007"],
      teamIds: [],
      includeDisabled: true,
    });
    await user.click(button("Remove all"));
    expect(panel()).toHaveTextContent("Everyone’s time");
  });

  test("what is documented nowhere is said", async () => {
    await openApp();
    expect(screen.getByText(/Pick teams or agents, not both/)).toBeVisible();
  });
});

describe("the file", () => {
  const radio = (name: string) => screen.getByRole("radio", { name });

  test("is an Excel workbook unless something else is picked", async () => {
    const { user, platform } = await openApp(leavingDialog());
    expect(radio("Excel")).toBeChecked();
    expect(panel()).toHaveTextContent("as an Excel file");
    await user.click(button("Export"));
    expect(asked(platform).file).toEqual({
      format: "excel",
      headers: "technical",
      language: "en",
      csv: { reader: "excel", separator: "comma", lineEnd: "crlf", neutralise: false },
      excelTimes: "milliseconds",
    });
    await expectAccessible();
  });

  test("has the choices of its format, and keeps those of the others", async () => {
    const { user, platform } = await openApp(leavingDialog());
    await user.click(radio("Hours"));
    await user.click(radio("Plain names"));
    const inside = screen.getByRole("combobox", { name: "Language inside the file" });
    expect(inside).toHaveValue("English");
    await user.clear(inside);
    await user.type(inside, "turk");
    await user.keyboard("{Enter}");
    await user.click(radio("CSV"));
    expect(screen.queryByRole("radio", { name: "Hours" })).not.toBeInTheDocument();
    await user.click(radio("Semicolons"));
    await user.click(radio("As on Linux and macOS"));
    await user.click(screen.getByRole("checkbox", { name: "Make formulas harmless" }));
    await expectAccessible();
    await user.click(radio("For other programs"));
    expect(screen.queryByRole("radio", { name: "Semicolons" })).not.toBeInTheDocument();
    await user.click(radio("JSON Lines"));
    expect(panel()).toHaveTextContent("as a JSON Lines file");
    expect(screen.queryByRole("radio", { name: "Plain names" })).not.toBeInTheDocument();
    await user.click(button("Export"));
    expect(asked(platform).file).toEqual({
      format: "json_lines",
      headers: "plain",
      language: "tr",
      csv: { reader: "programs", separator: "semicolon", lineEnd: "lf", neutralise: true },
      excelTimes: "hours",
    });
  });

  test("holds columns that the service sends in JSON only, whatever its format", async () => {
    const { user, platform } = await openApp(leavingDialog());
    await user.click(await screen.findByRole("option", { name: "TOTAL_GREEN_STATE_TIME_MILLIS" }));
    await user.click(radio("CSV"));
    await user.click(button("Export"));
    expect(asked(platform).columns).toEqual(["TOTAL_GREEN_STATE_TIME_MILLIS"]);
  });
});

describe("pressing Export", () => {
  test("a dialog that is left leaves all as it was, the focus too", async () => {
    const platform = new FakePlatform();
    let leave = (_: null) => {};
    platform.answer("startExport", () => new Promise((resolve) => (leave = resolve)));
    const { user } = await openApp(platform);
    await user.click(button("Export"));
    expect(button("Export")).toHaveAttribute("aria-disabled", "true");
    await user.click(button("Export"));
    expect(platform.callsOf("startExport")).toHaveLength(1);
    act(() => (document.activeElement as HTMLElement).blur());
    await act(async () => leave(null));
    expect(button("Export")).toHaveFocus();
    expect(panel()).toHaveAttribute("data-phase", "idle");
  });

  test("a refusal is said in words, at its field where there is one", async () => {
    const platform = new FakePlatform();
    platform.refuse("startExport", { code: "invalid_field", field: "columns", fault: "malformed" });
    const { user } = await openApp(platform);
    await user.click(button("Export"));
    expect(
      await screen.findByText("A column’s name has characters that cannot be used.", {
        selector: ".field-error *, .field-error",
      }),
    ).toBeVisible();
    expect(screen.getByLabelText("Add a column")).toHaveFocus();
    await expectAccessible();
  });

  test("a missing password leads to the connection and back", async () => {
    const platform = new FakePlatform();
    platform.refuse("startExport", { code: "password_missing" });
    const { user } = await openApp(platform);
    await user.click(button("Export"));
    await user.click(await screen.findByRole("button", { name: "Sign in again" }));
    await user.type(await screen.findByLabelText("Password"), "new one");
    await user.click(button("Save"));
    expect(await screen.findByRole("heading", { name: "User export" })).toBeVisible();
  });
});
