import type { Node } from "web-tree-sitter";
import { type Context, childrenOf } from "../context.ts";

const known = new Set([
  ...["<<", "<<-", "heredoc_start", "heredoc_body", "heredoc_end", "file_redirect", "pipeline", "command"],
  ...[
    "list",
    "redirected_statement",
    "&&",
    "||",
    "test_command",
    "subshell",
    "compound_statement",
    "negated_command",
  ],
  ...["if_statement", "for_statement", "while_statement", "declaration_command", "variable_assignment"],
]);

/**
 * Checks a here-document by bash's own rules: it begins on the next line, and ends with the first
 * line that is its delimiter.
 * @returns the operator with the document, as written
 */
export function readHeredoc(context: Context, node: Node): string {
  const { source } = context;
  const children = childrenOf(node);
  const start = children.find(({ type }) => type === "heredoc_start");
  const end = children.find(({ type }) => type === "heredoc_end");
  const body = children.find(({ type }) => type === "heredoc_body");
  const quoted = /^(?:'([\w-]+)'|"([\w-]+)"|\\?([\w-]+))$/.exec(start?.text ?? "");
  const refuse = () => {
    context.cannot("unreadable_syntax");
    return node.text;
  };
  if (!start || !end || !quoted || !children.every(({ type }) => known.has(type))) return refuse();
  if (children.filter(({ type }) => type === "heredoc_start").length > 1) return refuse();
  if (source[start.endIndex - 1] === "\\" || source[start.startIndex - 1] === "\\") return refuse();
  const delimiter = quoted[1] ?? quoted[2] ?? quoted[3] ?? "";
  const lineEnd = source.indexOf("\n", start.endIndex);
  const onLine = children.filter((child) => ![start, end, body].includes(child));
  if (lineEnd < 0 || onLine.some(({ endIndex }) => endIndex > lineEnd)) return refuse();
  const stripsTabs = children[0]?.type === "<<-";
  const found = findDelimiter(source, lineEnd + 1, delimiter, stripsTabs);
  if (found === undefined || found.end !== end.endIndex || end.text.trim() !== delimiter) return refuse();
  const text = source.slice(lineEnd + 1, found.start);
  // Without quotes around the delimiter, bash expands the document.
  const isLiteral = start.text !== delimiter;
  if (!isLiteral && /`|\$(?![A-Za-z_]\w*|\{[A-Za-z_]\w*\}|[0-9?#]|[\s.,;:)"'/%-]|$)|\\\n/.test(text))
    return refuse();
  return `${source.slice(node.startIndex, start.endIndex)}\n${source.slice(lineEnd + 1, found.end)}`;
}

function findDelimiter(source: string, from: number, delimiter: string, stripsTabs: boolean) {
  for (let start = from; start <= source.length; ) {
    const newline = source.indexOf("\n", start);
    const end = newline < 0 ? source.length : newline;
    const line = source.slice(start, end);
    if ((stripsTabs ? line.replace(/^\t+/, "") : line) === delimiter) return { start, end };
    if (newline < 0) return undefined;
    start = newline + 1;
  }
  return undefined;
}
