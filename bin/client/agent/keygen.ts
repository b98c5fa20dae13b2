import { newKeyPair } from "#client/keys";
import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { readOptions, texts } from "../options.ts";
import { reserveFile } from "./credentials.ts";

/** `countersign keygen --out file`: a key pair. An admin pastes in the public key from stdout. */
export async function keygen(args: string[], io: Io): Promise<ExitName> {
  const { values } = readOptions(args, texts("out"));
  if (!values.out) throw new Fault("usage", "missing --out (file for the private key)");
  const { privateKey, publicKey } = await newKeyPair();
  reserveFile(values.out).keep(`${privateKey}\n`);
  io.out(`${publicKey}\n`);
  io.err(
    `Private key saved to ${values.out}. Give the public key above to an admin.\n` +
      `For an agent: the admin adds it on the agent's page, under Keys. Then run:\n` +
      `  countersign enroll --url <address> --agent <agt_...> --private-key - < ${values.out}\n` +
      `For a tool: the admin registers the tool under Settings, Tools. The tool signs with the private key.\n`,
  );
  return "ok";
}
