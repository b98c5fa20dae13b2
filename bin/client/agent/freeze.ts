import { freezeItself } from "#client/agent/freeze";
import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { credentialOptions, flags, patienceOption, readOptions, readPatience, texts } from "../options.ts";
import { openAsker } from "./asker.ts";
import { credentialsPath, readCredentials } from "./credentials.ts";

const kinds = { ...credentialOptions, ...patienceOption, ...texts("reason", "id"), ...flags("self") };

/** `countersign freeze --self`: the agent stops itself, until a person releases it. */
export async function freeze(args: string[], io: Io): Promise<ExitName> {
  const { values, positionals } = readOptions(args, kinds);
  if (!values.self || positionals.length > 0)
    throw new Fault(
      "usage",
      "missing --self. An agent can freeze only itself, and a person freezes in the console",
    );
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
