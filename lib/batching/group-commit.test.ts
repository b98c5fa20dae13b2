import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isDatabaseUnavailable } from "#db/unavailable";
import { fairBatches, fairQueue } from "./fair-batches.ts";
import { type BatchOptions, groupCommit } from "./group-commit.ts";

const options = { mostTogether: 4, mostUnderWay: 2, patienceMilliseconds: 50, isSharedName: () => false };

// The patience ends when a test says so: a busy machine may take longer than it between two lines.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Calls whose batches end when the test says so. */
function batchesUntilEnded(changes: Partial<BatchOptions<number>> = {}) {
  const batches: number[][] = [];
  const ends: (() => void)[] = [];
  const call = groupCommit(
    async (items: number[]) => {
      batches.push(items);
      await new Promise<void>((resolve) => ends.push(resolve));
      return items;
    },
    { ...options, ...changes },
  );
  return { batches, ends, call };
}

test("simultaneous calls share a batch, and each gets its own result", async () => {
  const batches: number[][] = [];
  const double = groupCommit(async (items: number[]) => {
    batches.push(items);
    return items.map((item) => item * 2);
  }, options);
  expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6]);
  expect(batches).toEqual([[1, 2, 3]]);
});

test("no batch is larger, and no more run at a time, than configured; calls that arrive during a batch form the next", async () => {
  const { batches, ends, call: wait } = batchesUntilEnded();
  const items = Array.from({ length: 13 }, (_, index) => index);
  const all = Promise.all(items.map(wait));
  await nextTurn();
  expect(batches).toEqual([
    [0, 1, 2, 3],
    [4, 5, 6, 7],
  ]);
  ends[0]?.();
  await nextTurn();
  expect(batches[2]).toEqual([8, 9, 10, 11]);
  ends[1]?.();
  await nextTurn();
  expect(batches).toHaveLength(3);
  const late = wait(13);
  ends[2]?.();
  await nextTurn();
  expect(batches[3]).toEqual([12, 13]);
  ends[3]?.();
  expect(await all).toEqual(items);
  expect(await late).toBe(13);
});

test("a call waits for the running batch, unless the waiting calls fill one", async () => {
  const { batches, ends, call } = batchesUntilEnded();
  const all = [call(1)];
  await nextTurn();
  all.push(...[2, 3, 4].map(call));
  await nextTurn();
  expect(batches).toEqual([[1]]);
  all.push(call(5));
  await nextTurn();
  expect(batches).toEqual([[1], [2, 3, 4, 5]]);
  all.push(call(6));
  await nextTurn();
  expect(batches).toHaveLength(2);
  for (let next = 0; next < 3; next++) {
    ends[next]?.();
    await nextTurn();
  }
  expect(batches[2]).toEqual([6]);
  expect(await Promise.all(all)).toEqual([1, 2, 3, 4, 5, 6]);
});

test("a slow batch holds back the waiting calls and later ones for no longer than the patience", async () => {
  const { batches, ends, call } = batchesUntilEnded();
  const all = [call(1)];
  await nextTurn();
  all.push(call(2));
  await nextTurn();
  vi.advanceTimersByTime(49);
  await nextTurn();
  expect(batches).toEqual([[1]]);
  vi.advanceTimersByTime(1);
  await nextTurn();
  expect(batches).toEqual([[1], [2]]);
  ends[1]?.();
  await nextTurn();
  all.push(call(3));
  await nextTurn();
  expect(batches).toEqual([[1], [2], [3]]);
  for (const end of ends) end();
  expect(await Promise.all(all)).toEqual([1, 2, 3]);
});

test("a batch that has ended holds back no later call", async () => {
  const { batches, ends, call } = batchesUntilEnded();
  const all = [call(1)];
  await nextTurn();
  ends[0]?.();
  await nextTurn();
  all.push(call(2));
  await nextTurn();
  expect(batches).toEqual([[1], [2]]);
  ends[1]?.();
  expect(await Promise.all(all)).toEqual([1, 2]);
});

test("without patience, calls that arrive during a batch start immediately", async () => {
  const { batches, ends, call } = batchesUntilEnded({ patienceMilliseconds: 0 });
  const all = [call(1)];
  await nextTurn();
  all.push(call(2));
  await nextTurn();
  expect(batches).toEqual([[1], [2]]);
  for (const end of ends) end();
  expect(await Promise.all(all)).toEqual([1, 2]);
});

test("a result never comes from a batch that began before its call", async () => {
  let version = 1;
  const read = groupCommit(async (items: number[]) => {
    const found = version;
    await nextTurn();
    return items.map(() => found);
  }, options);
  const early = read(0);
  await nextTurn();
  version = 2;
  expect(await read(0)).toBe(2);
  expect(await early).toBe(1);
});

