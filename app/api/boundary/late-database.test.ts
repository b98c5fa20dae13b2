import { expect, test, vi } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { inProcessPort } from "#lib/boundary/calls/in-process-port";

const { workspace } = await RunningWorkspace.open();
const never = () => new Promise<never>(() => {});

test("a held call that the database doesn't answer in 15 seconds may be repeated, by words that fit a hook", async () => {
  const { runtime } = workspace;
  const edge = {
    ...runtime,
    ...{ origin: runtime.config.origin, edge: "claude-code" as const, authenticate: never },
    limits: { asksPerMinute: 1, pendingPerAgent: 1 },
    openWait: () => ({ countFor: () => {}, close: () => {} }),
  };
  const action = { type: "shell.run", params: {} };
  const port = inProcessPort(edge, { action, holdSeconds: 0, signal: new AbortController().signal });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const calls = [
    port.ask(action, { reportWithinSeconds: 60 }),
    port.redeem("", action, { reportWithinSeconds: 60 }),
  ];
  const ends = Promise.allSettled(calls);
  vi.advanceTimersByTime(15_000);
  vi.useRealTimers();
  const refused = {
    reason: { message: "The database hasn't answered in 15 seconds. Repeat the same call." },
  };
  expect(await ends).toMatchObject([refused, refused]);
});
