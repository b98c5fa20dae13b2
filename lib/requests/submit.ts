import type { Database } from "#db/client";
import { auditRow } from "#lib/audit/record";
import type { AgentCaller } from "#lib/callers/find-caller";
import { CountersignError } from "#lib/errors";
import { type Limit, refuseOver } from "#lib/limits/take";
import { evaluateVersion } from "#lib/policy/evaluate";
import { loadPolicy } from "#lib/policy/load";
import { acceptsParams } from "./accepts-params.ts";
import type { KeptRequest } from "./answer.ts";
import type { Ask } from "./ask-schema.ts";
import { keepRequest } from "./keep-request.ts";
import { factOf, grantFor, type NewRequest, newRequest, type StoredGrant } from "./new-request.ts";

export interface Submission {
  caller: AgentCaller;
  /** Which of the caller's keys signed. */
  keyId: string;
  webhookId: string;
  /** SHA-256 of the raw body. */
  bodyHash: Uint8Array;
  ask: Ask;
  /** How often this agent may ask. */
  limit: Limit;
  /** How many of its requests may wait for a person at a time; undefined for any number. */
  mostPending: number;
  origin: string;
  now: Date;
}

/**
 * Decides on an ask and keeps it: request, audit event, grant and the job that will expire them commit in one statement
 * (invariant 10). A `webhook-id` that this agent used before makes nothing new (invariant 12).
 * @returns undefined when nothing was made: either the webhook-id is known, or the agent's standing changed at this very moment;
 *   the caller looks which.
 * @throws {CountersignError} `invalid_action` when the catalogue has other params for the type; `rate_limited`: too many asks, or too many that wait for a person.
 */
export async function submitRequest(db: Database, submission: Submission): Promise<KeptRequest | undefined> {
  const { caller, ask, limit, mostPending, now } = submission;
  const policy = await loadPolicy(db, caller.policyVersion);
  const verdict = evaluateVersion(
    policy,
    { agent: caller.id, owner: caller.ownerId, action: ask.action },
    now,
  );
  const request = newRequest(submission, verdict);
  // After the size of the action is known to be small: what a schema asks may take long on a large one.
  if (!(await acceptsParams(db, policy, submission))) return undefined;
  const grant = verdict.outcome === "allow" ? grantFor(submission, request, verdict) : undefined;
  const event = auditRow(factOf(request, verdict, grant), now);
  const { isKept, isFull, uses } = await keepRequest(db, { request, grant, event, limit, mostPending });
  if (uses !== null) refuseOver(uses, limit, now);
  if (isFull) throw tooManyPending(caller.id, mostPending);
  return isKept ? kept(request, grant) : undefined;
}

function tooManyPending(agentId: string, most = 0): CountersignError {
  return new CountersignError("rate_limited", `${most} requests of ${agentId} are pending`, {
    userMessage: `${most} requests of this agent wait for a person, and more may not. Withdraw some, or ask again when some are decided.`,
    retryAfterSeconds: 60,
  });
}

function kept(request: NewRequest, grant: StoredGrant | undefined): KeptRequest {
  return {
    ...request,
    required: request.approvalsRequired,
    given: 0,
    closeReason: null,
    deniedBy: null,
    denialReason: null,
    grantState: grant ? "issued" : null,
    grantExpiresAt: grant?.expiresAt ?? null,
    kid: grant?.kid ?? null,
    claims: grant?.claims ?? null,
  };
}
