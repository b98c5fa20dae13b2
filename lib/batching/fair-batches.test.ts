import { expect, test } from "vitest";
import { fairBatches } from "./fair-batches.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("simultaneous calls share a batch, in turn between callers, and each gets its own result", async () => {
  const batches: string[][] = [];
  const call = fairBatches(
    async (items: string[]) => {
      batches.push(items);
      await turn();
      return items.map((item) => item.toUpperCase());
    },
    { mostTogether: 3, mostUnderWay: 1, mostWaiting: 100 },
  );
  const greedy = Array.from({ length: 6 }, (_, n) => call("greedy", `g${n}`));
  const results = await Promise.all([...greedy, call("modest", "m")]);
  expect(batches).toEqual([["g0", "m", "g1"], ["g2", "g3", "g4"], ["g5"]]);
  expect(results).toEqual(["G0", "G1", "G2", "G3", "G4", "G5", "M"]);
});

test("a caller's calls are in one running batch, and no more batches run than allowed", async () => {
  const running: string[] = [];
  let most = 0;
  const call = fairBatches(
    async (items: string[]) => {
      for (const item of items) expect(running).not.toContain(item);
      running.push(...new Set(items));
      most = Math.max(most, running.length);
      await turn();
      for (const item of new Set(items)) running.splice(running.indexOf(item), 1);
      return items;
    },
    { mostTogether: 1, mostUnderWay: 2, mostWaiting: 100 },
  );
  const asked = ["a", "b", "a", "c", "a", "b"].map((who) => call(who, who));
  expect(await Promise.all(asked)).toEqual(["a", "b", "a", "c", "a", "b"]);
  expect(most).toBe(2);
});

test("a batch that fails fails for its own calls, and the next one runs", async () => {
  const call = fairBatches(
    async (items: number[]) => {
      if (items.includes(0)) throw new Error("no");
      return items;
    },
    { mostTogether: 8, mostUnderWay: 1, mostWaiting: 100 },
  );
  await expect(call("a", 0)).rejects.toThrow("no");
  expect(await call("a", 1)).toBe(1);
});
