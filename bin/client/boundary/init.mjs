// @ts-check
import { writeFileSync } from "node:fs";
import { Fault } from "../fault.mjs";
import { listServerTools } from "../mcp/connect-server.mjs";
import { readServer } from "../mcp/server-options.mjs";
import { readText } from "../read-text.mjs";
import { plainJson, visible } from "../visible.mjs";
import { newMapping } from "./new-mapping.mjs";
import { readToolList, requireNamed } from "./read-tool-list.mjs";

/** @typedef {import("../io.mjs").Io} Io */

/**
 * `countersign boundary init`: writes a mapping with one rule per tool, and with the hashes of the
 * tools, which the running MCP server lists or a file contains.
 * @param {string[]} files
 * @param {Record<string, any>} values
 * @param {Io} io
 * @returns {Promise<import("../exit-codes.mjs").ExitName>}
 */
export async function init(files, values, io) {
  if (files.length > 0) throw new Fault("usage", "boundary init takes no file, use --out");
  const { server, risk, propose: isProposed = false } = values;
  if (server === undefined)
    throw new Fault("usage", "missing --server, the name of the MCP server in the gateway's settings");
  const tools = await readTools(values, io);
  const { mapping, notes } = newMapping(tools, { server, risk, isProposed });
  for (const note of notes) io.err(`${note}\n`);
  if (values.out === undefined) io.out(`${plainJson(mapping)}\n`);
  else writeNew(values.out, `${plainJson(mapping)}\n`);
  io.err("Read each tool's description before you use the mapping. All of them count as accepted.\n");
  return "ok";
}

/** @param {Record<string, any>} values @param {Io} io */
async function readTools(values, io) {
  const { "from-tools": from, command, upstream } = values;
  const isLive = command.length > 0 || upstream !== undefined;
  if (from !== undefined && isLive) throw new Fault("usage", "use --from-tools or an MCP server, not both");
  if (from !== undefined) return readToolList(await readText(from, io), from);
  if (!isLive)
    throw new Fault(
      "usage",
      "name the MCP server: its command after --, --upstream with its URL, or --from-tools with its list",
    );
  return requireNamed(await listServerTools(readServer(values, command, io.env), io), "the MCP server");
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
