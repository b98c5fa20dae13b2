import { Refusal } from "#client/refusal";
import { faultOfRefusal } from "./agent/call.ts";
import { type ExitName, exitCodes } from "./exit-codes.ts";
import { Fault } from "./fault.ts";
import { helpOf } from "./help.ts";
import type { Io } from "./io.ts";
import { visible, visibleLines } from "./visible.ts";

type Command = (args: string[], io: Io) => Promise<ExitName>;

/** Loads a command when it runs, because an agent waits for the start at every call. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  ask: async () => (await import("./agent/ask.ts")).ask,
  boundary: async () => (await import("./boundary/boundary.ts")).boundary,
  enroll: async () => (await import("./agent/enroll.ts")).enroll,
  freeze: async () => (await import("./agent/freeze.ts")).freeze,
  hook: async () => (await import("./hook/hook.ts")).hook,
  login: async () => (await import("./terminal/login.ts")).login,
  logout: async () => (await import("./terminal/login.ts")).logout,
  keygen: async () => (await import("./agent/keygen.ts")).keygen,
  mcp: async () => (await import("./mcp/mcp.ts")).mcp,
  policy: async () => (await import("./policy/policy.ts")).policy,
  prove: async () => (await import("./agent/prove.ts")).prove,
  proxy: async () => (await import("./proxy/proxy.ts")).proxy,
  redeem: async () => (await import("./agent/redeem.ts")).redeem,
  requests: async () => (await import("./terminal/requests.ts")).requests,
  verify: async () => (await import("./receipts/verify-command.ts")).verify,
};

/** Runs one command; `args` begin with its name. Returns the exit code. */
export async function main([name, ...args]: string[], io: Io): Promise<number> {
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
    return explain(fault instanceof Refusal ? faultOfRefusal(fault) : fault, io);
  }
}

function explain(fault: unknown, io: Io): number {
  if (!(fault instanceof Fault)) {
    io.err(`Unexpected error: ${visibleLines(String(fault instanceof Error ? fault.stack : fault))}\n`);
    return exitCodes.failed.code;
  }
  io.err(`${visibleLines(fault.message)}\n`);
  if (fault.exit === "usage") io.err('Run "countersign --help" for available commands.\n');
  return exitCodes[fault.exit].code;
}
