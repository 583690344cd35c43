import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { FakePlatform } from "../../platform/fake";
import { button, expectAccessible, openApp, panel } from "../../test/app";

test("offers two ways to begin, the languages and the guide, and nothing else", async () => {
  await openApp(new FakePlatform([]));
  expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Care Exporter");
  expect(screen.getAllByRole("button").map(({ textContent }) => textContent)).toEqual([
    "Connect your account",
    "Try it with the practice company",
    "Language: English",
    "Guide",
  ]);
  expect(screen.queryByRole("navigation")).not.toBeInTheDocument();
  await expectAccessible();
});

test("the practice company leads straight to the export page", async () => {
  const { user, platform } = await openApp(new FakePlatform([]));
  await user.click(button("Try it with the practice company"));
  expect(await screen.findByRole("heading", { level: 1, name: "User export" })).toHaveFocus();
  expect(panel()).toHaveAttribute("data-phase", "idle");
  expect(platform.callsOf("connectPractice")).toHaveLength(1);
  expect(await screen.findByText(/start with practice_ are made up/)).toBeVisible();
});

test("says when the practice company does not start, and can be asked again", async () => {
  const platform = new FakePlatform([]);
  platform.refuse("connectPractice", { code: "internal" }, "bind: address in use");
  const { user } = await openApp(platform);
  await user.click(button("Try it with the practice company"));
  expect(await screen.findByRole("alert")).toHaveTextContent("Something in the app went wrong.");
  await expectAccessible();
  platform.recover("connectPractice");
  await user.click(button("Try it with the practice company"));
  expect(await screen.findByRole("heading", { name: "User export" })).toBeVisible();
});

test("connecting an account by keyboard leads to the export page", async () => {
  const { user, platform } = await openApp(new FakePlatform([]));
  await user.tab();
  expect(button("Connect your account")).toHaveFocus();
  await user.keyboard("{Enter}");
  expect(await screen.findByRole("heading", { level: 1, name: "Connect your account" })).toHaveFocus();
  await user.tab();
  for (const text of [
    "Contact centre",
    "https://api.example.com",
    "NorthWind",
    "a@example.com",
    "pass wörd",
  ]) {
    await user.keyboard(text);
    await user.tab();
  }
  await user.keyboard("{Enter}");
  expect(await screen.findByRole("heading", { level: 1, name: "User export" })).toBeVisible();
  expect(platform.callsOf("saveConnection")).toEqual([
    [
      {
        id: null,
        name: "Contact centre",
        address: "https://api.example.com",
        companyKey: "NorthWind",
        instance: null,
        email: "a@example.com",
        password: "pass wörd",
        passwordKeeping: "keychain",
      },
    ],
  ]);
});

test("going back from the form leads to the first start", async () => {
  const { user } = await openApp(new FakePlatform([]));
  await user.click(button("Connect your account"));
  await user.click(await screen.findByRole("button", { name: "Back" }));
  expect(await screen.findByRole("button", { name: "Try it with the practice company" })).toBeVisible();
});

test("connections that can't be read are said in words, with a way to ask again", async () => {
  const platform = new FakePlatform();
  platform.refuse("listConnections", { code: "data_folder" }, "unable to open database file");
  const opening = openApp(platform);
  expect(await screen.findByRole("alert")).toHaveTextContent("The app could not read or write its own data.");
  await expectAccessible();
  platform.recover("listConnections");
  screen.getByRole("button", { name: "Try again" }).click();
  await opening;
  expect(await screen.findByRole("heading", { name: "User export" })).toBeVisible();
});
