import { act, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, openApp } from "../../test/app";

async function openLicences() {
  const app = await openApp();
  act(() => app.platform.pickInMenu("licences"));
  await screen.findByRole("heading", { level: 1, name: "Licences" });
  return app;
}

test("each thing that is shipped is found by its name, and its whole licence is shown", async () => {
  const { user } = await openLicences();
  for (const [name, words] of [
    ["tokio", "Permission is hereby granted"],
    ["react-dom", "Permission is hereby granted"],
    ["SQLite", "May you do good and not evil"],
  ] as const) {
    const search = screen.getByRole("searchbox", { name: "Search by name or licence" });
    await user.clear(search);
    await user.click(search);
    await user.paste(name);
    await user.click(await screen.findByText(name, { selector: ".licence-name" }));
    const dialog = await screen.findByRole("dialog", { name });
    expect(dialog).toHaveTextContent(words);
    await user.click(within(dialog).getByRole("button", { name: "Close" }));
  }
});

test("nothing that people can’t use is in the way", async () => {
  const { user } = await openLicences();
  await user.click(screen.getByRole("searchbox"));
  await user.paste("care exporter");
  expect(screen.getByText("1 entry")).toBeVisible();
  await expectAccessible();
});
