import { expect, test } from "vitest";
import { groupCommit } from "./group-commit.ts";

const options = { mostTogether: 4, mostUnderWay: 2, isSharedName: () => false };

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
  const batches: number[][] = [];
  const ends: (() => void)[] = [];
  const wait = groupCommit(async (items: number[]) => {
    batches.push(items);
    await new Promise<void>((resolve) => ends.push(resolve));
    return items;
  }, options);
  const all = Promise.all([1, 2, 3, 4, 5, 6, 7, 8, 9].map(wait));
  await nextTurn();
  expect(batches).toEqual([
    [1, 2, 3, 4],
    [5, 6, 7, 8],
  ]);
  const late = wait(10);
  ends[0]?.();
  await nextTurn();
  expect(batches[2]).toEqual([9, 10]);
  for (const end of ends) end();
  expect(await all).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(await late).toBe(10);
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
