import { hashTool, type Tool, type ToolHashes } from "./hash-tool.ts";

/** `added` and `changed` are held. `gone`: accepted, but no longer listed. */
type Comparison = Record<"accepted" | "added" | "changed" | "gone", string[]>;

/** A name that the server lists more than once has changed: a client may use either tool. */
export function compareTools(accepted: ReadonlyMap<string, ToolHashes>, tools: readonly Tool[]): Comparison {
  const listed: Map<string, Tool | undefined> = new Map();
  for (const tool of tools) listed.set(tool.name, listed.has(tool.name) ? undefined : tool);
  const comparison: Comparison = { accepted: [], added: [], changed: [], gone: [] };
  for (const [name, tool] of listed) {
    const pinned = accepted.get(name);
    if (!pinned) comparison.added.push(name);
    else comparison[tool && isAccepted(pinned, tool) ? "accepted" : "changed"].push(name);
  }
  comparison.gone = [...accepted.keys()].filter((name) => !listed.has(name));
  return comparison;
}

export function isAccepted(pinned: ToolHashes, tool: Tool): boolean {
  const hashes = hashTool(tool);
  return hashes?.description === pinned.description && hashes.schema === pinned.schema;
}
