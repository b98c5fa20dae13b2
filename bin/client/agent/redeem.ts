import type { Untyped } from "#client/json/untyped";
import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import type { OptionKind } from "../options.ts";
import { credentialOptions, patienceOption, readOptions, readPatience } from "../options.ts";
import { readGrant, readText } from "../read-text.ts";
import { plainJson } from "../visible.ts";
import { actionOptions, readAction, readObject } from "./action.ts";
import type { Answer } from "./call.ts";
import { faultOf, send } from "./call.ts";
import { checkRedeemed } from "./check-answer.ts";
import { credentialsPath, readCredentials } from "./credentials.ts";
import { newWebhookId, signedHeaders } from "./keys.ts";

const kinds = {
  ...credentialOptions,
  ...patienceOption,
  ...actionOptions,
  grant: { type: "string" } as OptionKind,
  action: { type: "string" } as OptionKind,
  dpop: { type: "string" } as OptionKind,
  "agent-proof": { type: "string" } as OptionKind,
  from: { type: "string" } as OptionKind,
  id: { type: "string" } as OptionKind,
};

/**
 * `countersign redeem`: redeems a grant, once, for exactly the action of the grant. Prints the
 * approvers and the times.
 */
export async function redeem(args: string[], io: Io): Promise<ExitName> {
  const { values, positionals } = readOptions(args, kinds);
  const { grant, action } = await readSpending(values, positionals, io);
  const { url, key } = readCredentials(credentialsPath(values, io.env), io.now());
  const body = JSON.stringify({ grant, action, dpop: values.dpop, agent_proof: values["agent-proof"] });
  const id = values.id ?? newWebhookId();
  const answer = await send(
    io,
    {
      method: "POST",
      url: `${url}/api/v1/grants/redemptions`,
      body,
      headers: () => signedHeaders(key, { id, body, at: io.now() }),
    },
    { patienceSeconds: readPatience(values.patience) },
  );
  if (answer.status !== 200) throw explained(answer);
  checkRedeemed(grant, answer.body);
  io.err("Redeemed. You may perform the action once.\n");
  io.out(`${plainJson(answer.body ?? null)}\n`);
  return "ok";
}

/**
 * Explains a grant that is already redeemed. An earlier attempt whose response was lost may have
 * redeemed the grant, so the tool cannot know whether the action may proceed.
 */
function explained(answer: Answer) {
  const fault = faultOf(answer);
  if (fault.exit !== "grant_redeemed" || !answer.wasRepeated) return fault;
  return new Fault(
    fault.exit,
    `${fault.message}\nAn earlier attempt got no response and may have used it. Treat it as used and ask again.`,
    fault,
  );
}

async function readSpending(
  values: Record<string, Untyped>,
  positionals: string[],
  io: Io,
): Promise<{ grant: string; action: unknown }> {
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
  return { grant, action };
}
