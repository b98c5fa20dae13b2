import { pointer } from "#client/json/pointer";

const token = /"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+|[{}[\],:]/gs;

/** The line, from 1, of a JSON Pointer in a valid JSON text; for a missing value, of the enclosing one. */
export function linesOf(text: string): (pointer: string) => number {
  const lines = new Map<string, number>();
  let [line, counted] = [1, 0];
  const tokens = text.matchAll(token);
  const next = (): string => {
    const found = tokens.next().value;
    if (!found) return "";
    for (; counted < found.index; counted++) if (text[counted] === "\n") line++;
    return found[0];
  };
  const value = (at: string, first: string): void => {
    lines.set(at, line);
    if (first === "{") members(at);
    if (first === "[") elements(at);
  };
  const members = (at: string): void => {
    for (let name = next(); name.startsWith('"') || name === ","; name = next()) {
      if (name === ",") continue;
      next();
      value(pointer(at, JSON.parse(name)), next());
    }
  };
  const elements = (at: string): void => {
    let index = 0;
    for (let first = next(); first !== "]" && first !== ""; first = next())
      if (first !== ",") value(`${at}/${index++}`, first);
  };
  value("", next());
  return (pointer) => nearest(lines, pointer);
}

/** The line, from 1, of a character. */
export function lineAt(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}

function nearest(lines: Map<string, number>, pointer: string): number {
  for (let path = pointer; path !== ""; path = path.slice(0, path.lastIndexOf("/"))) {
    const line = lines.get(path);
    if (line !== undefined) return line;
  }
  return lines.get("") ?? 1;
}
