import { claudeCodeManaged } from "./hook-settings.ts";

/** How an agent gets its key. */
export type KeyGiven =
  | { kind: "code"; code: string; expiresAt: string }
  | { kind: "public" }
  | { kind: "secret"; secret: string; expiresAt: string }
  | { kind: "token"; token: string; expiresAt: string }
  | { kind: "workload"; issuer: string; audience: string };

interface Agent {
  id: string;
  name: string;
}

/** Secrets go to standard input, because a shell's history keeps arguments. `replaces`: an earlier key. */
export function enrollCommand(
  origin: string,
  agent: Agent,
  key: KeyGiven,
  { replaces = false, program = "countersign" }: { replaces?: boolean; program?: string } = {},
): string {
  const replacing = replaces ? " --replace" : "";
  const start = `${program} enroll --url ${origin} --profile ${profileOf(agent)}${replacing}`;
  // With --replace, the ID keeps the key of another agent with this name, before the code is used.
  const of = replaces ? ` --agent ${agent.id}` : "";
  if (key.kind === "code") return `${start}${of} --code ${key.code}`;
  return `${start} --agent ${agent.id} ${key.kind === "secret" ? "--secret" : "--private-key"} -`;
}

/** The command to check a client's hook. Codex is asked for its active hooks, and needs no file. */
export function hookCheckCommand(origin: string, client: keyof typeof settingsFiles): string {
  return `countersign hook check${settingsFiles[client]} --client ${client} --url ${origin}`;
}

const settingsFiles = {
  "claude-code": ` ${claudeCodeManaged("linux")}`,
  codex: "",
  cursor: " ~/.cursor/hooks.json",
};

/** The command to exchange a workload's token, read from a file of the workload. */
export function workloadCommand({ origin, agentId }: { origin: string; agentId: string }): string {
  return `countersign enroll --url ${origin} --agent ${agentId} --workload-token token.jwt --replace`;
}

/** A first ask: the default policy requires the owner's approval. */
export function askCommand(agent: Agent, credentials = `--profile ${profileOf(agent)}`): string {
  return [
    `countersign ask refund.create ${credentials}`,
    "--resource charge/ch_81 --param amount=1250 --param currency=USD",
    '--reason "Customer was billed twice" --out ask.json',
  ].join(" \\\n  ");
}

/** A profile keeps the credentials of the machine's agents apart, also of agents with equal names. */
export function profileOf({ id, name }: Agent): string {
  const words = name
    .normalize("NFKD")
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? ["agent"];
  return [...words, id.slice(-randomEnd)].join("-");
}

/** The characters at the end of an ID that are random (lib/kernel/ids.ts): those before are a time. */
const randomEnd = 8;
