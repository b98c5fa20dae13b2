import { expect, test } from "vitest";
import { compareRules } from "./compare-rules.ts";

const rule = (tool: string, type = "a") => ({ tool, type });
const names = (before: ReturnType<typeof rule>[], after: ReturnType<typeof rule>[]) => {
  const { added, changed, removed, moved } = compareRules(before, after);
  const pair = (one: (typeof changed)[number]) => `${one.before.at}>${one.after.at}`;
  return {
    added: added.map(({ at }) => at),
    changed: changed.map(pair),
    removed: removed.map(({ at }) => at),
    moved: moved.map(pair),
  };
};
const none = { added: [], changed: [], removed: [], moved: [] };
const [a, b, c] = [rule("a"), rule("b"), rule("c")];

test("rules are added, changed, removed or moved, and never two of these", () => {
  expect(names([a, b], [a, b])).toEqual(none);
  expect(names([a, c], [a, b, c])).toEqual({ ...none, added: [1] });
  expect(names([a, b, c], [a, c])).toEqual({ ...none, removed: [1] });
  expect(names([a, b], [a, rule("b", "other")])).toEqual({ ...none, changed: ["1>1"] });
  expect(names([a, b, c], [b, c, a])).toEqual({ ...none, moved: ["0>2"] });
  expect(names([a, a], [a])).toEqual({ ...none, removed: [1] });
  expect(names([], [a, a])).toEqual({ ...none, added: [0, 1] });
});

test("a rule that another one now hides is shown, because the first match applies", () => {
  const [all, one] = [rule("*", "read"), rule("pay", "refund")];
  expect(names([one, all], [all, one])).toEqual({ ...none, moved: ["0>1"] });
});

test("two lists of 2,000 different rules are compared in time", () => {
  const many = (type: string) => Array.from({ length: 2000 }, (_, at) => rule(`t${at}`, type));
  expect(compareRules(many("a"), many("b")).changed).toHaveLength(2000);
});
