/** A part of a document. `text` is read by `readInline`. */
export type Block =
  | { kind: "heading"; level: number; text: string; id: string }
  | { kind: "code"; text: string }
  | { kind: "table"; head: string[]; rows: string[][] }
  | { kind: "list"; isOrdered: boolean; items: Block[][] }
  | { kind: "paragraph"; text: string };

export type Inline =
  | { kind: "text" | "code" | "strong" | "emphasis"; text: string }
  | { kind: "link"; text: string; to: string };

/**
 * Reads the Markdown of our own documents, which use few of its forms. A test reads all of them, and
 * finds a form that this reader doesn't know.
 */
export function readMarkdown(text: string): Block[] {
  const anchors = new Map<string, number>();
  return readBlocks(text.split("\n"), anchors);
}

function readBlocks(lines: string[], anchors: Map<string, number>): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const end = endOf(lines, at);
    const part = lines.slice(at, end);
    if (part.some((line) => line.trim() !== "")) blocks.push(readBlock(part, anchors));
    at = end;
  }
  return blocks;
}

const fence = /^```/;
const marker = /^(?:-|\d+\.) +/;

/** The line after the block that begins at a line. */
function endOf(lines: string[], start: number): number {
  const first = lines[start] ?? "";
  const next = (isEnd: (line: string, index: number) => boolean) => {
    const found = lines.findIndex((line, index) => index > start && isEnd(line, index));
    return found === -1 ? lines.length : found;
  };
  if (fence.test(first)) return next((line) => fence.test(line)) + 1;
  if (/^#{1,6} /.test(first) || first.trim() === "") return start + 1;
  if (first.startsWith("|")) return next((line) => !line.startsWith("|"));
  if (marker.test(first)) {
    const isOrdered = /^\d/.test(first);
    const goesOn = (line: string) =>
      /^ +\S/.test(line) || (marker.test(line) && /^\d/.test(line) === isOrdered);
    return next((line, index) =>
      line.trim() === "" ? !goesOn(lines[index + 1] ?? "") : lines[index - 1] === "" && !goesOn(line),
    );
  }
  return next((line) => line.trim() === "" || fence.test(line) || line.startsWith("|") || /^- /.test(line));
}

function readBlock(lines: string[], anchors: Map<string, number>): Block {
  const [first = ""] = lines;
  const heading = /^(#{1,6}) (.+)$/.exec(first);
  if (heading) return readHeading(heading[1] ?? "", heading[2] ?? "", anchors);
  if (fence.test(first)) return { kind: "code", text: lines.slice(1, -1).join("\n") };
  if (first.startsWith("|")) {
    const [head = [], , ...rows] = lines.map(readCells);
    return { kind: "table", head, rows };
  }
  if (marker.test(first)) return readList(lines, anchors);
  return { kind: "paragraph", text: lines.map((line) => line.trim()).join(" ") };
}

/** An anchor as GitHub derives it, so that one link works in both places. */
function readHeading(signs: string, text: string, anchors: Map<string, number>): Block {
  const plain = text.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
  const slug = plain.replace(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(" ", "-");
  const count = anchors.get(slug) ?? 0;
  anchors.set(slug, count + 1);
  return { kind: "heading", level: signs.length, text, id: count === 0 ? slug : `${slug}-${count}` };
}

function readCells(line: string): string[] {
  return line
    .replace(/^\|/, "")
    .replace(/\|\s*$/, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
}

function readList(lines: string[], anchors: Map<string, number>): Block {
  const starts = lines.flatMap((line, index) => (marker.test(line) ? [index] : []));
  const items = starts.map((start, index) => {
    const width = (marker.exec(lines[start] ?? "")?.[0] ?? "").length;
    const own = lines.slice(start, starts[index + 1]);
    const inside = own.map((line) => (line === own[0] ? line.slice(width) : line.replace(/^ {1,3}/, "")));
    return readBlocks(inside, anchors);
  });
  return { kind: "list", isOrdered: /^\d/.test(lines[0] ?? ""), items };
}

const inline =
  /(?<ticks>`+) ?(?<code>.+?) ?\k<ticks>(?!`)|\[(?<words>(?:`[^`]*`|[^\]])+)\]\((?<to>[^)\s]+)\)|<(?<address>https?:[^>]+)>|\*\*(?<strong>.+?)\*\*|(?<![\w*])\*(?<emphasis>[^*\s](?:[^*]*[^*\s])?)\*/g;

/** The marked parts of a text. Marks within a link or a strong part are read by another call. */
export function readInline(text: string): Inline[] {
  const parts: Inline[] = [];
  let at = 0;
  const plain = (end: number) => {
    if (end > at) parts.push({ kind: "text", text: text.slice(at, end) });
  };
  for (const found of text.matchAll(inline)) {
    plain(found.index);
    at = found.index + found[0].length;
    parts.push(partOf(found.groups ?? {}));
  }
  plain(text.length);
  return parts;
}

function partOf({ code, words, to, address, strong, emphasis }: Record<string, string | undefined>): Inline {
  if (code !== undefined) return { kind: "code", text: code };
  if (words !== undefined) return { kind: "link", text: words, to: to ?? "" };
  if (address !== undefined) return { kind: "link", text: address, to: address };
  if (strong !== undefined) return { kind: "strong", text: strong };
  return { kind: "emphasis", text: emphasis ?? "" };
}
