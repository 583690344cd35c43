import { act, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { FakePlatform } from "../platform/fake";
import { button, expectAccessible, NOW, openApp } from "../test/app";

const newer = (connections?: []) => {
  const platform = new FakePlatform(connections);
  platform.notices = [
    {
      id: 3,
      at: NOW,
      what: { kind: "data_put_aside", reason: "newer", file: "/data/care-exporter.newer.db" },
    },
  ];
  return platform;
};

test("data that was put aside is told until it was read", async () => {
  const { platform, user } = await openApp(newer());
  expect(await screen.findByText(/written by a newer version/)).toBeVisible();
  expect(screen.getByText(/care-exporter\.newer\.db/)).toBeVisible();
  await expectAccessible();
  await user.click(button("I have read this"));
  expect(screen.queryByText(/written by a newer version/)).toBeNull();
  expect(platform.callsOf("dismissNotice")).toEqual([[3]]);
});

test("it is told at a first start too, which is what a new beginning looks like", async () => {
  const platform = newer([]);
  platform.notices = platform.notices.map((notice) => ({
    ...notice,
    what: { ...notice.what, reason: "damaged" },
  }));
  await openApp(platform);
  expect(await screen.findByText(/are damaged and can’t be read/)).toBeVisible();
});

test("a keychain that keeps the app waiting is told, for as long as it does", async () => {
  const { platform } = await openApp();
  act(() => platform.emit({ kind: "keychain", waiting: true }));
  expect(screen.getByText("This computer’s keychain keeps Care Exporter waiting.")).toBeVisible();
  await expectAccessible();
  act(() => platform.emit({ kind: "keychain", waiting: false }));
  expect(screen.queryByText(/keychain keeps/)).toBeNull();
});

test("a keychain that began to ask before the page was there is told too", async () => {
  const platform = new FakePlatform();
  platform.answer("keychainIsWaitedFor", async () => true);
  await openApp(platform);
  expect(await screen.findByText("This computer’s keychain keeps Care Exporter waiting.")).toBeVisible();
});

test("exports under way that can’t be listed are no secret", async () => {
  const platform = new FakePlatform();
  platform.refuse("runsPage", { code: "data_folder" });
  const { user } = await openApp(platform);
  expect(await screen.findByText("Exports that are under way are not shown here.")).toBeVisible();
  platform.recover("runsPage");
  await user.click(button("Try again"));
  await waitFor(() => expect(screen.queryByText(/are not shown here/)).not.toBeInTheDocument());
});
