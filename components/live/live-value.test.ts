import { afterEach, expect, test, vi } from "vitest";
import { Refusal } from "#components/api/call.ts";
import { LiveValue } from "./live-value.ts";

afterEach(() => {
  vi.useRealTimers();
});

function open(read: () => Promise<number>) {
  let changed = () => {};
  const stop = vi.fn();
  const stream = {
    subscribe: vi.fn((_topic: string, listener: () => void) => {
      changed = listener;
      return stop;
    }),
  };
  const value = new LiveValue("queue", read, () => stream);
  return { value, stream, stop, change: () => changed() };
}

test("all components share one subscription, which ends with the last of them", () => {
  const { value, stream, stop } = open(async () => 3);
  const first = value.subscribe(() => {});
  const second = value.subscribe(() => {});
  expect(stream.subscribe).toHaveBeenCalledTimes(1);
  first();
  expect(stop).not.toHaveBeenCalled();
  second();
  expect(stop).toHaveBeenCalledTimes(1);
});

test("changes during a read cause one more read, and the last value wins", async () => {
  const answers: ((value: number) => void)[] = [];
  const read = vi.fn(() => new Promise<number>((resolve) => answers.push(resolve)));
  const { value, change } = open(read);
  const changed = vi.fn();
  value.subscribe(changed);
  for (let count = 0; count < 5; count++) change();
  expect(read).toHaveBeenCalledTimes(1);
  answers[0]?.(1);
  await vi.waitFor(() => expect(read).toHaveBeenCalledTimes(2));
  answers[1]?.(2);
  await vi.waitFor(() => expect(value.get()).toBe(2));
  expect(read).toHaveBeenCalledTimes(2);
  expect(changed).toHaveBeenCalledTimes(2);
});

test("a failed read keeps the last value, and is tried again later", async () => {
  vi.useFakeTimers();
  const read = vi
    .fn()
    .mockResolvedValueOnce(4)
    .mockRejectedValueOnce(new Error("offline"))
    .mockResolvedValue(5);
  const { value, change } = open(read);
  const leave = value.subscribe(() => {});
  change();
  await vi.advanceTimersByTimeAsync(0);
  change();
  await vi.advanceTimersByTimeAsync(4999);
  expect(value.get()).toBe(4);
  await vi.advanceTimersByTimeAsync(5001);
  expect(value.get()).toBe(5);
  // The timers of other files can fire too: only this value's reads are counted.
  read.mockRejectedValueOnce(new Error("offline"));
  change();
  await vi.advanceTimersByTimeAsync(0);
  leave();
  const reads = read.mock.calls.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(read).toHaveBeenCalledTimes(reads);
});

test("a signed-out page stops reading", async () => {
  vi.useFakeTimers();
  const read = vi.fn().mockRejectedValue(new Refusal("unauthenticated", "You're signed out."));
  const { value, change } = open(read);
  value.subscribe(() => {});
  change();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(read).toHaveBeenCalledTimes(1);
});
