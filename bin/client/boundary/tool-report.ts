import { hashTool, type Tool } from "#lib/boundary/registry/hash-tool";

export interface ListedTool {
  name: string;
  description_sha256: string;
  schema_sha256: string;
}

/** The server's limits (docs/boundary.md). A larger tool isn't reported, and so is held. */
const mostTools = 2000;
const longestName = 256;
const mostPerCall = 500;
const mostTextsPerCall = 200;
/** Below the 64 KiB of a body, with room for the envelope. */
const mostBytes = 56_000;
const unstorable = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** The reportable tools by name, without a name that is listed twice: a client may use either tool. */
export function reportable(tools: readonly Tool[]): Map<string, { tool: Tool; listed: ListedTool }> {
  const result: Map<string, { tool: Tool; listed: ListedTool }> = new Map();
  const names = new Set();
  for (const tool of tools) {
    const name = tool?.name;
    if (typeof name !== "string" || name === "" || name.length > longestName || unstorable.test(name))
      continue;
    const hashes = names.has(name) ? undefined : hashTool(tool);
    names.add(name);
    if (!hashes) result.delete(name);
    else if (result.size < mostTools) {
      const listed = { name, description_sha256: hashes.description, schema_sha256: hashes.schema };
      result.set(name, { tool, listed });
    }
  }
  return result;
}

/** The parts of a list, each fit for one call. */
export function partsOf(list: ListedTool[]) {
  const parts = split(list, { most: mostPerCall, size: sizeOf });
  return parts.length === 0 ? [[]] : parts;
}

/** The wanted tools as JSON, in groups that fit into one call. A tool that is too large is left out. */
export function textsOf(reported: Map<string, { tool: Tool }>, wanted: string[]) {
  const texts = wanted.flatMap((name) => {
    const tool = reported.get(name)?.tool;
    if (!tool) return [];
    const text = JSON.stringify(tool);
    return sizeOf(text) <= mostBytes ? [text] : [];
  });
  return split(texts, { most: mostTextsPerCall, size: sizeOf });
}

/** @param value the JSON's size in bytes, with a comma */
function sizeOf(value: unknown) {
  return Buffer.byteLength(JSON.stringify(value)) + 1;
}

function split<Item>(
  items: Item[],
  { most, size }: { most: number; size: (item: Item) => number },
): Item[][] {
  const groups: Item[][] = [];
  let bytes = 0;
  for (const item of items) {
    const last = groups.at(-1);
    bytes += size(item);
    if (last && last.length < most && bytes <= mostBytes) last.push(item);
    else {
      groups.push([item]);
      bytes = size(item);
    }
  }
  return groups;
}
