// @ts-check
import { ask } from "./agent/ask.mjs";
import { enroll } from "./agent/enroll.mjs";
import { keygen } from "./agent/keygen.mjs";
import { prove } from "./agent/prove.mjs";
import { redeem } from "./agent/redeem.mjs";
import { boundary } from "./boundary/boundary.mjs";
import { exitCodes } from "./exit-codes.mjs";
import { Fault } from "./fault.mjs";
import { helpOf } from "./help.mjs";
import { hook } from "./hook/hook.mjs";
import { policy } from "./policy/policy.mjs";
import { proxy } from "./proxy/proxy.mjs";
import { verify } from "./receipts/verify-command.mjs";
import { visible, visibleLines } from "./visible.mjs";

/** @typedef {import("./io.mjs").Io} Io */

/**
 * @type {Readonly<Record<string, (args: string[], io: Io) =>
 * Promise<import("./exit-codes.mjs").ExitName>>>}
 */
const commands = { ask, boundary, enroll, hook, keygen, mcp, policy, prove, proxy, redeem, verify };

/** Loaded only when it runs: it needs installed packages. @type {(typeof commands)["mcp"]} */
async function mcp(args, io) {
  return (await import("./mcp/mcp.mjs")).mcp(args, io);
}

/**
 * Runs one command.
 * @param {string[]} args without the program's own name
 * @param {Io} io
 * @returns {Promise<number>} the exit code
 */
export async function main([name, ...args], io) {
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  const own = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
  const wantsHelp =
    name === "--help" || name === "-h" || name === "help" || own.includes("--help") || own.includes("-h");
  if (wantsHelp) {
    io.out(helpOf(command ? name : undefined));
    return exitCodes.ok.code;
  }
  try {
    if (!command)
      throw new Fault("usage", name === undefined ? "missing command" : `unknown command: ${visible(name)}`);
    return exitCodes[await command(args, io)].code;
  } catch (fault) {
    return explain(fault, io);
  }
}

/** @param {unknown} fault @param {Io} io @returns {number} */
function explain(fault, io) {
  if (!(fault instanceof Fault)) {
    io.err(`Unexpected error: ${visibleLines(String(fault instanceof Error ? fault.stack : fault))}\n`);
    return exitCodes.failed.code;
  }
  io.err(`${visibleLines(fault.message)}\n`);
  if (fault.exit === "usage") io.err('Run "countersign --help" for available commands.\n');
  return exitCodes[fault.exit].code;
}
