import type { Untyped } from "#client/json/untyped";
import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { serverOptions, splitCommand } from "../mcp/server-options.ts";
import { flags, patienceOption, readOptions, texts } from "../options.ts";
import { readText } from "../read-text.ts";
import { plainJson, visible } from "../visible.ts";
import { init } from "./init.ts";
import { describeMapped, mapCall, readCall, readMappingFile } from "./map-call.ts";
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
