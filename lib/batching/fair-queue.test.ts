import { expect, test } from "vitest";
import { fairQueue } from "./fair-batches.ts";

test("a busy caller delays another caller by no more than one call of each caller", async () => {
  const inTurn = fairQueue({ mostUnderWay: 2, mostWaiting: 100 });
  const done: string[] = [];
  const call = (who: string) =>
    inTurn(who, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      done.push(who);
    });
  const all = [...Array.from({ length: 50 }, () => call("greedy")), call("modest"), call("other")];
  await Promise.all(all);
  expect(done.indexOf("modest")).toBeLessThan(3);
  expect(done.indexOf("other")).toBeLessThan(5);
  expect(done).toHaveLength(52);
});

test("one caller's calls run one at a time in order, and the limit of running calls is respected", async () => {
  const inTurn = fairQueue({ mostUnderWay: 3, mostWaiting: 100 });
  const running: string[] = [];
  const order: number[] = [];
  let most = 0;
  const call = (who: string, n: number) =>
    inTurn(who, async () => {
      expect(running).not.toContain(who);
      running.push(who);
      most = Math.max(most, running.length);
      await new Promise((resolve) => setImmediate(resolve));
      running.splice(running.indexOf(who), 1);
      if (who === "a") order.push(n);
    });
  await Promise.all([..."abcdea".repeat(5)].map((who, n) => call(who, n)));
  expect(most).toBe(3);
  expect(order).toEqual([...order].sort((one, other) => one - other));
});

test("a failing call fails only for its caller, and the next call runs", async () => {
  const inTurn = fairQueue({ mostUnderWay: 1, mostWaiting: 100 });
  const failed = inTurn("a", () => Promise.reject(new Error("no")));
  const next = inTurn("a", async () => "yes");
  await expect(failed).rejects.toThrow("no");
  expect(await next).toBe("yes");
});
