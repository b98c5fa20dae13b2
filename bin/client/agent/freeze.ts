import { freezeItself } from "#client/agent/freeze";
import type { Untyped } from "#client/json/untyped";
import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { credentialOptions, flags, patienceOption, readOptions, readPatience, texts } from "../options.ts";
import { callServer, readSession } from "../terminal/session.ts";
import { openAsker } from "./asker.ts";
import { credentialsPath, readCredentials } from "./credentials.ts";

const kinds = { ...credentialOptions, ...patienceOption, ...texts("reason", "id"), ...flags("self", "all") };

/** `countersign freeze`: an agent stops itself, or a person all agents, until a person releases them. */
export async function freeze(args: string[], io: Io): Promise<ExitName> {
  const { values, positionals } = readOptions(args, kinds);
  if (Boolean(values.self) === Boolean(values.all) || positionals.length > 0)
    throw new Fault("usage", "use --self for this agent, or --all as a person who ran countersign login");
  return values.all ? freezeAll(values, io) : freezeSelf(values, io);
}

async function freezeAll({ reason, id, patience }: Record<string, Untyped>, io: Io): Promise<ExitName> {
  if (id !== undefined) throw new Fault("usage", "--id is for --self");
  const call = { method: "POST", path: "/freeze", body: reason === undefined ? {} : { reason } };
  await callServer(io, readSession(io), call, patience);
  io.err("All agents are frozen. An admin can release them with a passkey.\n");
  return "ok";
}

async function freezeSelf(values: Record<string, Untyped>, io: Io): Promise<ExitName> {
  const credentials = readCredentials(credentialsPath(values, io.env), io.now());
  const patienceSeconds = readPatience(values.patience);
  const asker = openAsker(io, credentials, { patienceSeconds });
  const { since, by } = await freezeItself(
    asker,
    { reason: values.reason, id: values.id },
    { patienceSeconds },
  );
  const held = by === "person" ? "was put on hold by a person at" : "has been on hold since";
  io.err(`This agent ${held} ${since.toISOString()}. Only a person can release it.\n`);
  return "ok";
}
