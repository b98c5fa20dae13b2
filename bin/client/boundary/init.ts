import { writeFileSync } from "node:fs";
import type { Untyped } from "#client/json/untyped";
import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { listServerTools } from "../mcp/connect-server.ts";
import { readServer } from "../mcp/server-options.ts";
import { readText } from "../read-text.ts";
import { plainJson, visible } from "../visible.ts";
import { readToolList, requireNamed } from "./map-call.ts";
import { newMapping } from "./new-mapping.ts";

/** `countersign boundary init`: writes a mapping with a rule and hashes for each of a server's tools. */
export async function init(files: string[], values: Record<string, Untyped>, io: Io): Promise<ExitName> {
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

async function readTools(values: Record<string, Untyped>, io: Io) {
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

function writeNew(path: string, content: string) {
  try {
    writeFileSync(path, content, { flag: "wx" });
  } catch (cause) {
    const isThere = (cause as NodeJS.ErrnoException).code === "EEXIST";
    throw new Fault("usage", isThere ? `${visible(path)} already exists` : `can't write ${visible(path)}`, {
      cause,
    });
  }
}
