// @ts-check
import { Fault } from "../fault.mjs";
import { visible } from "../visible.mjs";

/** @typedef {import("../../../lib/boundary/pins/hash-tool.mjs").Tool} Tool */

/**
 * The tools in a file: an array, the result of `tools/list`, or the whole response. A server's list
 * isn't I-JSON in every case, so it is read as its clients read it.
 * @param {string} text
 * @param {string} path for messages
 * @returns {Tool[]}
 */
export function readToolList(text, path) {
  const value = parse(text, path);
  const tools = value?.result?.tools ?? value?.tools ?? value;
  if (!Array.isArray(tools)) throw new Fault("usage", `${visible(path)} contains no list of tools`);
  return requireNamed(tools, path);
}

/**
 * @param {any[]} tools
 * @param {string} source for messages
 * @returns {Tool[]}
 */
export function requireNamed(tools, source) {
  for (const [at, tool] of tools.entries()) {
    if (typeof tool?.name !== "string" || tool.name === "")
      throw new Fault("usage", `${visible(source)}: tool ${at} has no name`);
  }
  return tools;
}

/** @param {string} text @param {string} path @returns {any} */
function parse(text, path) {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Fault("usage", `${visible(path)} isn't JSON`, { cause });
  }
}
