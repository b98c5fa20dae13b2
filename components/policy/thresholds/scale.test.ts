import { expect, test } from "vitest";
import { numbersOnPhone, scaleFor } from "./scale.ts";
import { sectionLabel, shortText } from "./threshold-words.ts";

const amount = (value: number) => shortText({ kind: "amount" }, value);
const shown = (limits: number[]) => [...numbersOnPhone(scaleFor(limits, 0, 1), limits, amount)];

test("on a phone, the numbers of a new workspace's limits have room without their fraction digits", () => {
  expect([100, 5000, 50_000].map(amount)).toEqual(["100", "5,000", "50,000"]);
  expect(shown([100, 5000, 50_000])).toEqual([100, 5000, 50_000]);
});

test("on a phone, a number that would overlap the one before is left out", () => {
  expect(shown([100, 5000.5, 20_000.5])).toEqual([100, 5000.5]);
});

test("a narrow section of a tier for people says how many approvals it needs", () => {
  const label = (approvals: number, room: number) => sectionLabel({ outcome: "step_up", approvals }, room);
  expect([label(1, 540), label(1, 96), label(2, 58), label(2, 20)]).toEqual([
    "Needs approval",
    "1 approval",
    "2",
    undefined,
  ]);
  expect(sectionLabel({ outcome: "block", approvals: 1 }, 30)).toBeUndefined();
});
