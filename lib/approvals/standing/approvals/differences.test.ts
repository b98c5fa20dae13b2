import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "#lib/json/canonical";
import type { Action } from "#lib/policy/language/action";
import { outsideAt } from "./bounds.ts";
import { differencesOf } from "./differences.ts";

const type = {
  ...{ amountParam: "amount", currencyParam: "currency" },
  standing: { days: 7, count: 10, amount: 5000, total: 9000 },
  descriptor: undefined,
};
const pay = (to: string, amount: number, currency = "USD", note = "n"): Action => {
  return { type: "payment.create", params: { to, amount, currency, note } };
};

const boundsOf = (read: Action, ...approved: Action[]) => differencesOf(read, [read, ...approved], type);

test("the amount alone differs, up to the largest approved", () => {
  expect(boundsOf(pay("a", 10), pay("a", 40), pay("a", 5001))).toEqual([
    { path: "/params/amount", up_to: 40 },
  ]);
});

test("one more place differs, and the amount is one that was approved with each value there", () => {
  expect(boundsOf(pay("a", 10), pay("a", 4000), pay("b", 11))).toEqual([
    { path: "/params/to", one_of: ["a", "b"] },
    { path: "/params/amount", up_to: 11 },
  ]);
});

test("a value that was approved with smaller amounts than the read one is outside", () => {
  expect(boundsOf(pay("a", 10), pay("a", 4000), pay("b", 9))).toEqual([
    { path: "/params/amount", up_to: 4000 },
  ]);
});

test("a parameter whose name has a slash is found", () => {
  const slashed = { ...type, amountParam: "a/b", currencyParam: "c~d" };
  const read: Action = { type: "payment.create", params: { "a/b": 10, "c~d": "USD" } };
  const other: Action = { type: "payment.create", params: { "a/b": 20, "c~d": "JPY" } };
  expect(differencesOf(read, [read, other], slashed)).toEqual([{ path: "/params/a~1b", up_to: 10 }]);
});

test("the currency never differs, and amounts in another one don't count", () => {
  expect(boundsOf(pay("a", 10), pay("a", 4000, "JPY"))).toEqual([{ path: "/params/amount", up_to: 10 }]);
});

test("the currency that the descriptor names never differs either", () => {
  const field = { path: "/amount", label: "Amount", format: "amount", params: { currency: "/currency" } };
  const named = { ...type, currencyParam: null, descriptor: { fields: [field] } } as unknown as typeof type;
  const approved = [pay("a", 10), pay("a", 10, "JPY")];
  expect(differencesOf(pay("a", 10), approved, named)).toEqual([{ path: "/params/amount", up_to: 10 }]);
});

test("of two places that differ, the one with more values does", () => {
  const bounds = boundsOf(pay("a", 10), pay("b", 10), pay("a", 10, "USD", "x"), pay("a", 10, "USD", "y"));
  expect(bounds[0]).toEqual({ path: "/params/note", one_of: ["n", "x", "y"] });
});

const payment = fc
  .tuple(
    ...(
      [
        ["a", "b", "c"],
        ["USD", "JPY"],
        ["n", "x"],
      ] as const
    ).map((texts) => fc.constantFrom(...texts)),
  )
  .chain(([to = "", currency = "", note = ""]) =>
    fc.integer({ min: 1, max: 50 }).map((amount) => pay(to, amount, currency, note)),
  );
const withoutAmount = ({ params: { amount: _, ...others } }: Action) => canonicalJson(others as never);
const amountOf = ({ params }: Action) => Number(params.amount);

test("every action inside the bounds has other values and an amount that were approved together", () => {
  const histories = fc.array(payment, { minLength: 1, maxLength: 8 });
  const property = fc.property(histories, fc.array(payment, { maxLength: 40 }), (approved, asked) => {
    const [action] = approved as [Action];
    const may_differ = differencesOf(action, approved, type);
    expect(outsideAt({ action, may_differ }, action)).toBeUndefined();
    for (const one of asked.filter((other) => outsideAt({ action, may_differ }, other) === undefined)) {
      const alike = approved.filter((other) => withoutAmount(other) === withoutAmount(one));
      expect(Math.max(0, ...alike.map(amountOf))).toBeGreaterThanOrEqual(amountOf(one));
    }
  });
  fc.assert(property, { numRuns: 300 });
});
