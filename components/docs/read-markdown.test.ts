import { expect, test } from "vitest";
import { readMarkdown } from "./read-markdown.ts";

test.each([
  "<b>words</b>",
  "words <i>",
  "a\n<!-- b -->",
  "![picture](https://example.com/a.png)",
  "[script](javascript:alert(1))",
  "[other scheme](//example.com)",
  "> quote",
  "---",
])("a form that pages don't show is refused: %j", (text) => {
  expect(() => readMarkdown(text)).toThrow("a form that pages don't show");
});

test("code in a list keeps its own indentation and no other", () => {
  const [list] = readMarkdown("1. words\n\n   ```sh\n   a\n     b\n   ```\n");
  expect(list).toMatchObject({
    kind: "list",
    items: [[{ kind: "paragraph" }, { kind: "code", text: "a\n  b" }]],
  });
});

test("a text made to be read slowly is read within a second", () => {
  const started = process.cpuUsage();
  readMarkdown(`[${"`a".repeat(2000)}${"](".repeat(2000)}${"**a".repeat(2000)}`);
  expect(process.cpuUsage(started).user).toBeLessThan(1e6);
});
