import { Socket } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { Primary } from "./primary.ts";
import type { Look } from "./server.ts";

const first: Look = { isWritable: true, system: "1", timeline: "00000009", startedAt: "today" };
const standby: Look = { ...first, isWritable: false, timeline: null };
const promoted: Look = { ...first, timeline: "0000000A", startedAt: "later" };
const [one, two] = ["postgres://one/db", "postgres://two/db"];

/** Two servers that answer what the test says, and a socket to each. */
function start() {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  const looks = new Map<string, Look>();
  const primary = new Primary(
    [one, two].map((url) => ({
      url,
      look: async () => looks.get(url) ?? Promise.reject(new Error("silent")),
    })),
  );
  const sockets = [one, two].map((url) =>
    primary.follow(
      new Socket().on("error", () => {}),
      url,
    ),
  );
  return {
    primary,
    sockets,
    /** What the servers answer from now on, until the process has looked. @returns whose socket is left */
    see: async (...answers: (Look | undefined)[]) => {
      looks.clear();
      for (const [n, url] of [one, two].entries()) {
        const look = answers[n];
        if (look) looks.set(url, look);
      }
      await vi.advanceTimersByTimeAsync(1000);
      return [one, two].filter((_, n) => !sockets[n]?.destroyed);
    },
  };
}

test("while no server can be looked at, connections stay, and those to another server than the primary end", async () => {
  const { see } = start();
  expect(await see(undefined, undefined)).toEqual([one, two]);
  expect(await see(standby, undefined)).toEqual([one, two]);
  expect(await see(first, standby)).toEqual([one]);
});

test("while several servers accept writes, no connection stays", async () => {
  const { see, primary } = start();
  expect(await see(first, { ...first, startedAt: "later" })).toEqual([]);
  await expect(primary.find()).rejects.toThrow("several servers accept writes");
});

test("a primary that was replaced isn't chosen while the promoted one is out of reach", async () => {
  const { see, primary, sockets } = start();
  expect(await see(standby, promoted)).toEqual([two]);
  sockets[0] = primary.follow(
    new Socket().on("error", () => {}),
    one,
  );
  expect(await see(first, undefined)).toEqual([two]);
  await expect(primary.find()).rejects.toThrow(
    "no server accepts writes: one:5432/db (the primary no more, since another server was promoted), two:5432/db (silent)",
  );
  expect(await see({ ...promoted, timeline: "0000000B" }, standby)).toEqual([]);
  expect(await primary.find()).toBe(one);
});

test("a socket that ended unnoticed isn't followed any longer", async () => {
  const { see, sockets } = start();
  for (const socket of sockets) socket.removeAllListeners("close").destroy();
  expect(await see(first, standby)).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
