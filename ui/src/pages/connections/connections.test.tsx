import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import type { ProblemKind } from "../../platform";
import { account, FakePlatform, practice } from "../../platform/fake";
import { button, expectAccessible, openApp } from "../../test/app";

async function openConnections(platform = new FakePlatform([account, practice])) {
  const app = await openApp(platform);
  await app.user.click(screen.getByRole("link", { name: "Connections" }));
  expect(await screen.findByRole("heading", { level: 1, name: "Connections" })).toHaveFocus();
  return app;
}

async function openForm(platform?: FakePlatform) {
  const app = await openConnections(platform);
  await app.user.click(button("Edit Contact centre"));
  await screen.findByRole("heading", { level: 1, name: "Edit Contact centre" });
  return app;
}

const field = (name: string) => screen.getByLabelText(name, { selector: "input" });

describe("the list", () => {
  test("says of each connection what it is", async () => {
    await openConnections();
    const [first, second] = screen
      .getAllByRole("listitem")
      .filter((item) => within(item).queryByRole("heading"));
    expect(first).toHaveTextContent("Contact centre");
    expect(first).toHaveTextContent(account.address);
    expect(first).toHaveTextContent("reports@example.com, company key NorthWind");
    expect(first).toHaveTextContent("Password kept in this computer’s keychain");
    expect(second).toHaveTextContent("Practice company");
    expect(second).toHaveTextContent("Runs on this computer, with made-up data");
    expect(screen.getByRole("link", { name: "Connections" })).toHaveAttribute("aria-current", "page");
    await expectAccessible();
  });

  test("tells a password that is kept for the session", async () => {
    await openConnections(new FakePlatform([{ ...account, passwordKeeping: "session" }]));
    expect(screen.getByText("Password kept until you close the app")).toBeVisible();
  });

  test("offers the practice company while it is not there", async () => {
    const { user, platform } = await openConnections(new FakePlatform([account]));
    await user.click(button("Try it with the practice company"));
    expect(await screen.findByRole("heading", { name: /Practice company/ })).toBeVisible();
    expect(platform.connections).toContainEqual(practice);
    expect(
      screen.queryByRole("button", { name: "Try it with the practice company" }),
    ).not.toBeInTheDocument();
  });
});

