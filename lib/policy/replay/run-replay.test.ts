import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { replays } from "#db/schema/policy";
import { now } from "#lib/requests/testing/queue-world";
import { cancelReplay } from "./cancel-replay.ts";
import { admin, later, noRefunds, ReplayWorld } from "./testing/replay-world.ts";

let world: ReplayWorld;
beforeEach(async () => {
  world = await ReplayWorld.open();
});

describe("a running replay", () => {
  beforeEach(async () => {
    await world.fill(5000);
    await world.draft(noRefunds);
  });

  test("that is cancelled stops with the batch, and stores no result of it", async () => {
    const id = await world.start();
    const running = world.run();
    await cancelReplay(world.db, { actor: admin, replayId: id, now });
    await running;
    const { state, done, changes } = await world.found(id);
    expect({ state, kept: changes.length }).toEqual({ state: "cancelled", kept: done });
    expect(done).toBeLessThan(5000);
    await expect(cancelReplay(world.db, { actor: admin, replayId: id, now })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("of a stopped worker continues where it was, and counts no request twice", async () => {
    const id = await world.start();
    const stopping = new AbortController();
    // The clock is read once for each batch: this stops the worker in the middle of the first.
    const clock = () => {
      stopping.abort();
      return later;
    };
    await world.run({ clock, signal: stopping.signal });
    const half = await world.found(id);
    expect(half).toMatchObject({ state: "running", done: 2000 });
    expect(half.changes).toHaveLength(half.done ?? 0);
    await world.run();
    const whole = await world.found(id);
    expect(whole).toMatchObject({ state: "done", done: 5000, summary: { changed: 5000 } });
    expect(whole.changes).toHaveLength(5000);
  });

  test("by four concurrent workers has one result", async () => {
    const id = await world.start();
    await Promise.all(Array.from({ length: 4 }, () => world.run()));
    const { state, done, summary, changes } = await world.found(id);
    expect({ state, done, changed: summary?.changed }).toEqual({ state: "done", done: 5000, changed: 5000 });
    expect(changes).toHaveLength(5000);
  });

  test("is cancelled by a new one, so that only one runs; of several concurrent starts one continues", async () => {
    const first = await world.start();
    const second = await world.start();
    expect((await world.found(first)).state).toBe("cancelled");
    expect((await world.found(second)).state).toBe("running");
    const starts = await Promise.allSettled(Array.from({ length: 10 }, () => world.start()));
    for (const result of starts)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "conflict" });
    expect(await world.db.$count(replays, eq(replays.state, "running"))).toBe(1);
  });
});
