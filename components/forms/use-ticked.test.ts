import { expect, test } from "vitest";
import { followed } from "./use-ticked.ts";

const drawn = (...seen: string[]) => ({ seen, ticked: seen, round: 0 });

test.each([
  ["added", drawn("may"), ["may", "dave"]],
  ["removed", drawn("may"), []],
])("a box that another admin has %s since does not count as changed here", (_, before, now) => {
  const changed = { ...before, ticked: ["may", "carol"] };
  expect(followed(changed, now)).toEqual(changed);
});

test("untouched checkboxes are redrawn from the current state", () => {
  expect(followed(drawn("may"), ["dave"])).toEqual({ seen: ["dave"], ticked: ["dave"], round: 1 });
});

test("the next change starts from the saved state, without redrawing checkboxes", () => {
  const saved = { seen: ["may"], ticked: ["carol", "may"], round: 0 };
  expect(followed(saved, ["may", "carol"])).toEqual({ ...saved, seen: ["may", "carol"] });
});

test("the same people in a different order are no change", () => {
  const ticks = drawn("may", "carol");
  expect(followed(ticks, ["carol", "may"])).toBe(ticks);
});
