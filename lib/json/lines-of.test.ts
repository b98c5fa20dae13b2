import fc from "fast-check";
import { expect, test } from "vitest";
import { linesOf } from "./lines-of.ts";

test.each([
  ["", 1],
  ["/a", 2],
  ["/b/1", 5],
  ["/b/1/c~1d", 6],
  ["/b/1/none", 5],
  ["/e, {", 9],
  ["/e, {/0", 9],
])("the value at %j is found on line %i", (pointer, line) => {
  const text = `{
  "a": "}\\"{",
  "b": [
    {},
    {
      "c/d": [1,
        2]
    } ],
  "e, {": [ true ]
}`;
  expect(linesOf(text)(pointer)).toBe(line);
});

test("every member of any JSON is found on its line after pretty-printing", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (members) => {
      const text = JSON.stringify(members, null, 1);
      for (const name of Object.keys(JSON.parse(text))) {
        const line = linesOf(text)(`/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`);
        expect(text.split("\n")[line - 1]?.startsWith(` ${JSON.stringify(name)}: `)).toBe(true);
      }
    }),
  );
});
