import { expect, test } from "vitest";
import { addSeconds } from "#lib/kernel/clock";
import { type Bounds, outsidePlaces } from "./bounds.ts";
import type { Rejected } from "./considered.ts";
import { nearestOf } from "./nearest.ts";

const pay = (params: object) => ({ type: "payment.create", params }) as never;
const bounds: Bounds = {
  action: pay({ to: "a", amount: 10, note: "n" }),
  may_differ: [
    { path: "/params/to", one_of: ["a", "b"] },
    { path: "/params/amount", up_to: 10 },
  ],
};
const first = new Date("2026-03-01T12:00:00Z");
const denied = (requestId: string, params: object, hours = 0): Rejected => {
  return { requestId, was: "denied", at: addSeconds(first, hours * 3600), action: pay(params) };
};

test("the nearest of the denied requests is the one with the fewest places outside the bounds", () => {
  const far = denied("far", { to: "c", amount: 11, note: "x" }, 3);
  const near = denied("near", { to: "c", amount: 12, note: "n" });
  const further = denied("further", { to: "c", amount: 5, other: 1 }, 2);
  expect(nearestOf(bounds, [far, near, further])).toEqual({
    ...{ requestId: "near", was: "denied", at: first, outside: ["/params/to", "/params/amount"] },
  });
});

test("of two that are as near, the newest is taken", () => {
  const earlier = denied("earlier", { to: "a", amount: 11, note: "n" });
  const later = denied("later", { to: "c", amount: 1, note: "n" }, 1);
  expect(nearestOf(bounds, [later, earlier])?.requestId).toBe("later");
  expect(nearestOf(bounds, [earlier, later])?.requestId).toBe("later");
});

test("without a denied request, none is the nearest", () => {
  expect(nearestOf(bounds, [])).toBeUndefined();
});

test("a value inside another one, a missing value and an added one are each a place outside", () => {
  const places = (params: object) => outsidePlaces(bounds, pay(params));
  expect(places({ to: "b", amount: 9, note: "n" })).toEqual([]);
  expect(places({ to: "a", amount: 9, note: [] })).toEqual(["/params/note"]);
  expect(places({ to: { name: "a" }, amount: 9 })).toEqual(["/params/to/name", "/params/to", "/params/note"]);
  const nested = { action: pay({ of: { a: { b: 1 } } }), may_differ: [] };
  expect(outsidePlaces(nested, pay({ of: { a: null } }))).toEqual(["/params/of/a", "/params/of/a/b"]);
});

test("a list in place of an object is one place outside", () => {
  const signed = { action: pay({ of: { 0: "a" } }), may_differ: [] };
  expect(outsidePlaces(signed, pay({ of: ["a"] }))).toEqual(["/params/of"]);
});