describe("adding", () => {
  test("what is missing is said at each field, and the first has the focus", async () => {
    const { user, platform } = await openConnections();
    await user.click(button("Add connection"));
    await user.click(await screen.findByRole("button", { name: "Save" }));
    expect(field("Name")).toHaveFocus();
    expect(field("Name")).toHaveAccessibleDescription(expect.stringContaining("Enter a name."));
    expect(field("API address")).toHaveAccessibleDescription(
      expect.stringContaining("Enter the API address."),
    );
    expect(field("Company key")).toHaveAccessibleDescription(
      expect.stringContaining("Enter the company key."),
    );
    expect(field("E-mail")).toHaveAccessibleDescription(expect.stringContaining("Enter the e-mail."));
    expect(field("Password")).toHaveAccessibleDescription(expect.stringContaining("Enter the password."));
    expect(platform.callsOf("saveConnection")).toEqual([]);
    await expectAccessible();
  });

  test("offers the region's address, and takes any other as it is typed", async () => {
    const { user } = await openConnections();
    await user.click(button("Add connection"));
    const address = await screen.findByLabelText("API address", { selector: "input" });
    await user.type(address, "united");
    await user.keyboard("{ArrowDown}{Enter}");
    expect(address).toHaveValue(account.address);
    await user.clear(address);
    await user.type(address, "http://127.0.0.1:4010/api");
    await user.tab();
    expect(address).toHaveValue("http://127.0.0.1:4010/api");
  });

  test("takes the instance for its lists, and does without", async () => {
    const { user, platform } = await openConnections();
    await user.click(button("Add connection"));
    await user.type(await screen.findByLabelText("Name"), "Second");
    await user.type(field("API address"), "https://api.example.com");
    await user.type(field("Company key"), "Key");
    await user.type(field("E-mail"), "a@example.com");
    await user.type(field("Password"), "secret");
    platform.refuse("testConnection", { code: "invalid_field", field: "instance", fault: "malformed" });
    await user.type(field("Instance (optional)"), "not one");
    await user.click(button("Test connection"));
    await waitFor(() => expect(field("Instance (optional)")).toHaveFocus());
    expect(field("Instance (optional)")).toHaveAccessibleDescription(expect.stringContaining("such as acme"));
    platform.recover("testConnection");
    await user.clear(field("Instance (optional)"));
    await user.type(field("Instance (optional)"), " acme {Enter}");
    expect(await screen.findByText("Second is saved.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Edit Second" }));
    await user.clear(await screen.findByLabelText("Instance (optional)"));
    await user.click(button("Save"));
    expect(await screen.findByText("Second is saved.")).toBeVisible();
    expect(platform.callsOf("saveConnection").map(([draft]) => draft)).toEqual([
      expect.objectContaining({ instance: "acme" }),
      expect.objectContaining({ instance: null }),
    ]);
  });

  test("arrives at the list and says so", async () => {
    const { user } = await openConnections();
    await user.click(button("Add connection"));
    await user.type(await screen.findByLabelText("Name"), "Second");
    await user.type(field("API address"), "https://api.example.com");
    await user.type(field("Company key"), "Key");
    await user.type(field("E-mail"), "a@example.com");
    await user.type(field("Password"), "secret{Enter}");
    expect(await screen.findByText("Second is saved.")).toBeVisible();
    expect(screen.getByRole("button", { name: "Edit Second" })).toBeVisible();
  });
});

describe("testing a connection", () => {
  test("says how many teams it sees", async () => {
    const { user, platform } = await openForm();
    await user.click(button("Test connection"));
    expect(await screen.findByRole("status")).toHaveTextContent("The connection works. It sees 4 teams.");
    expect(platform.callsOf("testConnection")).toEqual([
      [expect.objectContaining({ id: "account", password: null })],
    ]);
    expect(platform.callsOf("saveConnection")).toEqual([]);
    await expectAccessible();
  });

  const cases: [ProblemKind, string, string | null, RegExp][] = [
    [
      { code: "sign_in_refused" },
      "Password",
      "The e-mail or this password is wrong.",
      /did not accept the e-mail and password/,
    ],
    [{ code: "access_refused" }, "Company key", "Check this key. Capitals matter.", /may not do this/],
    [{ code: "address_wrong" }, "API address", "Check this address.", /not at this address/],
    [
      { code: "network", fault: "dns" },
      "API address",
      "Check this address.",
      /host of the API address was not found/,
    ],
    [
      { code: "foreign_address", host: "qa.example.com" },
      "API address",
      "Check this address.",
      /another host, qa.example.com/,
    ],
    [{ code: "network", fault: "connect" }, "API address", null, /could not be reached/],
    [{ code: "network", fault: "tls" }, "API address", null, /not safe, so nothing was sent/],
    [{ code: "service_busy" }, "API address", null, /service is busy/],
  ];
  test.each(cases)("%o says what is wrong and where", async (kind, name, atField, words) => {
    const platform = new FakePlatform([account, practice]);
    platform.refuse("testConnection", kind, "GET /teams");
    const { user } = await openForm(platform);
    await user.click(button("Test connection"));
    expect(await screen.findByRole("alert")).toHaveTextContent(words);
    if (atField) {
      expect(field(name)).toHaveFocus();
      expect(field(name)).toHaveAccessibleDescription(expect.stringContaining(atField));
    } else {
      expect(field(name)).toBeValid();
    }
    await expectAccessible();
  });

  test("a field that can't be right says so itself, and only there", async () => {
    const platform = new FakePlatform([account, practice]);
    platform.refuse("testConnection", { code: "invalid_field", field: "address", fault: "not_https" });
    const { user } = await openForm(platform);
    await user.click(button("Test connection"));
    expect(await screen.findByText(/must start with https/)).toBeVisible();
    expect(field("API address")).toHaveFocus();
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
    await user.type(field("API address"), "x");
    expect(screen.queryByText(/must start with https/)).not.toBeInTheDocument();
  });

  test("an answer about what was entered before is not shown", async () => {
    const platform = new FakePlatform([account, practice]);
    let answer = (_: { teams: number }) => {};
    platform.answer("testConnection", () => new Promise((resolve) => (answer = resolve)));
    const { user } = await openForm(platform);
    await user.click(button("Test connection"));
    await user.type(field("E-mail"), "x");
    answer({ teams: 3 });
    await user.type(field("E-mail"), "y");
    expect(screen.queryByText(/The connection works/)).not.toBeInTheDocument();
  });
});