test("a call that cannot succeed does not fail the other calls", async () => {
  const halve = groupCommit(async (items: number[]) => {
    const odd = items.find((item) => item % 2 === 1);
    if (odd !== undefined) throw new Error(`${odd} is odd`);
    return items.map((item) => item / 2);
  }, options);
  const results = await Promise.allSettled([2, 3, 4].map(halve));
  expect(
    results.map((result) => (result.status === "fulfilled" ? result.value : String(result.reason))),
  ).toEqual([1, "Error: 3 is odd", 2]);
});

test("a batch is no larger than configured, and a small call doesn't wait for the large ones before it", async () => {
  const size = { of: (item: number) => item, most: 100 };
  const { batches, ends, call } = batchesUntilEnded({ size });
  const all = Promise.all([60, 50, 50, 3, 200, 2].map(call));
  await nextTurn();
  expect(batches).toEqual([
    [60, 3, 2],
    [50, 50],
  ]);
  ends[0]?.();
  await nextTurn();
  expect(batches[2]).toEqual([200]);
  for (const end of ends) end();
  expect(await all).toEqual([60, 50, 50, 3, 200, 2]);
});

test("waiting calls that fill a batch by their size don't wait for the running batch", async () => {
  const { batches, ends, call } = batchesUntilEnded({ size: { of: (item) => item, most: 100 } });
  const all = [call(1)];
  await nextTurn();
  all.push(call(99), call(2));
  await nextTurn();
  expect(batches).toEqual([[1], [99]]);
  for (let next = 0; next < 3; next++) {
    ends[next]?.();
    await nextTurn();
  }
  expect(await Promise.all(all)).toEqual([1, 99, 2]);
});

test("a failed batch is split in halves, one after the other: few statements find the call that fails", async () => {
  const batches: number[][] = [];
  let underWay = 0;
  const call = groupCommit(
    async (items: number[]) => {
      batches.push(items);
      expect(++underWay).toBe(1);
      await nextTurn();
      underWay--;
      if (items.includes(5)) throw new Error("5 fails");
      return items;
    },
    { ...options, mostTogether: 8 },
  );
  const results = await Promise.allSettled([0, 1, 2, 3, 4, 5, 6, 7].map(call));
  expect(results.map(({ status }) => status === "fulfilled")).toEqual([
    ...Array(5).fill(true),
    false,
    true,
    true,
  ]);
  expect(batches.map(({ length }) => length)).toEqual([8, 4, 4, 2, 1, 1, 2]);
});

test("a failure common to every call is not retried call by call", async () => {
  let runs = 0;
  const fail = groupCommit(
    async (_items: number[]): Promise<number[]> => {
      runs++;
      throw new Error("away");
    },
    { ...options, isSharedName: () => true },
  );
  const results = await Promise.allSettled([1, 2, 3].map(fail));
  expect(results.every(({ status }) => status === "rejected")).toBe(true);
  expect(runs).toBe(1);
});

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}

const bounds = { mostTogether: 1, mostUnderWay: 1, mostWaiting: 2 };

test.each([
  ["one queue", (run: Run) => groupCommit(run, { ...options, ...bounds })],
  ["fair batches", (run: Run) => withCallers(fairBatches(run, bounds))],
  ["a fair queue", (run: Run) => ofOne(run, fairQueue(bounds))],
])(
  "of %s, a call beyond those that may wait is refused, and the others get their results",
  async (_, open) => {
    const ends: (() => void)[] = [];
    const call = open(async (items) => {
      await new Promise<void>((resolve) => ends.push(resolve));
      return items;
    });
    const first = call(1);
    await new Promise(setImmediate);
    const [second, third] = [call(2), call(3)];
    await expect(Promise.race([call(4), nextTurn()])).rejects.toSatisfy(isDatabaseUnavailable);
    for (const each of [first, second, third]) {
      ends.shift()?.();
      await each;
      await new Promise(setImmediate);
    }
    const again = call(5);
    await new Promise(setImmediate);
    ends.shift()?.();
    expect(await again).toBe(5);
  },
);

type Run = (items: number[]) => Promise<number[]>;
type Call = (item: number) => Promise<number | undefined>;

/** Each call is of another caller. */
function withCallers(call: ReturnType<typeof fairBatches<number, number>>): Call {
  return (item) => call(String(item), item);
}

/** All calls are of one caller. */
function ofOne(run: Run, inTurn: ReturnType<typeof fairQueue>): Call {
  return async (item) => (await inTurn("one", () => run([item])))[0];
}
