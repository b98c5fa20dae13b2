import { expect, test } from "vitest";
import { findRefused } from "./find-refused.mjs";

const wordsIn = (file: string, source: string) =>
  findRefused(file, source).map(({ word, line }) => [line, word]);

test("text for people is refused its words: literals, templates and JSX, with the line", () => {
  const source = [
    'const title = "Nobody waits";',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source code, as the check reads it
    "const text = `${name} is told by somebody else`;",
    "return (",
    "  <p>",
    "    It's over: whoever asked can't any more.",
    "  </p>",
    ");",
  ].join("\n");
  expect(wordsIn("app/page.tsx", source)).toEqual([
    [1, "Nobody"],
    [2, "somebody"],
    [5, "whoever"],
    [5, "any more"],
  ]);
});

test("a sentence with words of SQL, and JSX text with brackets, are text for people", () => {
  expect(wordsIn("lib/a.ts", '"Nobody from the list signs in by hand"')).toEqual([[1, "Nobody"]]);
  expect(wordsIn("app/page.tsx", "<p>Nobody (yet) signs; wait</p>")).toEqual([[1, "Nobody"]]);
});

test("a label before a value in a template is text for people", () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: source code, as the check reads it
  expect(wordsIn("app/page.tsx", "<Page title={`Ladder: ${title}`} />")).toEqual([[1, "Ladder"]]);
});

test("identifiers, paths, codes and SQL are no text", () => {
  const source = [
    'import { ladderOf } from "./ladder.ts";',
    'const code = "invalid_enrolment_code";',
    'const href = "/policy/ladders/new";',
    "const rows = sql`select band from ladders where band = 1`;",
    "const isBand = /^ladders? bands?$/.test(ladder) && bands < 2;",
  ].join("\n");
  expect(wordsIn("lib/policy/x.ts", source)).toEqual([]);
});

test("comments and test names are refused the worst words only", () => {
  expect(wordsIn("lib/a.ts", "/**\n * Somebody's ladder.\n */")).toEqual([[2, "Somebody"]]);
  expect(wordsIn("lib/a.ts", "// A ladder, as // in https://example.com/nobody")).toEqual([]);
  const named = 'test("nobody signs twice", () => { expect("somebody else").toBe(name); });';
  expect(wordsIn("lib/a.test.ts", named)).toEqual([[1, "nobody"]]);
});
