import { EventEmitter, getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { whileWanted } from "./while-wanted.ts";

/** As much of a context as is looked at: a response, or a request's signal. */
function contextOf(parts: { outgoing?: EventEmitter; signal?: AbortSignal }) {
  return { env: { outgoing: parts.outgoing }, req: { raw: { signal: parts.signal } } } as never;
}

test("work ends when the caller hangs up, under our server and elsewhere", async () => {
  const { signal: closing } = new AbortController();
  const outgoing = new EventEmitter();
  const served = whileWanted(contextOf({ outgoing }), closing, aborted);
  outgoing.emit("close");
  await served;
  const caller = new AbortController();
  const called = whileWanted(contextOf({ signal: caller.signal }), closing, aborted);
  caller.abort();
  await called;
  await whileWanted(contextOf({ signal: caller.signal }), closing, aborted);
});

test("work ends when the process stops, and immediately when the process is already stopping", async () => {
  const closing = new AbortController();
  const waiting = whileWanted(contextOf({ outgoing: new EventEmitter() }), closing.signal, aborted);
  closing.abort();
  await waiting;
  await whileWanted(contextOf({ outgoing: new EventEmitter() }), closing.signal, aborted);
});

test("a thousand waits leave no listeners on the process's signal or on the response", async () => {
  const closing = new AbortController();
  const outgoing = new EventEmitter();
  for (let wait = 0; wait < 1000; wait++) {
    await whileWanted(contextOf({ outgoing }), closing.signal, async () => undefined);
  }
  expect(getEventListeners(closing.signal, "abort")).toEqual([]);
  expect(outgoing.listenerCount("close")).toBe(0);
});

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve());
  });
}
