import { expect, test } from "vitest";
import type { Difference } from "./bounds.ts";
import { chooseToRead } from "./reading.ts";

const oneOf = (...values: string[]): Difference => ({ path: "/params/to", one_of: values });

/** Approvals, newest first, as "request payee amount". */
const basisOf = (...approvals: string[]) =>
  approvals.map((approval) => {
    const [requestId = "", to = "", amount] = approval.split(" ");
    return { requestId, action: { type: "payment.create", params: { to, amount: Number(amount) } } };
  });

const upTo = (most: number): Difference => ({ path: "/params/amount", up_to: most });
const boundsOf = (...may_differ: Difference[]) => {
  return { action: { type: "payment.create", params: { to: "a", amount: 10 } }, may_differ };
};

const choose = (basis: ReturnType<typeof basisOf>, mayDiffer: Difference[], index = 0) =>
  chooseToRead(basis, {
    ...{ readId: "read", bounds: boundsOf(...mayDiffer), pick: () => index },
    amountOf: ({ params }) => params.amount as number,
  }).map(({ requestId, why }) => `${requestId}: ${why.join(", ")}`);

const basis = basisOf("r5 a 20", "read a 10", "r4 b 30", "r3 a 40", "r2 b 12", "r1 a 11");

test("the largest, the newest with the value that was first seen last, and one of the others are read", () => {
  expect(choose(basis, [oneOf("a", "b"), upTo(50)])).toEqual([
    "r3: largest",
    "r4: newest_value",
    "r5: random",
  ]);
});

test("the one at random is neither of the other two, and not the read request", () => {
  const chosen = [0, 1, 2].map((index) => choose(basis, [oneOf("a", "b"), upTo(50)], index)[2]);
  expect(chosen).toEqual(["r5: random", "r2: random", "r1: random"]);
});

test("the random index is below the number of requests that are left", () => {
  const among: number[] = [];
  const pick = (count: number) => among.push(count) - 1;
  const bounds = boundsOf(oneOf("a", "b"), upTo(50));
  const by = { readId: "read", bounds, amountOf: () => undefined, pick };
  chooseToRead(basis, by);
  expect(among).toEqual([4]);
});

test("the newest value is read also where it was only approved with more than the bounds", () => {
  expect(choose(basisOf("r3 b 60", "r2 a 40", "r1 a 11", "read a 10"), [oneOf("a", "b"), upTo(50)])).toEqual([
    "r2: largest",
    "r3: newest_value",
    "r1: random",
  ]);
});

test("a request outside the bounds is no other one to read", () => {
  expect(choose(basisOf("r3 c 20", "r2 a 60", "r1 a 11", "read a 10"), [upTo(50)])).toEqual(["r1: largest"]);
});

test("without a place with several values, no value is the newest", () => {
  expect(choose(basis, [upTo(40)])).toEqual(["r3: largest", "r5: random"]);
});

test("one request that is the largest and has the newest value is read once", () => {
  expect(choose(basisOf("r2 b 40", "r1 a 11", "read a 10"), [oneOf("a", "b"), upTo(50)])).toEqual([
    "r2: largest, newest_value",
    "r1: random",
  ]);
});

test("the read request isn't repeated, and no smaller one takes its place as the largest", () => {
  expect(choose(basisOf("read a 50", "r1 a 11"), [upTo(50)])).toEqual(["r1: random"]);
  expect(choose(basisOf("read b 10", "r1 a 10"), [oneOf("a", "b"), upTo(50)])).toEqual(["r1: largest"]);
  expect(choose(basisOf("read b 10"), [upTo(50)])).toEqual([]);
});

test("of equal amounts, the newest is read", () => {
  expect(choose(basisOf("r2 a 40", "r1 a 40", "read a 10"), [upTo(50)])[0]).toBe("r2: largest");
});

test("a type without an amount has no largest", () => {
  const by = { readId: "read", bounds: boundsOf(upTo(50)), amountOf: () => undefined, pick: () => 0 };
  expect(chooseToRead(basis, by).map(({ why }) => why)).toEqual([["random"]]);
});
