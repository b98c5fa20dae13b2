import { writeFileSync } from "node:fs";
import type { Untyped } from "#client/json/untyped";
import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { listServerTools } from "../mcp/connect-server.ts";
import { readServer, serverOptions, splitCommand } from "../mcp/server-options.ts";
import { flags, patienceOption, readOptions, texts } from "../options.ts";
import { readText } from "../read-text.ts";
import { plainJson, visible } from "../visible.ts";
import {
  describeMapped,
  mapCall,
  readCall,
  readMappingFile,
  readToolList,
  requireNamed,
} from "./map-call.ts";
import { newMapping } from "./new-mapping.ts";
import { registerBoundary } from "./register.ts";

const kinds = {
  ...texts("from-tools", "server", "risk", "out", "call", "url", "code", "kind", "file"),
  ...{ ...patienceOption, ...serverOptions, ...flags("replace", "propose") },
};

const commands: Readonly<
  Record<string, (files: string[], values: Record<string, Untyped>, io: Io) => Promise<ExitName>>
> = { init, check, register };

/** `countersign boundary init|check|register`: the mapping of a boundary as a file, and its key. */
export async function boundary(args: string[], io: Io): Promise<ExitName> {
  const { own, command: server } = splitCommand(args);
  const { values, positionals } = readOptions(own, kinds);
  const [name, ...files] = positionals;
  if (server.length > 0 && name !== "init")
    throw new Fault("usage", "only boundary init takes the command of an MCP server");
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new Fault("usage", "use boundary init, check or register");
  return command(files, { ...values, command: server }, io);
}

async function check([file, ...more]: string[], values: Record<string, Untyped>, io: Io): Promise<ExitName> {
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

async function register(files: string[], values: Record<string, Untyped>, io: Io): Promise<ExitName> {
  if (files.length > 0) throw new Fault("usage", "boundary register takes options only");
  return registerBoundary(values, io);
}

/** `countersign boundary init`: writes a mapping with a rule and hashes for each of a server's tools. */
async function init(files: string[], values: Record<string, Untyped>, io: Io): Promise<ExitName> {
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
