// @ts-check
import { readCredentialHeaders, readUpstream } from "../boundary/edge-options.mjs";
import { Fault } from "../fault.mjs";

/** @typedef {import("../options.mjs").OptionKind} OptionKind */

/**
 * The MCP server behind a command: `command` starts it, or `upstream` is its address. `credentials`:
 * headers for the server.
 * @typedef {object} ServerSettings
 * @property {string[]} [command]
 * @property {URL} [upstream]
 * @property {Record<string, string>} credentials
 */

/** The options that name an MCP server at a URL. */
export const serverOptions = Object.freeze({
  upstream: /** @type {OptionKind} */ ({ type: "string" }),
  "upstream-header-env": /** @type {OptionKind} */ ({ type: "string", multiple: true }),
});

/**
 * Splits the arguments: what follows `--` is the command of the MCP server.
 * @param {string[]} args
 */
export function splitCommand(args) {
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  return { own: args.slice(0, end), command: args.slice(end + 1) };
}

/**
 * @param {Record<string, any>} values
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} env
 * @returns {ServerSettings}
 */
export function readServer(values, command, env) {
  if ((values.upstream === undefined) === (command.length === 0))
    throw new Fault("usage", "name one MCP server: its command after --, or --upstream with its URL");
  const credentials = readCredentialHeaders(values["upstream-header-env"] ?? [], env);
  return values.upstream === undefined
    ? { command, credentials }
    : { upstream: readUpstream(values.upstream, { isOrigin: false }), credentials };
}