describe("saving", () => {
  test("asks the service first, and stores nothing that it refuses", async () => {
    const platform = new FakePlatform([account, practice]);
    platform.refuse("testConnection", { code: "sign_in_refused" });
    const { user } = await openForm(platform);
    await user.type(field("Password"), "wrong{Enter}");
    expect(await screen.findByRole("alert")).toHaveTextContent("did not accept the e-mail and password");
    expect(field("Password")).toHaveFocus();
    expect(platform.callsOf("saveConnection")).toEqual([]);
    await expectAccessible();

    platform.recover("testConnection");
    await user.type(field("Password"), " no more{Enter}");
    expect(await screen.findByText("Contact centre is saved.")).toBeVisible();
  });

  test("can be had without the service, which may not be there today", async () => {
    const platform = new FakePlatform([account, practice]);
    platform.refuse("testConnection", { code: "network", fault: "connect" });
    const { user } = await openForm(platform);
    await user.type(field("Password"), "secret");
    await user.click(button("Test connection"));
    await screen.findByRole("alert");
    expect(screen.queryByRole("button", { name: "Save without testing" })).not.toBeInTheDocument();
    await user.click(button("Save"));
    await user.click(await screen.findByRole("button", { name: "Save without testing" }));
    expect(await screen.findByText("Contact centre is saved.")).toBeVisible();
  });

  test("a keychain that does not answer can be done without, at once", async () => {
    const platform = new FakePlatform([account, practice]);
    platform.answer("saveConnection", () => new Promise(() => {}));
    const { user } = await openForm(platform);
    await user.type(field("Password"), "secret");
    await user.click(button("Save"));
    act(() => platform.emit({ kind: "keychain", waiting: true }));
    expect(await screen.findByText("This computer’s keychain keeps Care Exporter waiting.")).toBeVisible();
    platform.recover("saveConnection");
    await user.click(button("Keep it for this session only"));
    expect(await screen.findByText("Password kept until you close the app")).toBeVisible();
  });

  test("a password is for the session only when that is wanted", async () => {
    const { user, platform } = await openForm();
    await user.click(
      screen.getByRole("checkbox", { name: "Remember the password only until Care Exporter is closed" }),
    );
    await user.type(field("Password"), "secret{Enter}");
    expect(await screen.findByText("Password kept until you close the app")).toBeVisible();
    expect(platform.callsOf("saveConnection")).toEqual([
      [expect.objectContaining({ password: "secret", passwordKeeping: "session" })],
    ]);
  });
});

