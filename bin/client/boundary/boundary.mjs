// @ts-check
import { Fault } from "../fault.mjs";
import { serverOptions, splitCommand } from "../mcp/server-options.mjs";
import { patienceOption, readOptions } from "../options.mjs";
import { readText } from "../read-text.mjs";
import { plainJson, visible } from "../visible.mjs";
import { init } from "./init.mjs";
import { describeMapped, mapCall } from "./map-call.mjs";
import { readCall } from "./read-call.mjs";
import { readMappingFile } from "./read-mapping-file.mjs";
import { registerBoundary } from "./registry/register.mjs";

/** @typedef {import("../io.mjs").Io} Io */
/** @typedef {import("../options.mjs").OptionKind} OptionKind */
/** @typedef {import("../exit-codes.mjs").ExitName} ExitName */

const text = /** @type {OptionKind} */ ({ type: "string" });
const kinds = {
  ...{ "from-tools": text, server: text, risk: text, out: text, call: text },
  ...{ url: text, code: text, kind: text, file: text, ...patienceOption },
  ...serverOptions,
  replace: /** @type {OptionKind} */ ({ type: "boolean" }),
  propose: /** @type {OptionKind} */ ({ type: "boolean" }),
};

/**
 * @type {Readonly<Record<string, (files: string[], values: Record<string, any>, io: Io) =>
 * Promise<ExitName>>>}
 */
const commands = { init, check, register };

/**
 * `countersign boundary init|check|register`: the mapping of a boundary as a file, and its key.
 * @param {string[]} args
 * @param {Io} io
 * @returns {Promise<ExitName>}
 */
export async function boundary(args, io) {
  const { own, command: server } = splitCommand(args);
  const { values, positionals } = readOptions(own, kinds);
  const [name, ...files] = positionals;
  if (server.length > 0 && name !== "init")
    throw new Fault("usage", "only boundary init takes the command of an MCP server");
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new Fault("usage", "use boundary init, check or register");
  return command(files, { ...values, command: server }, io);
}

/**
 * Prints the action that a call becomes.
 * @param {string[]} files
 * @param {Record<string, any>} values
 * @param {Io} io
 * @returns {Promise<ExitName>}
 */
async function check([file, ...more], values, io) {
  if (file === undefined || more.length > 0)
    throw new Fault("usage", "boundary check takes one mapping file");
  const { mapping } = await readMappingFile(file, io);
  if (values.call === undefined) {
    io.err(`${visible(file)} is valid.\n`);
    return "ok";
  }
  const call = readCall(await readText(values.call, io), values.call);
  const mapped = mapCall(mapping, call);
  io.err(`${describeMapped(mapping, mapped)}\n`);
  io.out(`${plainJson(mapped.action)}\n`);
  return "ok";
}

/**
 * Enrolls the key of a boundary.
 * @param {string[]} files
 * @param {Record<string, any>} values
 * @param {Io} io
 * @returns {Promise<ExitName>}
 */
async function register(files, values, io) {
  if (files.length > 0) throw new Fault("usage", "boundary register takes options only");
  return registerBoundary(values, io);
}
