import { expect, test } from "vitest";
import { findRefused, findRefusedNames } from "./find-refused.ts";

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
    [2, "is told"],
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

test("comments are refused the worst words only", () => {
  expect(wordsIn("lib/a.ts", "/**\n * Somebody's ladder.\n */")).toEqual([[2, "Somebody"]]);
  expect(wordsIn("lib/a.ts", "// A ladder, as // in https://example.com/nobody")).toEqual([]);
  expect(wordsIn("app/a.css", ".ladder {\n/* Nobody's ladder */\n}\n.nobody {}")).toEqual([[2, "Nobody"]]);
});

test("each form of a test's title is read, and no other string of a test", () => {
  const source = [
    'test("nobody signs twice", () => { expect("somebody else").toBe(name); });',
    'describe("a ladder", () => {',
    '  it.skip(\n    "a ghost is told", run);',
    '  test.each<[string, () => Made<string>]>([["when nobody (yet)", () => f("of nobody")], ["band"]])(',
    '    "somebody can be %s", run);',
    '  test.each(Object.entries(endings))("whoever %s", run);',
    '  test.step("of a transmitter", run);',
    '  expectAccessible(page, "a second ladder");',
    '  expect(page, "a third ladder");',
    "});",
  ].join("\n");
  expect(wordsIn("lib/a.test.ts", source)).toEqual([
    [1, "nobody"],
    [2, "ladder"],
    [4, "is told"],
    [4, "ghost"],
    [5, "nobody"],
    [6, "somebody"],
    [7, "whoever"],
    [8, "transmitter"],
    [9, "ladder"],
  ]);
});

test("a document is text for people, without its code, its addresses and the glossary", () => {
  const source = [
    "# The ladder `nobody`",
    "",
    "```sh",
    "somebody",
    "```",
    "The [agent](nobody.md) is",
    "told from then on.",
  ].join("\n");
  expect(wordsIn("docs/a.md", source)).toEqual([
    [7, "from then on"],
    [6, "is told"],
    [1, "ladder"],
  ]);
  expect(wordsIn("docs/glossary.md", source)).toEqual([]);
});

test("a word with a second meaning is refused only in the first", () => {
  const of = (text: string) => wordsIn("lib/a.ts", JSON.stringify(text)).map(([, word]) => word);
  expect(of("The owner answers for the agent")).toEqual(["answers for"]);
  expect(of("This is the answer for a missing request")).toEqual([]);
  expect(of("A person comes in through the link")).toEqual(["comes in through"]);
  expect(of("Amounts come in buckets")).toEqual([]);
});

test("a refused word is found in every form of a name, and in none that only contains it", () => {
  const names = [
    "catalogue",
    "inCatalogue",
    "CATALOGUE",
    "signal_transmitters",
    "invalid_enrolment_code",
    "isLadder",
  ];
  const found = findRefusedNames(names.map((name) => `const x = f("${name}");`).join("\n"));
  expect(found.map(({ line, word }) => [line, word])).toEqual(names.map((name, index) => [index + 1, name]));
  expect(findRefusedNames("catalog enrollment thresholds doubtless ladderless --colour")).toEqual([]);
});