describe("changing", () => {
  test("never shows the password, and keeps the stored one when it is left empty", async () => {
    const { user, platform } = await openForm();
    expect(field("Password")).toHaveValue("");
    expect(field("Password")).toHaveAttribute("type", "password");
    await user.clear(field("Name"));
    await user.type(field("Name"), "Renamed{Enter}");
    expect(await screen.findByText("Renamed is saved.")).toBeVisible();
    // A name is no account: the service is not asked about it.
    expect(platform.callsOf("testConnection")).toEqual([]);
    expect(platform.callsOf("saveConnection")).toEqual([
      [
        expect.objectContaining({
          id: "account",
          name: "Renamed",
          password: null,
          passwordKeeping: "keychain",
        }),
      ],
    ]);
  });

  test.each(["keychain_unavailable", "keychain_locked"] as const)(
    "%s offers to keep the password for the session",
    async (code) => {
      const platform = new FakePlatform([account, practice]);
      platform.refuse("saveConnection", { code });
      const { user } = await openForm(platform);
      await user.type(field("Password"), "secret");
      await user.click(button("Save"));
      expect(await screen.findByRole("alert")).toHaveTextContent(/keychain/);
      await expectAccessible();
      platform.recover("saveConnection");
      await user.click(button("Keep it for this session only"));
      expect(await screen.findByText("Contact centre is saved.")).toBeVisible();
      expect(platform.callsOf("saveConnection").at(-1)).toEqual([
        expect.objectContaining({ password: "secret", passwordKeeping: "session" }),
      ]);
      expect(screen.getByText("Password kept until you close the app")).toBeVisible();
    },
  );

  test("a name that is taken is said at the name", async () => {
    const platform = new FakePlatform([account, practice]);
    platform.refuse("saveConnection", { code: "invalid_field", field: "name", fault: "taken" });
    const { user } = await openForm(platform);
    await user.click(button("Save"));
    expect(await screen.findByText("Another connection has this name. Choose another.")).toBeVisible();
    expect(field("Name")).toHaveFocus();
  });
});

describe("removing", () => {
  test("asks first, and says what goes", async () => {
    const { user, platform } = await openForm();
    await user.click(button("Remove"));
    const dialog = await screen.findByRole("alertdialog", { name: "Remove Contact centre?" });
    expect(dialog).toHaveTextContent("its password is removed from the keychain as well");
    await expectAccessible();
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("alertdialog")).not.toBeInTheDocument();
    await waitFor(() => expect(button("Remove")).toHaveFocus());
    expect(platform.callsOf("removeConnection")).toEqual([]);
    await user.click(button("Remove"));
    await user.click(button("Remove connection"));
    expect(await screen.findByText("Contact centre is removed.")).toBeVisible();
    expect(platform.callsOf("removeConnection")).toEqual([["account"]]);
    expect(screen.queryByRole("button", { name: "Edit Contact centre" })).not.toBeInTheDocument();
  });

  test("a connection with an export under way stays", async () => {
    const platform = new FakePlatform([account, practice]);
    platform.refuse("removeConnection", { code: "connection_busy" });
    const { user } = await openForm(platform);
    await user.click(button("Remove"));
    await user.click(button("Remove connection"));
    expect(await screen.findByRole("alert")).toHaveTextContent(
      "An export from this connection is still running.",
    );
    await user.click(button("Keep it"));
    expect(screen.getByRole("heading", { level: 1, name: "Edit Contact centre" })).toBeVisible();
  });

  test("the practice company has nothing to set up, and can be removed", async () => {
    const { user, platform } = await openConnections();
    await user.click(button("Edit Practice company"));
    expect(await screen.findByText(/made-up agents, teams and numbers/)).toBeVisible();
    expect(screen.queryByRole("textbox")).not.toBeInTheDocument();
    await expectAccessible();
    await user.click(button("Remove"));
    await user.click(button("Remove connection"));
    expect(await screen.findByText("Practice company is removed.")).toBeVisible();
    expect(platform.connections).toEqual([account]);
  });

  test("the last connection leads back to the first start", async () => {
    const { user } = await openForm(new FakePlatform([account]));
    await user.click(button("Remove"));
    await user.click(button("Remove connection"));
    expect(await screen.findByRole("button", { name: "Connect your account" })).toBeVisible();
  });
});
