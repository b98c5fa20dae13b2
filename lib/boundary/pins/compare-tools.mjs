// @ts-check
import { hashTool } from "./hash-tool.mjs";

/** @typedef {import("./hash-tool.mjs").Tool} Tool */
/** @typedef {import("./hash-tool.mjs").ToolHashes} ToolHashes */

/**
 * The names of the tools that a server lists, by what an admin accepted. `added` and `changed` are
 * the held tools. `gone` are accepted tools that the server no longer lists.
 * @typedef {{accepted: string[], added: string[], changed: string[], gone: string[]}} Comparison
 */

/**
 * Compares the tools that a server lists with the accepted ones. A name that the server lists more
 * than once has changed, because a client may use either tool.
 * @param {ReadonlyMap<string, ToolHashes>} accepted
 * @param {readonly Tool[]} tools
 * @returns {Comparison}
 */
export function compareTools(accepted, tools) {
  /** @type {Map<string, Tool | undefined>} */
  const listed = new Map();
  for (const tool of tools) listed.set(tool.name, listed.has(tool.name) ? undefined : tool);
  /** @type {Comparison} */
  const comparison = { accepted: [], added: [], changed: [], gone: [] };
  for (const [name, tool] of listed) {
    const pinned = accepted.get(name);
    if (!pinned) comparison.added.push(name);
    else comparison[tool && isAccepted(pinned, tool) ? "accepted" : "changed"].push(name);
  }
  comparison.gone = [...accepted.keys()].filter((name) => !listed.has(name));
  return comparison;
}

/**
 * Whether a tool is exactly the one that an admin accepted.
 * @param {ToolHashes} pinned
 * @param {Tool} tool
 * @returns {boolean}
 */
export function isAccepted(pinned, tool) {
  const hashes = hashTool(tool);
  return hashes?.description === pinned.description && hashes.schema === pinned.schema;
}
