import { expect, test } from "vitest";
import { followed } from "./checkbox-merge.ts";

const drawn = (...seen: string[]) => ({ seen, ticked: seen, round: 0 });

test.each([
  ["added", drawn("may"), ["may", "dave"]],
  ["taken out", drawn("may"), []],
])(
  "boxes that somebody changed do not pass for changed from what another admin has %s meanwhile",
  (_, before, now) => {
    const changed = { ...before, ticked: ["may", "carol"] };
    expect(followed(changed, now)).toEqual(changed);
  },
);

test("untouched checkboxes are redrawn from the current state", () => {
  expect(followed(drawn("may"), ["dave"])).toEqual({ seen: ["dave"], ticked: ["dave"], round: 1 });
});

test("what was saved is what the next change starts from, and no box is drawn anew", () => {
  const saved = { seen: ["may"], ticked: ["carol", "may"], round: 0 };
  expect(followed(saved, ["may", "carol"])).toEqual({ ...saved, seen: ["may", "carol"] });
});

test("the same people in another order are no change", () => {
  const ticks = drawn("may", "carol");
  expect(followed(ticks, ["carol", "may"])).toBe(ticks);
});
