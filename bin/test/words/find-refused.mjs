import { readTexts } from "./read-texts.mjs";
import { refusedInComments, refusedInText } from "./word-list.mjs";

/** Lists of the literal parts of addresses. */
const notForPeople = new Set(["app/process/metrics/route-label.ts"]);
const inText = compile(refusedInText);
const inComments = compile(refusedInComments);

/**
 * The refused words of one source file.
 * @param {string} file its path, relative to the repository
 * @param {string} source
 * @returns {{line: number, word: string, replacement: string}[]}
 */
export function findRefused(file, source) {
  const isTest = /\.test\.tsx?$|^e2e\/|\/testing\/|^bench\//.test(file);
  if (notForPeople.has(file)) return [];
  return readTexts(source).flatMap(({ kind, text, line }) => {
    if (kind === "comment") return matches(inComments, text, line);
    if (isTest) return isTitle(source, line, text) ? matches(inComments, text, line) : [];
    return (kind !== "jsx" || file.endsWith(".tsx")) && isForPeople(kind, text)
      ? matches(inText, text, line)
      : [];
  });
}

function isTitle(source, line, text) {
  const written = source.split("\n")[line - 1] ?? "";
  return /\b(?:test|it|describe)\b[^"`]*\(\s*$/.test(written.slice(0, written.indexOf(text)));
}

/** Identifiers, paths, class names and SQL are no text: they are contracts, or follow code. */
function isForPeople(kind, text) {
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

function matches(patterns, text, line) {
  return patterns.flatMap(({ pattern, replacement }) =>
    [...text.matchAll(pattern)].map(({ 0: word, index }) => ({
      line: line + text.slice(0, index).split("\n").length - 1,
      word,
      replacement,
    })),
  );
}

function compile(list) {
  return list.map(([words, replacement]) => ({
    pattern: new RegExp(`(?<![\\w/.-])(?:${words})(?![\\w/-])`, "gi"),
    replacement,
  }));
}
