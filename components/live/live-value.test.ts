import { expect, test, vi } from "vitest";
import { LiveValue } from "./live-value.ts";

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

test("a failed read keeps the last value", async () => {
  const read = vi
    .fn()
    .mockResolvedValueOnce(4)
    .mockRejectedValueOnce(new Error("offline"))
    .mockResolvedValue(5);
  const { value, change } = open(read);
  value.subscribe(() => {});
  for (const expected of [4, 4, 5]) {
    change();
    await vi.waitFor(() => expect(value.get()).toBe(expected));
    await Promise.resolve();
  }
  expect(read).toHaveBeenCalledTimes(3);
});
