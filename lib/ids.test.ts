import { expect, test } from "vitest";
import { firstIdAt, isId, newId, timeOfId } from "./ids.ts";

test("ids sort by the time they were made", () => {
  const ids = [0, 1, 1000, 1_700_000_000_000, 1_700_000_000_001].map((ms) => newId("req", new Date(ms)));
  expect([...ids].sort()).toEqual(ids);
});

test("an id of one kind is not an id of another", () => {
  const id = newId("req", new Date());
  expect(isId("req", id)).toBe(true);
  expect(isId("agt", id)).toBe(false);
  expect(isId("req", `${id}0`)).toBe(false);
});

test("the first id of a moment separates the ids made before it from the others", () => {
  const at = new Date(1_700_000_000_000);
  const bound = firstIdAt("evt", at);
  expect(newId("evt", new Date(at.getTime() - 1)) < bound).toBe(true);
  expect(newId("evt", at) > bound).toBe(true);
});

test("an id tells when it was made", () => {
  for (const ms of [0, 1, 1_700_000_000_001])
    expect(timeOfId(newId("req", new Date(ms)))).toEqual(new Date(ms));
});

test("ids made at once all differ", () => {
  const now = new Date();
  expect(new Set(Array.from({ length: 5000 }, () => newId("req", now))).size).toBe(5000);
});
