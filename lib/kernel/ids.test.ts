import { expect, test } from "vitest";
import { firstIdAt, isId, newId, timeOfId } from "./ids.ts";

test("IDs sort by creation time", () => {
  const ids = [0, 1, 1000, 1_700_000_000_000, 1_700_000_000_001].map((ms) => newId("req", new Date(ms)));
  expect([...ids].sort()).toEqual(ids);
});

test("an id of one kind is not an id of another", () => {
  const id = newId("req", new Date());
  expect(isId("req", id)).toBe(true);
  expect(isId("agt", id)).toBe(false);
  expect(isId("req", `${id}0`)).toBe(false);
});

test("the first ID of a moment separates earlier IDs from later ones", () => {
  const at = new Date(1_700_000_000_000);
  const bound = firstIdAt("evt", at);
  expect(newId("evt", new Date(at.getTime() - 1)) < bound).toBe(true);
  expect(newId("evt", at) > bound).toBe(true);
});

test("an ID contains its creation time", () => {
  for (const ms of [0, 1, 1_700_000_000_001])
    expect(timeOfId(newId("req", new Date(ms)))).toEqual(new Date(ms));
});

test("an id is a UUID version 7 (RFC 9562 section 5.7): time, version, variant, and the rest random", () => {
  const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  const bits = [...newId("req", new Date(0x0123_4567_89ab)).slice(4)]
    .map((character) => alphabet.indexOf(character).toString(2).padStart(5, "0"))
    .join("");
  const hex = BigInt(`0b${bits}`).toString(16).padStart(32, "0");
  expect(hex).toMatch(/^0123456789ab7[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
});

test("IDs created by a process in the same millisecond sort in the order of creation", () => {
  const now = new Date();
  const ids = Array.from({ length: 50_000 }, () => newId("evt", now));
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(50_000);
});

test("ids of one millisecond sort in their order also when other milliseconds come between them", () => {
  const at = (ms: number) => newId("evt", new Date(1_700_000_000_000 + ms));
  const made = [at(0), at(1), at(0), at(2), at(0), at(1)];
  expect([made[0], made[2], made[4]].toSorted()).toEqual([made[0], made[2], made[4]]);
  expect([made[1], made[5]].toSorted()).toEqual([made[1], made[5]]);
});

test("two ids of the same millisecond cannot be computed from each other", () => {
  const now = new Date();
  const tails = Array.from({ length: 1000 }, () => newId("evt", now).slice(-9));
  expect(new Set(tails).size).toBe(1000);
});
