import { emit } from "@tauri-apps/api/event";
import { clearMocks, mockIPC } from "@tauri-apps/api/mocks";
import { afterEach, describe, expect, test } from "vitest";
import { runIn } from "../test/run";
import { FakePlatform } from "./fake";
import { toProblem } from "./index";
import { tauriPlatform } from "./tauri";

afterEach(clearMocks);

describe("a rejection", () => {
  test("that is a problem stays one", () => {
    expect(toProblem({ code: "period_too_old", earliest: 5, technical: "x" })).toEqual({
      code: "period_too_old",
      earliest: 5,
      technical: "x",
    });
    expect(toProblem({ code: "disk_full" })).toEqual({ code: "disk_full", technical: null });
  });

  test.each([
    ["Command open_file not allowed", "Command open_file not allowed"],
    [new Error("boom"), "boom"],
    [null, "null"],
    [{ code: 7 }, "[object Object]"],
  ])("%o becomes a fault of ours", (rejection, technical) => {
    expect(toProblem(rejection)).toEqual({ code: "internal", technical });
  });
});

describe("the real window's platform", () => {
  test("calls commands and hands their answers on", async () => {
    const calls: unknown[] = [];
    mockIPC((command, args) => {
      calls.push([command, args]);
      return [];
    });
    expect(await tauriPlatform().listTeams("c1")).toEqual([]);
    expect(calls).toEqual([["list_teams", { connectionId: "c1" }]]);
  });

  test("rejects with a problem, whatever the shell rejects with", async () => {
    mockIPC((command) => {
      throw command === "list_connections" ? { code: "data_folder", technical: null } : "not allowed";
    });
    await expect(tauriPlatform().listConnections()).rejects.toEqual({ code: "data_folder", technical: null });
    await expect(tauriPlatform().openFile("r")).rejects.toEqual({
      code: "internal",
      technical: "not allowed",
    });
  });

  test("hears the engine until it stops listening", async () => {
    mockIPC(() => {}, { shouldMockEvents: true });
    const heard: unknown[] = [];
    const stop = tauriPlatform().onEngineEvent((event) => heard.push(event));
    const event = { kind: "run", run: runIn("waiting") };
    await emit("engine-event", event);
    stop();
    await emit("engine-event", event);
    expect(heard).toEqual([event]);
  });

  test("has every command that the fake has, and the other way round", () => {
    const commands = (platform: object) =>
      Object.entries(platform)
        .filter(([, value]) => typeof value === "function")
        .map(([name]) => name)
        .sort();
    expect(commands(tauriPlatform())).toEqual(commands(new FakePlatform()));
  });
});
