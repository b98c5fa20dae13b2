/**
 * @typedef {object} Text
 * @property {"comment" | "string" | "jsx"} kind
 * @property {string} text
 * @property {number} line
 * @property {string} [callee] of a string that is an argument: the function called, without `.each`
 * @property {number} [argument] the argument's position
 */

/**
 * The comments, string literals and JSX texts of a source file. A scanner for this purpose, not a
 * parser: it knows strings, templates, regular expressions and comments.
 * @param {string} source
 * @returns {Text[]}
 */
export function readTexts(source) {
  const texts = [];
  const starts = new Map();
  // What is left of the code once comments and literals are blanked out: JSX text is in it.
  const code = source.split("");
  const add = (kind, from, to) => {
    const text = { kind, text: source.slice(from, to), line: lineAt(source, from) };
    texts.push(text);
    if (kind === "string") starts.set(text, from);
    code.fill(" ", from, to);
  };
  let at = 0;
  while (at < source.length) {
    const rest = source.slice(at, at + 2);
    if (rest === "//" && source[at - 1] !== ":") at = skip(add, "comment", at, endOfLine(source, at));
    else if (rest === "/*") at = skip(add, "comment", at, after(source, "*/", at));
    else if (source[at] === '"' || (source[at] === "'" && !isInText(source, at)))
      at = skip(add, "string", at, endOfString(source, at));
    else if (source[at] === "`") at = template(source, at, add);
    else if (source[at] === "/" && isRegex(source, at)) at = endOfRegex(source, at, code);
    else at += 1;
  }
  for (const [text, start] of starts) Object.assign(text, callOf(code, start));
  const jsx = code.join("");
  for (const { index, 0: whole } of jsx.matchAll(/[>}][^<>{}=]*[A-Za-z]{2}[^<>{}=]*(?=[<{])/g))
    texts.push({ kind: "jsx", text: whole.slice(1), line: lineAt(source, index + 1) });
  return texts;
}

/** The call that has the string at `start` among its arguments, or as the name of a row of tests. */
function callOf(code, start) {
  let { opener, commas } = enclosing(code, start - 1);
  // In `test.each([["a name", 1], ...])` the brackets of the rows stand between.
  let rows = 0;
  while (code[opener] === "[" && commas === 0 && rows < 2) {
    opener = enclosing(code, opener - 1).opener;
    rows += 1;
  }
  if (code[opener] !== "(") return {};
  let end = opener;
  // `test.each(rows)(title)`: the called function stands before the first list of arguments.
  while (code[end - 1] === ")") end = enclosing(code, end - 2).opener;
  const before = code.slice(0, end).join("");
  const [, callee] = before.match(/([\w.]+)(?:<[^;<>]*(?:<[^;<>]*>|=>|[^;<>])*>)?$/) ?? [];
  if (callee === undefined || (rows > 0 && !callee.endsWith(".each"))) return {};
  return { callee: callee.replace(/\.each$/, ""), argument: rows > 0 ? 0 : commas };
}

/** Where the bracket around `from` opens, and the commas since then. */
function enclosing(code, from) {
  let depth = 0;
  let commas = 0;
  let at = from;
  for (; at >= 0; at -= 1) {
    if (")]}".includes(code[at])) depth += 1;
    else if ("([{".includes(code[at])) {
      if (depth === 0) break;
      depth -= 1;
    } else if (code[at] === "," && depth === 0) commas += 1;
  }
  return { opener: at, commas };
}

function skip(add, kind, from, to) {
  add(kind, from, to);
  return to;
}

/**
 * Adds the literal parts of a template, and scans what is between them as code.
 * @returns where it ends
 */
function template(source, start, add) {
  let from = start + 1;
  let at = from;
  while (at < source.length && source[at] !== "`") {
    if (source[at] === "\\") at += 2;
    else if (source.startsWith("${", at)) {
      add("string", from, at);
      at = endOfExpression(source, at + 2, add);
      from = at;
    } else at += 1;
  }
  add("string", from, at);
  return at + 1;
}

function endOfExpression(source, start, add) {
  let depth = 1;
  let at = start;
  while (at < source.length) {
    if (source[at] === "`") at = template(source, at, add);
    else if (source[at] === '"' || source[at] === "'") at = skip(add, "string", at, endOfString(source, at));
    else {
      if (source[at] === "{") depth += 1;
      if (source[at] === "}") depth -= 1;
      at += 1;
      if (depth === 0) return at;
    }
  }
  return at;
}

function endOfString(source, start) {
  const quote = source[start];
  let at = start + 1;
  while (at < source.length && source[at] !== quote && source[at] !== "\n") at += source[at] === "\\" ? 2 : 1;
  return at + 1;
}

// An apostrophe in JSX text follows a letter; a string does not.
function isInText(source, at) {
  return /[A-Za-z]/.test(source[at - 1] ?? "");
}

function isRegex(source, at) {
  const before = source.slice(Math.max(0, at - 20), at).trimEnd();
  return /(?:[(,=:[!&|?{};]|return|=>)$/.test(before) && !/[\s/>]/.test(source[at + 1] ?? " ");
}

function endOfRegex(source, start, code) {
  let isInClass = false;
  let at = start + 1;
  while (at < source.length && source[at] !== "\n" && (isInClass || source[at] !== "/")) {
    if (source[at] === "[") isInClass = true;
    if (source[at] === "]") isInClass = false;
    at += source[at] === "\\" ? 2 : 1;
  }
  code.fill(" ", start, at + 1);
  return at + 1;
}

function endOfLine(source, at) {
  const end = source.indexOf("\n", at);
  return end < 0 ? source.length : end;
}

function after(source, text, at) {
  const end = source.indexOf(text, at + 2);
  return end < 0 ? source.length : end + text.length;
}

function lineAt(source, index) {
  return source.slice(0, index).split("\n").length;
}
