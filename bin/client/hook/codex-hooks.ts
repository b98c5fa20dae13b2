import { spawn } from "node:child_process";
import type { Untyped } from "#client/json/untyped";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { readLines } from "../mcp/lines.ts";
import { parseJson } from "../strict-json.ts";
import { visible } from "../visible.ts";

const program = "codex";
/** How long Codex may take to start and to answer, in seconds. */
const mostSeconds = 30;

const notRun = "Couldn't run codex app-server, so nothing was checked";

const events = { preToolUse: "PreToolUse", postToolUse: "PostToolUse" } as const;

/**
 * The hooks that Codex runs around calls in this folder, in the form of its `hooks.json`. Codex
 * itself says which: it skips a hook that no person trusted without a word, and its configuration
 * has more layers than files (`hooks/list` and `configRequirements/read` of `codex app-server`,
 * seen with Codex 0.171.0).
 * @throws {Fault} unless Codex says that it runs a hook before calls, and that no user or project
 * can turn a managed hook off
 */
export async function readCodexHooks(io: Io): Promise<{ hooks: object; isManaged: boolean }> {
  const { hooks, requirements } = await askCodex(io);
  const around = hooks.filter(({ eventName }) => Object.hasOwn(events, eventName));
  const ours = around.filter(({ command }) => String(command).includes("countersign"));
  const skipped = ours.find((hook) => !isRun(hook));
  if (skipped || ours.length === 0) throw new Fault("rejected", whatToTrust(skipped));
  const isManaged = ours.every(({ trustStatus }) => trustStatus === "managed");
  if (isManaged) requirePinned(requirements);
  return { hooks: settingsOf(around.filter(isRun)), isManaged };
}

function isRun({ enabled, trustStatus }: Untyped) {
  return enabled === true && (trustStatus === "managed" || trustStatus === "trusted");
}

function whatToTrust(skipped: Untyped) {
  const isOff = skipped?.enabled === false;
  const why = isOff ? "it's turned off" : "no one trusted its current text";
  const what = skipped
    ? `Codex doesn't run the hook of ${visible(String(skipped.sourcePath))}, because ${why}`
    : "Codex has no hook of Countersign here";
  return `${what}. Put the hook into requirements.toml in Codex's system folder, or ${isOff ? "turn it on" : "trust it"} in Codex with /hooks`;
}

function requirePinned(requirements: Untyped) {
  if (requirements?.featureRequirements?.hooks !== true)
    throw new Fault(
      "rejected",
      "a user or a project can turn this hook off. Add hooks = true to [features] in requirements.toml",
    );
  if (requirements.allowManagedHooksOnly !== true)
    throw new Fault(
      "rejected",
      "another hook can change a call after its decision. Add allow_managed_hooks_only = true to requirements.toml",
    );
}

function settingsOf(hooks: Untyped[]) {
  const groups = (event: keyof typeof events) =>
    hooks
      .filter(({ eventName }) => eventName === event)
      .map(({ matcher, handlerType, command, timeoutSec, async }) => ({
        ...(typeof matcher === "string" && { matcher }),
        hooks: [{ type: handlerType, command, timeout: timeoutSec, async }],
      }));
  return { PreToolUse: groups("preToolUse"), PostToolUse: groups("postToolUse") };
}

async function askCodex(io: Io): Promise<{ hooks: Untyped[]; requirements: Untyped }> {
  const [listed, read] = await callCodex(io, ["hooks/list", "configRequirements/read"]);
  const [folder, ...others] = Array.isArray(listed?.data) ? listed.data : [];
  const isWhole = Array.isArray(folder?.hooks) && Array.isArray(folder.errors) && others.length === 0;
  if (!isWhole || folder.errors.length > 0 || read?.requirements === undefined)
    throw new Fault("rejected", "Codex can't say which hooks it runs. Check its configuration");
  return { hooks: folder.hooks, requirements: read.requirements };
}

/** The results of methods of `codex app-server`, over JSON-RPC on standard streams. */
function callCodex(io: Io, methods: string[]): Promise<Untyped[]> {
  const given = Object.entries(io.env).filter(([name]) => !name.startsWith("COUNTERSIGN_"));
  const env = Object.fromEntries(given) as Untyped;
  const child = spawn(program, ["app-server"], { env, stdio: ["pipe", "pipe", "ignore"], windowsHide: true });
  let timer: NodeJS.Timeout | undefined;
  const answered: Promise<Untyped[]> = new Promise((resolve, reject) => {
    const results: Map<unknown, Untyped> = new Map();
    const fail = (cause: Untyped) =>
      reject(
        cause?.code === "ENOENT" || cause?.code === "EACCES"
          ? new Fault("usage", `${notRun}. Put codex in PATH, then repeat the command.`, { cause })
          : new Fault("failed", `${notRun}. Start codex here to see why.`, { cause }),
      );
    timer = setTimeout(fail, mostSeconds * 1000);
    child.on("error", fail).on("close", () => fail(undefined));
    child.stdin.on("error", fail);
    const onLine = (line: string) => {
      // A line of a log is no message.
      const { id, method, result } = parseJson(line) ?? {};
      if (id !== undefined && method === undefined) results.set(id, result);
      if (results.size > methods.length) resolve(methods.map((method) => results.get(method)));
    };
    readLines(child.stdout, { onLine, onEnd: () => {} });
  });
  const clientInfo = { name: "countersign", version: "1" };
  const messages = [
    { id: "initialize", method: "initialize", params: { clientInfo } },
    { method: "initialized" },
    ...methods.map((method) => ({ id: method, method, params: {} })),
  ];
  child.stdin.write(messages.map((message) => `${JSON.stringify(message)}\n`).join(""));
  return answered.finally(() => {
    clearTimeout(timer);
    child.stdin.end();
    child.kill();
  });
}
