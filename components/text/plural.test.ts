import { expect, test } from "vitest";
import { counted } from "./plural.ts";

test("a count is grouped by thousands and agrees with its noun", () => {
  expect([0, 1, 2, 1204].map((count) => counted(count, "agent"))).toEqual([
    "0 agents",
    "1 agent",
    "2 agents",
    "1,204 agents",
  ]);
  expect([1, 2].map((count) => counted(count, "person"))).toEqual(["1 person", "2 people"]);
});
