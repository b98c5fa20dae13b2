import { type CheckedAction, checkAction } from "#client/action";
import { postRedemption } from "#client/grant/redeem-grant";
import { verifyGrant } from "#client/grant/verify-grant";
import type { Untyped } from "#client/json/untyped";
import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { credentialOptions, patienceOption, readOptions, readPatience, texts } from "../options.ts";
import { readGrant, readText } from "../read-text.ts";
import { plainJson } from "../visible.ts";
import { actionOptions, readAction, readObject } from "./action.ts";
import { openAsker } from "./asker.ts";
import { credentialsPath, readCredentials } from "./credentials.ts";

const kinds = {
  ...credentialOptions,
  ...patienceOption,
  ...actionOptions,
  ...texts("grant", "action", "dpop", "agent-proof", "from", "id"),
};

const needlessProofs = {
  dpop: "--dpop was not sent: this grant isn't bound to a key.",
  "agent-proof": "--agent-proof was not sent: this grant is bound to a key, and takes --dpop.",
};

/** `countersign redeem`: redeems a grant, once, for its action. Prints the approvers and the times. */
export async function redeem(args: string[], io: Io): Promise<ExitName> {
  const { values, positionals } = readOptions(args, kinds);
  const { grant, action } = await readSpending(values, positionals, io);
  const credentials = readCredentials(credentialsPath(values, io.env), io.now());
  const patienceSeconds = readPatience(values.patience);
  const { issuer, key } = openAsker(io, credentials, { patienceSeconds });
  const verified = await verifyGrant(issuer, grant, action, action.audience ?? issuer.issuer);
  const presented = { grant, dpop: values.dpop, agentProof: values["agent-proof"] };
  const redeeming = { presented, verified, action, id: values.id };
  const answer = await postRedemption(issuer, key, redeeming, { patienceSeconds });
  const needless = verified.thumbprint === undefined ? "dpop" : "agent-proof";
  if (values[needless] !== undefined) io.err(`${needlessProofs[needless]}\n`);
  io.err("Redeemed. You may perform the action once.\n");
  io.out(`${plainJson(answer)}\n`);
  return "ok";
}

async function readSpending(
  values: Record<string, Untyped>,
  positionals: string[],
  io: Io,
): Promise<{ grant: string; action: CheckedAction }> {
  const saved = values.from === undefined ? {} : readObject(await readText(values.from, io), "--from");
  const grant = values.grant === undefined ? saved.grant : await readGrant(values.grant, io);
  const [type] = positionals;
  let action = saved.action;
  if (type !== undefined) action = readAction(type, values);
  else if (values.action !== undefined) action = readObject(await readText(values.action, io), "--action");
  if (typeof grant !== "string")
    throw new Fault("usage", "missing grant. Use --grant, or --from with a file saved by ask --out");
  if (action === undefined)
    throw new Fault(
      "usage",
      "missing action. Repeat the action type and options from ask, or use --action or --from",
    );
  return { grant, action: checkAction(action) };
}
