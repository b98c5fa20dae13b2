import { expect, test, vi } from "vitest";
import { runCall } from "./run-call.ts";
import { fakeCountersign } from "./testing/fake-countersign.ts";

const action = { type: "refund.create", params: {} };
const options = { action, holdSeconds: 30, reportWithinSeconds: 60 };

/** A run whose client goes away at a place in it. */
function start(states: [string, string?], at: string) {
  const countersign = fakeCountersign({ states });
  const { port } = countersign;
  const client = new AbortController();
  const abortAt = (place: string) => {
    if (place === at) client.abort(new Error("the client went away"));
  };
  const forward = vi.fn(async () => {
    abortAt("forward");
    client.signal.throwIfAborted();
    return { value: "done" };
  });
  const { redeem } = port;
  const spied = {
    ...port,
    wait: (...given: Parameters<typeof port.wait>) => {
      setImmediate(abortAt, "wait");
      return port.wait(...given);
    },
    redeem: async (...given: Parameters<typeof redeem>) => {
      await redeem(...given);
      abortAt("redeem");
    },
  };
  abortAt("before");
  const result = runCall(spied, {
    ...{ ...options, forward, signal: client.signal },
    onPending: () => abortAt("pending"),
  });
  return { countersign, forward, result };
}

test("a call that the client cancelled before the ask isn't asked for", async () => {
  const { countersign, result } = start(["allowed"], "before");
  expect(await result).toMatchObject({ kind: "stopped", why: "aborted" });
  expect(countersign.log).toEqual([]);
});

test("when the client cancels a pending call, the wait ends and nothing runs", async () => {
  const { countersign, forward, result } = start(["pending", "never"], "wait");
  expect(await result).toMatchObject({ why: "aborted", requestId: "req_1" });
  expect(forward).not.toHaveBeenCalled();
  expect(countersign.redeemed.size).toBe(0);
});

test("a call that the client cancelled before the redemption keeps its grant for the next run", async () => {
  const { countersign, forward, result } = start(["pending", "approved"], "pending");
  expect(await result).toMatchObject({ why: "aborted" });
  expect(forward).not.toHaveBeenCalled();
  expect(countersign.redeemed.size).toBe(0);
});

test("a call that the client cancelled during the redemption isn't forwarded, and is reported as failed", async () => {
  const { countersign, forward, result } = start(["allowed"], "redeem");
  expect(await result).toMatchObject({ kind: "stopped", why: "aborted" });
  expect(forward).not.toHaveBeenCalled();
  expect(countersign.outcomes).toMatchObject([{ outcome: "failed" }]);
});

test("a call that the client cancelled while it ran is uncertain", async () => {
  const { countersign, result } = start(["allowed"], "forward");
  expect(await result).toMatchObject({ kind: "uncertain", message: expect.stringContaining("may have run") });
  expect(countersign.outcomes).toMatchObject([{ outcome: "uncertain" }]);
});
