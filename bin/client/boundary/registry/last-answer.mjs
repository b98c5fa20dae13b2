// @ts-check
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { readMapping } from "../../../../lib/boundary/mapping/read-mapping.mjs";

/** @typedef {import("./contact.mjs").Pins} Pins */

/**
 * The server's last answer about accepted tools, next to the boundary's credentials. A process that can
 * write this file can make the boundary hold more tools, never fewer.
 * @param {string} path
 * @param {string} boundary the answer of another boundary is not used
 * @returns {Pins | undefined}
 */
export function readLastAnswer(path, boundary) {
  try {
    const { boundary: of, held_tools, tools } = JSON.parse(readFileSync(path, "utf8"));
    if (of !== boundary) return undefined;
    const { heldTools, tools: accepted = new Map() } = readMapping({ version: 1, held_tools, tools });
    return { accepted, heldTools };
  } catch {
    return undefined; // No answer yet, or a damaged file.
  }
}

/**
 * Replaces the file in one step.
 * @param {string} path
 * @param {string} boundary
 * @param {Pins} answer
 */
export function keepLastAnswer(path, boundary, { accepted, heldTools }) {
  const content = { boundary, held_tools: heldTools, tools: Object.fromEntries(accepted) };
  writeFileSync(`${path}.new`, `${JSON.stringify(content)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
