import { readTexts, type Text } from "./read-texts.ts";
import { type Refused, refusedInComments, refusedInNames, refusedInText } from "./word-list.ts";

/**
 * The glossary quotes the refused words; the other files list the literal parts of addresses, and
 * the words of stored titles.
 */
const notForPeople = new Set(["docs/glossary.md", "app/runtime/route-label.ts"]);
const inText = compile(refusedInText);
const inComments = compile(refusedInComments);
// A title is text about the product, so the product's replacement comes first.
const inTitles = compile([
  ...refusedInText,
  ...refusedInComments.filter(([words]) => !refusedInText.some(([known]) => known.includes(words))),
]);

interface Finding {
  line: number;
  word: string;
  replacement: string;
}

interface Pattern {
  pattern: RegExp;
  replacement: string;
}

/**
 * The refused words of one source file, style sheet or document.
 * @param file its path, relative to the repository
 */
export function findRefused(file: string, source: string): Finding[] {
  const isTest = /\.test\.tsx?$|^e2e\/|\/testing\/|^bench\//.test(file);
  if (notForPeople.has(file)) return [];
  if (file.endsWith(".md")) return matches(inText, prose(source), 1);
  if (file.endsWith(".css")) return matches(inComments, onlyComments(source), 1);
  return readTexts(source).flatMap((found) => {
    const { kind, text, line } = found;
    if (kind === "comment") return matches(inComments, text, line);
    if (isTest) return isTitle(found) ? matches(inTitles, text, line) : [];
    return (kind !== "jsx" || file.endsWith(".tsx")) && isForPeople(kind, text)
      ? matches(inText, text, line)
      : [];
  });
}

/** The refused words in the names of a source file or of SQL, also in those that strings contain. */
export function findRefusedNames(source: string): Finding[] {
  return source.split("\n").flatMap((text, index) =>
    // Options of programs, such as --colour, are the programs' own words.
    [...text.matchAll(/(?<![\w-])[A-Za-z_$][\w$]*/g)].flatMap(([name]) =>
      partsOf(name).flatMap((part) => {
        const replacement = refusedInNames.get(part);
        return replacement === undefined ? [] : [{ line: index + 1, word: name, replacement }];
      }),
    ),
  );
}

/** `inCatalogue_now` is of the parts in, catalogue and now. */
function partsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .split("_")
    .map((part) => part.toLowerCase());
}

function isTitle({ text, callee, argument }: Text): boolean {
  // A single word in a row of tests may be a stored name.
  if (!/\s/.test(text.trim())) return false;
  if (callee === "expectAccessible") return true;
  return argument === 0 && /^(?:test|it|describe)(?:\.\w+)*$/.test(callee ?? "");
}

/** A document without its code and the addresses of its links; the lines keep their numbers. */
function prose(source: string): string {
  return source
    .replace(/^ *```.*?^ *```$/gms, onlyNewlines)
    .replace(/`[^`]+`/g, (code) => `\`${onlyNewlines(code)}\``)
    .replace(/\]\([^)]*\)/g, "]");
}

function onlyComments(source: string): string {
  return `*/${source}/*`.replace(/\*\/.*?\/\*/gs, onlyNewlines);
}

function onlyNewlines(text: string): string {
  return text.replace(/[^\n]/g, "");
}

/** Identifiers, paths, class names and SQL are no text: they are contracts, or follow code. */
function isForPeople(kind: Text["kind"], text: string): boolean {
  // Code between braces, such as the members of an object, begins with a comma or a colon.
  if (kind === "jsx") return !/^\s*[,:]/.test(text);
  const content = text.replace(/^["'`]|["'`]$/g, "");
  // A sentence begins with a capital letter and does not look like a statement's clauses.
  const isSentence = /^[\s“"(]*[A-Z][a-z']* [a-z]/.test(content);
  if (
    !isSentence &&
    (/\b(?:select|insert into|update|delete from|where|from|order by|create)\b.*\b(?:from|set|where|values|into|by|on|table)\b/s.test(
      content,
    ) ||
      / = null\b/.test(content))
  )
    return false;
  return /^[A-Z][a-z]+:?\s?$/.test(content) || (/\s/.test(content.trim()) && /[A-Za-z]{2}/.test(content));
}

function matches(patterns: Pattern[], text: string, line: number): Finding[] {
  return patterns.flatMap(({ pattern, replacement }) =>
    [...text.matchAll(pattern)].map(({ 0: word, index }) => ({
      line: line + text.slice(0, index).split("\n").length - 1,
      word: word.replace(/\s+/g, " "),
      replacement,
    })),
  );
}

function compile(list: Refused[]): Pattern[] {
  return list.map(([words, replacement]) => ({
    pattern: new RegExp(`(?<![\\w/.-])(?:${words.replaceAll(" ", "\\s+")})(?![\\w/-])`, "gi"),
    replacement,
  }));
}
