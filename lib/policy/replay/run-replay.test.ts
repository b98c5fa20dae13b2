import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { replays } from "#db/schema/policy";
import { now } from "#lib/testing/workspace";
import { failReplay } from "./run-replay.ts";
import { cancelReplay } from "./running-replay.ts";
import { admin, later, noRefunds, ReplayWorkspace } from "./testing/replay-workspace.ts";

let workspace: ReplayWorkspace;
beforeEach(async () => {
  workspace = await ReplayWorkspace.open();
});

describe("a running replay", () => {
  beforeEach(async () => {
    // Two batches.
    await workspace.fill(2500);
    await workspace.draft(noRefunds);
  });

  test("that is cancelled stops with the batch, and stores no result of it", async () => {
    const id = await workspace.start();
    const running = workspace.run();
    await cancelReplay(workspace.db, { actor: admin, replayId: id, now });
    await running;
    const { state, done, changes } = await workspace.found(id);
    expect({ state, kept: changes.length }).toEqual({ state: "cancelled", kept: done });
    expect(done).toBeLessThan(2500);
    await expect(cancelReplay(workspace.db, { actor: admin, replayId: id, now })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("announces each batch and its end, however it ends", async () => {
    const heard: string[] = [];
    const { unlisten } = await workspace.db.$client.listen("countersign", (topic) => heard.push(topic));
    const done = await workspace.start();
    await workspace.run();
    const cancelled = await workspace.start();
    await cancelReplay(workspace.db, { actor: admin, replayId: cancelled, now });
    const failed = await workspace.start();
    await failReplay(workspace.db, now);
    const topics = [done, done, cancelled, failed].map((id) => `replay/${id}`);
    await expect.poll(() => heard).toEqual(topics);
    await unlisten();
  });

  test("of a stopped worker continues where it was, and counts no request twice", async () => {
    const id = await workspace.start();
    const stopping = new AbortController();
    // The clock is read once for each batch: this stops the worker in the middle of the first.
    const clock = () => {
      stopping.abort();
      return later;
    };
    await workspace.run({ clock, signal: stopping.signal });
    const half = await workspace.found(id);
    expect(half).toMatchObject({ state: "running", done: 2000 });
    expect(half.changes).toHaveLength(half.done ?? 0);
    await workspace.run();
    const whole = await workspace.found(id);
    expect(whole).toMatchObject({ state: "done", done: 2500, summary: { changed: 2500 } });
    expect(whole.changes).toHaveLength(2500);
  });

  test("by four concurrent workers has one result", async () => {
    const id = await workspace.start();
    await Promise.all(Array.from({ length: 4 }, () => workspace.run()));
    const { state, done, summary, changes } = await workspace.found(id);
    expect({ state, done, changed: summary?.changed }).toEqual({ state: "done", done: 2500, changed: 2500 });
    expect(changes).toHaveLength(2500);
  });

  test("is cancelled by a new one, so that only one runs; of several concurrent starts one continues", async () => {
    const first = await workspace.start();
    const second = await workspace.start();
    expect((await workspace.found(first)).state).toBe("cancelled");
    expect((await workspace.found(second)).state).toBe("running");
    const starts = await Promise.allSettled(Array.from({ length: 10 }, () => workspace.start()));
    for (const result of starts)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "conflict" });
    expect(await workspace.db.$count(replays, eq(replays.state, "running"))).toBe(1);
  });
});
