import { applyPatch } from "#client/json/patch";
import type { Untyped } from "#client/json/untyped";
import { Fault } from "../fault.ts";
import type { Action } from "../json/action-digest.ts";
import { actionDigest } from "../json/action-digest.ts";
import { visible } from "../visible.ts";
import type { Credentials } from "./credentials.ts";
import type { RequestResponse } from "./wait.ts";

/**
 * Checks that the server understood exactly the requested action, and that the wait token goes to
 * this server only.
 * @param options whether the caller asked with `accept_edits`
 * @returns the action that the answer is about: as requested, or as an approver edited it
 * @throws {Fault} `untrusted`
 */
export function checkAnswer(
  { url, agent }: Credentials,
  action: Action,
  answer: RequestResponse,
  { acceptsEdits = false }: { acceptsEdits?: boolean } = {},
): Action {
  if (typeof answer?.request?.id !== "string" || typeof answer.request.state !== "string") {
    throw new Fault("untrusted", "the response contains no request", { answer });
  }
  const { edit } = answer.request;
  const edited = edit && acceptsEdits ? editedAction(agent, action, edit) : action;
  const digest = actionDigest(agent, edited);
  if (answer.request.action_digest !== digest) {
    throw new Fault(
      "untrusted",
      `action digest mismatch: server has ${visible(answer.request.action_digest)}, expected ${digest}`,
    );
  }
  if (answer.wait && new URL(answer.wait.url, url).origin !== url) {
    throw new Fault(
      "untrusted",
      `the server asked to send the wait token to a different origin: ${new URL(answer.wait.url).origin}`,
    );
  }
  return edited;
}

/**
 * The requested action with the approver's changes. Computed from the patch, so that nothing
 * changes that the patch doesn't name.
 */
function editedAction(
  agent: string,
  action: Action,
  { asked_digest, patch }: NonNullable<RequestResponse["request"]["edit"]>,
): Action {
  if (asked_digest !== actionDigest(agent, action))
    throw new Fault("untrusted", "the server edited a different action than the requested one");
  try {
    return applyPatch(action as Untyped, patch) as unknown as Action;
  } catch (cause) {
    throw new Fault("untrusted", "the approver's edit can't be applied to the action", { cause });
  }
}

/**
 * Checks that the answer's grant, if any, is for this agent and exactly this action. The redeeming
 * tool verifies the grant's signature; the agent only needs the right grant.
 * @throws {Fault} `untrusted`
 */
export function checkGrant({ agent }: Credentials, action: Action, { request, grant }: RequestResponse) {
  if (grant === undefined) return;
  // The grant is printed to stdout unchanged.
  if (typeof grant !== "string" || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(grant))
    throw new Fault("untrusted", "the grant isn't a JWT");
  const claims = readClaims(grant);
  const digest = actionDigest(agent, action);
  const [detail] = claims.authorization_details ?? [];
  if (claims.act?.sub !== agent)
    throw new Fault("untrusted", `the grant is for agent ${visible(claims.act?.sub)}, not ${agent}`);
  if (claims.txn !== request.id)
    throw new Fault(
      "untrusted",
      `the grant is for request ${visible(claims.txn)}, not ${visible(request.id)}`,
    );
  if (detail?.digest !== digest)
    throw new Fault(
      "untrusted",
      `the grant's action digest is ${visible(detail?.digest)}, expected ${digest}`,
    );
}

/**
 * Checks that the answer says this grant is redeemed. A status alone proves nothing: a proxy or a
 * sign-in page in between can answer 200 too, and the grant could then be used again.
 * @throws {Fault} `untrusted`
 */
export function checkRedeemed(grant: string, answer: Untyped) {
  const { jti, txn } = readClaims(grant);
  if (answer?.grant?.state === "redeemed" && answer.grant.id === jti && answer.request?.id === txn) return;
  throw new Fault("untrusted", "the answer to a redemption doesn't say that the grant is redeemed", {
    answer,
  });
}

/** The claims of a JWT, not verified. */
export function readClaims(jwt: string): Untyped {
  try {
    return JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString("utf8"));
  } catch (cause) {
    throw new Fault("untrusted", "the grant isn't a JWT", { cause });
  }
}
