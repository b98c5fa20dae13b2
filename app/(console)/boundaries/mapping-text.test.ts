import { expect, test } from "vitest";
import { readDocument } from "#lib/boundary/mapping/kept/read-document";
import { mappingText, withRule } from "./mapping-text.ts";

const [a, b] = [
  { tool: "files/a", type: "one" },
  { tool: "files/b", type: "two", params: { path: "/path" } },
];

test("the text of a mapping is read as the same rules, in the same order", () => {
  for (const rules of [[], [a], [a, b]]) expect(readDocument(mappingText(rules)).rules).toEqual(rules);
});

test("a rule that is taken over replaces the rule for its tool, or comes first", () => {
  const next = { tool: "files/b", type: "three" };
  expect(withRule(mappingText([a, b]), next)).toBe(mappingText([a, next]));
  expect(withRule(mappingText([a]), next)).toBe(mappingText([next, a]));
  expect(withRule('{"version": 1}', next)).toBe(mappingText([next]));
});

test("a text that isn't a mapping takes no rule and isn't lost", () => {
  for (const text of ["", "{", "[]", "null", '{"rules": {}}', '{"rules": [null]}', '{"rules": [1]}'])
    expect(withRule(text, a), text).toBeUndefined();
});
