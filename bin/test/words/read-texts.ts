export interface Text {
  kind: "comment" | "string" | "jsx";
  text: string;
  line: number;
  /** Of a string that is an argument: the function called, without `.each`. */
  callee?: string;
  /** The argument's position. */
  argument?: number;
}

/** Takes a part of the source, from one position to another. */
type Add = (kind: Text["kind"], from: number, to: number) => void;

/**
 * The comments, string literals and JSX texts of a source file. A scanner for this purpose, not a
 * parser: it knows strings, templates, regular expressions and comments.
 */
export function readTexts(source: string): Text[] {
  const texts: Text[] = [];
  const starts = new Map<Text, number>();
  // What is left of the code once comments and literals are blanked out: JSX text is in it.
  const code = source.split("");
  const add: Add = (kind, from, to) => {
    const text: Text = { kind, text: source.slice(from, to), line: lineAt(source, from) };
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
function callOf(code: string[], start: number): Pick<Text, "callee" | "argument"> {
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
function enclosing(code: string[], from: number): { opener: number; commas: number } {
  let depth = 0;
  let commas = 0;
  let at = from;
  for (; at >= 0; at -= 1) {
    const character = code[at] ?? " ";
    if (")]}".includes(character)) depth += 1;
    else if ("([{".includes(character)) {
      if (depth === 0) break;
      depth -= 1;
    } else if (character === "," && depth === 0) commas += 1;
  }
  return { opener: at, commas };
}

function skip(add: Add, kind: Text["kind"], from: number, to: number): number {
  add(kind, from, to);
  return to;
}

/**
 * Adds the literal parts of a template, and scans what is between them as code.
 * @returns where it ends
 */
function template(source: string, start: number, add: Add): number {
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

function endOfExpression(source: string, start: number, add: Add): number {
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

function endOfString(source: string, start: number): number {
  const quote = source[start];
  let at = start + 1;
  while (at < source.length && source[at] !== quote && source[at] !== "\n") at += source[at] === "\\" ? 2 : 1;
  return at + 1;
}

// An apostrophe in JSX text follows a letter; a string does not.
function isInText(source: string, at: number): boolean {
  return /[A-Za-z]/.test(source[at - 1] ?? "");
}

function isRegex(source: string, at: number): boolean {
  const before = source.slice(Math.max(0, at - 20), at).trimEnd();
  return /(?:[(,=:[!&|?{};]|return|=>)$/.test(before) && !/[\s/>]/.test(source[at + 1] ?? " ");
}

function endOfRegex(source: string, start: number, code: string[]): number {
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

function endOfLine(source: string, at: number): number {
  const end = source.indexOf("\n", at);
  return end < 0 ? source.length : end;
}

function after(source: string, text: string, at: number): number {
  const end = source.indexOf(text, at + 2);
  return end < 0 ? source.length : end + text.length;
}

function lineAt(source: string, index: number): number {
  return source.slice(0, index).split("\n").length;
}
