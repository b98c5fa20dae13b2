/**
 * The line, from 1, on which the value at a JSON Pointer (RFC 6901) begins; of what lies around it when there is no such value.
 * @param text JSON that has been read successfully: nothing is checked here.
 */
export function lineOf(text: string, pointer: string): number {
  const steps = pointer.split("/").slice(1);
  let at = valueStart(text, 0);
  for (const step of steps) {
    const next = childAt(text, at, step.replaceAll("~1", "/").replaceAll("~0", "~"));
    if (next === undefined) break;
    at = next;
  }
  return lineAt(text, at);
}

/** The line, from 1, of a character. */
export function lineAt(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}

function childAt(text: string, parent: number, step: string): number | undefined {
  const isObject = text[parent] === "{";
  if (!isObject && text[parent] !== "[") return undefined;
  let at = valueStart(text, parent + 1);
  for (let index = 0; at < text.length && text[at] !== "}" && text[at] !== "]"; index++) {
    let name = String(index);
    if (isObject) {
      const end = valueEnd(text, at);
      name = JSON.parse(text.slice(at, end));
      at = valueStart(text, end);
    }
    if (name === step) return at;
    at = valueStart(text, valueEnd(text, at));
  }
  return undefined;
}

/** The next character that is neither space nor a separator. */
function valueStart(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\r\n,:".includes(text.charAt(at))) at++;
  return at;
}

const tokens = /"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+|[{}[\]]/gs;

/** Where the value that begins here ends. */
function valueEnd(text: string, from: number): number {
  const token = new RegExp(tokens);
  token.lastIndex = from;
  for (let depth = 0; ; ) {
    const [found] = token.exec(text) ?? [];
    if (found === undefined) return text.length;
    if (found === "{" || found === "[") depth++;
    if (found === "}" || found === "]") depth--;
    if (depth === 0) return token.lastIndex;
  }
}
