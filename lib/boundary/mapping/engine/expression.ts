/** A part of an expression: a literal, or the tokens of a path that begins at `params`. */
export type Part = string | string[];

const longestExpression = 1000;

const tokens = {
  space: /[ \t]*/y,
  plus: /\+/y,
  root: /\$?params(?![A-Za-z0-9_])/y,
  field: /\.([A-Za-z_][A-Za-z0-9_]*)/y,
  index: /\[(0|[1-9]\d{0,9})\]/y,
  // Without escapes, so with one reading.
  key: /\["([^"\\\n\r]*)"\]|\['([^'\\\n\r]*)'\]/y,
  text: /"([^"\\\n\r]*)"|'([^'\\\n\r]*)'/y,
};

/** Reads paths into `params` and text, joined by `+`; undefined for any other CEL. Evaluates nothing. */
export function readExpression(expression: string): Part[] | undefined {
  if (expression.length > longestExpression) return undefined;
  let at = 0;
  const take = (name: keyof typeof tokens): RegExpExecArray | undefined => {
    const token = tokens[name];
    token.lastIndex = at;
    const found = token.exec(expression) ?? undefined;
    at += found?.[0].length ?? 0;
    return found;
  };
  const parts: Part[] = [];
  do {
    take("space");
    const text = take("text");
    if (text) parts.push(text[1] ?? text[2] ?? "");
    else if (take("root")) parts.push(readPath(take));
    else return undefined;
    take("space");
  } while (take("plus"));
  // Without text among them, `+` may add numbers.
  const isText = parts.length === 1 || parts.some((part) => typeof part === "string");
  return at === expression.length && isText ? parts : undefined;
}

function readPath(take: (name: "field" | "index" | "key") => RegExpExecArray | undefined) {
  const path = [];
  for (;;) {
    const step = take("field") ?? take("index") ?? take("key");
    if (!step) return path;
    path.push(step[1] ?? step[2] ?? "");
  }
}
