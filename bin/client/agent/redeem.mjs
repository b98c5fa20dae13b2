// @ts-check

import { Fault } from "../fault.mjs";
import { credentialOptions, patienceOption, readOptions, readPatience } from "../options.mjs";
import { readGrant, readText } from "../read-text.mjs";
import { plainJson } from "../visible.mjs";
import { actionOptions, readAction, readObject } from "./action.mjs";
import { faultOf, send } from "./call.mjs";
import { checkRedeemed } from "./check-answer.mjs";
import { credentialsPath, readCredentials } from "./credentials.mjs";
import { newWebhookId, signedHeaders } from "./keys.mjs";

/** @typedef {import("../io.mjs").Io} Io */
/** @typedef {import("../options.mjs").OptionKind} OptionKind */

const kinds = {
  ...credentialOptions,
  ...patienceOption,
  ...actionOptions,
  grant: /** @type {OptionKind} */ ({ type: "string" }),
  action: /** @type {OptionKind} */ ({ type: "string" }),
  dpop: /** @type {OptionKind} */ ({ type: "string" }),
  "agent-proof": /** @type {OptionKind} */ ({ type: "string" }),
  from: /** @type {OptionKind} */ ({ type: "string" }),
  id: /** @type {OptionKind} */ ({ type: "string" }),
};

/**
 * `countersign redeem`: redeems a grant, once, for exactly the action of the grant. Prints the
 * approvers and the times.
 * @param {string[]} args
 * @param {Io} io
 * @returns {Promise<import("../exit-codes.mjs").ExitName>}
 */
export async function redeem(args, io) {
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
 * @param {import("./call.mjs").Answer} answer
 */
function explained(answer) {
  const fault = faultOf(answer);
  if (fault.exit !== "grant_redeemed" || !answer.wasRepeated) return fault;
  return new Fault(
    fault.exit,
    `${fault.message}\nAn earlier attempt got no response and may have used it. Treat it as used and ask again.`,
    fault,
  );
}

/**
 * @param {Record<string, any>} values
 * @param {string[]} positionals
 * @param {Io} io
 * @returns {Promise<{grant: string, action: unknown}>}
 */
async function readSpending(values, positionals, io) {
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
