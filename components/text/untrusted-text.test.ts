import fc from "fast-check";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import type { Json } from "#lib/json/canonical";
import { JsonValue } from "./json-value.tsx";
import { UntrustedText } from "./untrusted-text.tsx";

const shown = (text: string, as: "prose" | "value" = "prose") =>
  renderToStaticMarkup(createElement(UntrustedText, { text, as }));
const json = (value: Json) => renderToStaticMarkup(createElement(JsonValue, { value }));
/** What a person reads of the markup. */
const read = (markup: string) =>
  markup
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&");

test("markup in an agent's text is shown as text", () => {
  expect(shown("<img src=x onerror=alert(1)>")).not.toContain("<img");
  expect(json({ "<b>name</b>": "<script>" })).not.toMatch(/<b>|<script>/);
});

test("the text is isolated from surrounding text direction, and a value is never reordered", () => {
  expect(shown("x")).toMatch(/^<bdi dir="auto"/);
  expect(shown("x", "value")).toMatch(/^<bdi dir="ltr"/);
});

test("an override is named, and is not in the page", () => {
  const markup = shown("\u202Egpj.exe");
  expect(markup).not.toContain("\u202E");
  expect(read(markup)).toContain("[U+202E RIGHT-TO-LEFT OVERRIDE]");
});

test("line ends in a value are visible", () => {
  expect(shown("a\nb", "value")).toContain('aria-label="line break"');
});

test("an option of a command is not broken after its hyphens, and the text is the same", () => {
  const markup = shown("deploy -- --force -f a-b", "value");
  for (const option of ["--", "--force", "-f"]) expect(markup).toContain(`max-w-full">${option}</span>`);
  expect(markup.replaceAll(/<[^>]*>/g, "")).toBe("deploy -- --force -f a-b");
  expect(shown("not - --a", "prose")).not.toContain("<span");
});

describe("arguments", () => {
  test.each<[Json, string]>([
    [1250, "1250"],
    ["1250", '"1250"'],
    [true, "true"],
    ["true", '"true"'],
    ["", '""'],
    [" x", '" x"'],
    [null, "null"],
    [1e21, "1e+21"],
    [[], "Empty list"],
    [{}, "Empty object"],
  ])("%j is distinguished from a lookalike: %s", (value, text) => {
    expect(read(json({ name: value }))).toContain(` ${text} `);
  });

  test("every name and value is shown, at any depth", () => {
    const leaf = fc.oneof(fc.integer(), fc.stringMatching(/^[a-z]{1,12}$/));
    const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie("tree"), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const text = read(json({ top: value }));
        for (const atom of JSON.stringify(value).match(/[a-z]+|-?\d+/g) ?? []) expect(text).toContain(atom);
      }),
    );
  });
});
