// @ts-check
import { fileURLToPath } from "node:url";
import { exitCodes } from "./exit-codes.mjs";
import { Fault } from "./fault.mjs";
import { helpOf } from "./help.mjs";
import { visible, visibleLines } from "./visible.mjs";

/** @typedef {import("./io.mjs").Io} Io */

/** The folder of the program. */
const root = fileURLToPath(new URL("../../", import.meta.url));

/** @typedef {(args: string[], io: Io) => Promise<import("./exit-codes.mjs").ExitName>} Command */

/**
 * Loads each command when it runs: an agent waits for its start at every call, and `mcp` needs
 * installed packages.
 * @type {Readonly<Record<string, () => Promise<Command>>>}
 */
const commands = {
  ask: async () => (await import("./agent/ask.mjs")).ask,
  boundary: async () => (await import("./boundary/boundary.mjs")).boundary,
  enroll: async () => (await import("./agent/enroll.mjs")).enroll,
  hook: async () => (await import("./hook/hook.mjs")).hook,
  keygen: async () => (await import("./agent/keygen.mjs")).keygen,
  mcp: async () => (await import("./mcp/mcp.mjs")).mcp,
  policy: async () => (await import("./policy/policy.mjs")).policy,
  prove: async () => (await import("./agent/prove.mjs")).prove,
  proxy: async () => (await import("./proxy/proxy.mjs")).proxy,
  redeem: async () => (await import("./agent/redeem.mjs")).redeem,
  verify: async () => (await import("./receipts/verify-command.mjs")).verify,
};

/**
 * Runs one command.
 * @param {string[]} args without the program's own name
 * @param {Io} io
 * @returns {Promise<number>} the exit code
 */
export async function main([name, ...args], io) {
  const load = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  const own = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
  const wantsHelp =
    name === "--help" || name === "-h" || name === "help" || own.includes("--help") || own.includes("-h");
  if (wantsHelp) {
    io.out(helpOf(load ? name : undefined));
    return exitCodes.ok.code;
  }
  try {
    if (!load)
      throw new Fault("usage", name === undefined ? "missing command" : `unknown command: ${visible(name)}`);
    const command = await load();
    return exitCodes[await command(args, io)].code;
  } catch (fault) {
    return explain(fault, io);
  }
}

/** @param {unknown} thrown @param {Io} io @returns {number} */
function explain(thrown, io) {
  const fault = missingPackage(thrown) ?? thrown;
  if (!(fault instanceof Fault)) {
    io.err(`Unexpected error: ${visibleLines(String(fault instanceof Error ? fault.stack : fault))}\n`);
    return exitCodes.failed.code;
  }
  io.err(`${visibleLines(fault.message)}\n`);
  if (fault.exit === "usage") io.err('Run "countersign --help" for available commands.\n');
  return exitCodes[fault.exit].code;
}

/**
 * A package that a command needs and that isn't installed, as in a clone without `npm ci`. A missing
 * file of the program itself is an error of another kind.
 * @param {unknown} thrown
 * @returns {Fault | undefined}
 */
function missingPackage(thrown) {
  const { code, message } = /** @type {{code?: unknown, message?: unknown}} */ (Object(thrown));
  const name =
    code === "ERR_MODULE_NOT_FOUND" &&
    /^Cannot find package '([^'/\\]+(?:\/[^'/\\]+)?)'/.exec(String(message))?.[1];
  if (!name) return undefined;
  const text = `this command needs the package ${name}, which isn't installed. Run "npm ci" in ${root}, then repeat the command`;
  return new Fault("failed", text, { cause: thrown });
}
