import { expect, test } from "vitest";
import { mostRepeats, totalCondition } from "./total.ts";

const again = { kind: "total", of: "count", per: "action", window: "24h" };
const pathsOf = (condition: object) =>
  (totalCondition.safeParse(condition).error?.issues ?? []).map(({ path }) => path.join("."));

test("a total per action is a number of requests, with limits that the reading of requests can reach", () => {
  expect(pathsOf({ ...again, over: mostRepeats })).toEqual([]);
  expect(pathsOf({ ...again, upTo: mostRepeats })).toEqual([]);
  expect(pathsOf({ ...again, over: mostRepeats + 1 })).toEqual(["over"]);
  expect(pathsOf({ ...again, over: 1, upTo: mostRepeats + 1 })).toEqual(["upTo"]);
  expect(pathsOf({ ...again, of: "sum", currencies: ["USD"] })).toEqual(["per"]);
  expect(pathsOf({ ...again, per: "agent", over: mostRepeats + 1 })).toEqual([]);
});
