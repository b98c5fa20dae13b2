// @ts-check
import { writeFileSync } from "node:fs";
import { Fault } from "../fault.mjs";
import { patienceOption, readOptions } from "../options.mjs";
import { readText } from "../read-text.mjs";
import { plainJson, visible } from "../visible.mjs";
import { describeMapped, mapCall } from "./map-call.mjs";
import { newMapping } from "./new-mapping.mjs";
import { readCall } from "./read-call.mjs";
import { readMappingFile } from "./read-mapping-file.mjs";
import { readToolList } from "./read-tool-list.mjs";
import { registerBoundary } from "./registry/register.mjs";

/** @typedef {import("../io.mjs").Io} Io */
/** @typedef {import("../options.mjs").OptionKind} OptionKind */
/** @typedef {import("../exit-codes.mjs").ExitName} ExitName */

const text = /** @type {OptionKind} */ ({ type: "string" });
const kinds = {
  ...{ "from-tools": text, server: text, risk: text, out: text, call: text },
  ...{ url: text, code: text, kind: text, file: text, ...patienceOption },
  replace: /** @type {OptionKind} */ ({ type: "boolean" }),
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
  const { values, positionals } = readOptions(args, kinds);
  const [name, ...files] = positionals;
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new Fault("usage", "use boundary init, check or register");
  return command(files, values, io);
}

/**
 * Writes a mapping with one rule per tool, and with the hashes of the tools.
 * @param {string[]} files
 * @param {Record<string, any>} values
 * @param {Io} io
 * @returns {Promise<ExitName>}
 */
async function init(files, values, io) {
  if (files.length > 0) throw new Fault("usage", "boundary init takes no file, use --out");
  const from = values["from-tools"];
  if (from === undefined) throw new Fault("usage", "missing --from-tools");
  if (values.server === undefined)
    throw new Fault("usage", "missing --server, the name of the MCP server in the gateway's settings");
  const tools = readToolList(await readText(from, io), from);
  const { mapping, notes } = newMapping(tools, { server: values.server, risk: values.risk });
  for (const note of notes) io.err(`${note}\n`);
  if (values.out === undefined) io.out(`${plainJson(mapping)}\n`);
  else writeNew(values.out, `${plainJson(mapping)}\n`);
  io.err("Read each tool's description before you use the mapping. All of them count as accepted.\n");
  return "ok";
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
  const mapping = await readMappingFile(file, io);
  if (values.call === undefined) {
    io.err(`${visible(file)} is valid.\n`);
    return "ok";
  }
  const call = readCall(await readText(values.call, io), values.call);
  const mapped = mapCall(mapping, call);
  io.err(`${describeMapped(mapped)}\n`);
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

/** @param {string} path @param {string} content */
function writeNew(path, content) {
  try {
    writeFileSync(path, content, { flag: "wx" });
  } catch (cause) {
    const isThere = /** @type {NodeJS.ErrnoException} */ (cause).code === "EEXIST";
    throw new Fault("usage", isThere ? `${visible(path)} already exists` : `can't write ${visible(path)}`, {
      cause,
    });
  }
}
