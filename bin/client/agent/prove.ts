import { proveGrant } from "#client/agent/proof-headers";
import { signingKey } from "#client/keys";
import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { credentialOptions, readOptions, texts } from "../options.ts";
import { readGrant } from "../read-text.ts";
import { credentialsPath, readCredentials } from "./credentials.ts";

const kinds = { ...credentialOptions, ...texts("grant", "method") };

/** `countersign prove`: the proof that a grant is the agent's, by DPoP (RFC 9449) or the agent's key. */
export async function prove(args: string[], io: Io): Promise<ExitName> {
  const { values } = readOptions(args, kinds);
  if (values.grant === undefined) throw new Fault("usage", "missing --grant");
  const grant = await readGrant(values.grant, io);
  const { key } = readCredentials(credentialsPath(values, io.env), io.now());
  const use = { method: values.method ?? "POST", at: io.now() };
  const { name, proof } = await proveGrant(signingKey(key), grant, use);
  if (io.isTerminal) io.err(`Send it to the tool as the ${name} header.\n`);
  io.out(`${proof}\n`);
  return "ok";
}
