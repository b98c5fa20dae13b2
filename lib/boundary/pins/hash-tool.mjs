// @ts-check
import { createHash } from "node:crypto";
import { canonicalJson } from "../../json/jcs.mjs";

/**
 * A tool as an MCP server lists it. Nothing about it is trusted.
 * @typedef {object} Tool
 * @property {string} name
 * @property {unknown} [title]
 * @property {unknown} [description]
 * @property {unknown} [inputSchema]
 * @property {unknown} [outputSchema]
 * @property {unknown} [annotations]
 * @property {unknown} [icons]
 * @property {unknown} [execution]
 * @property {unknown} [_meta]
 */

/** @typedef {{description: string, schema: string}} ToolHashes */

/**
 * The hashes of a tool, base64url(SHA-256(JCS)). Everything that a server says about a tool is passed on
 * to the client, and so is in one of the two, also a member that no specification defines: the texts in
 * `description`, everything else in `schema`.
 * @param {Tool} tool
 * @returns {ToolHashes | undefined} undefined for a tool that isn't JSON or is nested too deep
 */
export function hashTool({ name, title, description, ...others }) {
  try {
    return {
      description: hashOf({ name, title, description }),
      schema: hashOf(others),
    };
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** @param {object} value */
function hashOf(value) {
  const text = canonicalJson(/** @type {import("../../json/jcs.mjs").Json} */ (value));
  return createHash("sha256").update(text).digest("base64url");
}
