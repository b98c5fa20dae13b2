// @ts-check
import { readFileSync } from "node:fs";
import { Fault } from "./fault.mjs";
import { visible } from "./visible.mjs";

/** @typedef {import("./io.mjs").Io} Io */

/**
 * The text of a file, or of standard input for "-".
 * @param {string} path
 * @param {Io} io
 * @returns {Promise<string>}
 */
export async function readText(path, io) {
  if (path === "-") return io.readStdin();
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new Fault("usage", `can't read ${visible(path)}`, { cause });
  }
}

/**
 * Reads a grant: the JWT itself, a file, or "-" for standard input.
 * @param {string} given
 * @param {Io} io
 * @returns {Promise<string>}
 */
export async function readGrant(given, io) {
  if (given.trim() === "")
    throw new Fault("usage", "--grant is empty. Pass the grant, a file that contains it, or -");
  const isJwt = /^[\w-]+\.[\w-]+\.[\w-]+$/.test(given) && given.length > 100;
  return isJwt ? given : (await readText(given, io)).trim();
}
