// @ts-check
import { parseArgs } from "node:util";
import { Fault } from "./fault.mjs";

/** @typedef {{type: "string" | "boolean", multiple?: boolean, short?: string}} OptionKind */

/** Options that select the credentials. */
export const credentialOptions = Object.freeze({
  profile: /** @type {OptionKind} */ ({ type: "string" }),
  file: /** @type {OptionKind} */ ({ type: "string" }),
});

/** How long to retry without an answer. */
export const patienceOption = Object.freeze({ patience: /** @type {OptionKind} */ ({ type: "string" }) });

/**
 * Reads the arguments of one command.
 * @param {string[]} args
 * @param {Record<string, OptionKind>} kinds
 * @returns {{values: Record<string, any>, positionals: string[]}}
 */
export function readOptions(args, kinds) {
  try {
    return parseArgs({
      args,
      options: { ...kinds, help: { type: "boolean", short: "h" } },
      allowPositionals: true,
    });
  } catch (cause) {
    throw new Fault("usage", cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/**
 * A whole number within bounds.
 * @param {string | undefined} text
 * @param {{name: string, least: number, most: number}} bounds
 * @returns {number | undefined}
 */
export function readWholeNumber(text, { name, least, most }) {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new Fault("usage", `${name} must be a whole number from ${least} to ${most}`);
  }
  return value;
}

/**
 * @param {string | undefined} text
 * @returns {number} seconds; two minutes by default
 */
export function readPatience(text) {
  return readWholeNumber(text, { name: "--patience", least: 0, most: 86_400 }) ?? 120;
}

/**
 * The origin of a server. Plain http only on this machine: a grant or wait token would otherwise
 * cross the network in clear.
 * @param {string} text
 * @returns {string}
 */
export function readOrigin(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new Fault("usage", "--url must be your Countersign URL, for example https://countersign.example");
  }
  const isLocal = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === "http:" && !isLocal)
    throw new Fault("usage", "--url must use https (except localhost)");
  return url.origin;
}
