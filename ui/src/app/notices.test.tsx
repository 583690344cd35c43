import { screen } from "@testing-library/react";
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
