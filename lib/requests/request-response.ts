import type postgres from "postgres";
import type { Database } from "#db/client";
import type { GrantState, grants } from "#db/schema/grants";
import type { CloseReason, RequestState, requests } from "#db/schema/requests";
import { findApprovals } from "#lib/approvals/approvals-now";
import { numberToMatch } from "#lib/approvals/match-number";
import { type Standing, scopeText } from "#lib/approvals/standing/stand";
import type { Edit } from "#lib/approvals/statement";
import type { MasterSecret } from "#lib/crypto/seal";
import { grantStateAt } from "#lib/grants/grant-state-at";
import type { redemptionResponse } from "#lib/grants/redemption";
import { signGrant } from "#lib/grants/sign-grant";
import type { Action } from "#lib/policy/language/action";
import { stateAt } from "./state-at.ts";
import { findOwnRepeat } from "./unusual/approved-before/find-own-repeat.ts";
import type { RepeatOutcome } from "./unusual/finding.ts";
import { waitToken, waitTokenEnd } from "./wait-token.ts";

/** An agent's view of its request: the wire's `request`, `wait` and `grant` (docs/agents.md). */
export interface RequestResponse {
  request: {
    id: string;
    state: RequestState;
    /** Why the request ended, when no person decided. */
    close_reason?: CloseReason;
    action_digest: string;
    policy: { version: number; rules: string[] };
    owner: string;
    /** `deciders`: how many people may decide now and have not yet, while it is pending. */
    approvals: { required: number; given: number; deciders?: number };
    /** While pending, for number matching: the agent shows the number and the approver types it. */
    number_to_match?: string;
    /** While pending: the outcome of an earlier request for the same action. */
    approved_before?: { request_id: string; at: string; outcome: RepeatOutcome };
    /** The denying person, the reason's code and the words for the agent; of a standing denial also what for and until when. */
    denial?: {
      by: string;
      reason_code: string;
      reason: string;
      suggested_edit?: Patch;
      stands_for?: Standing["scope"];
      stands_until?: string;
    };
    /** How an approver edited the action. Only `action`, the edited one, can be granted. */
    edit?: { asked_digest: string; patch: Patch; action: Action };
    expires_at: string;
    approval_url: string;
  };
  wait?: { url: string; token: string; expires_at: string };
  /** The grant as a JWT, as long as it can be redeemed. */
  grant?: string;
  grant_expires_at?: string;
  grant_state?: GrantState;
  grant_redeemed_at?: string;
  /** The redemption, in the answer to the ask that redeemed its own grant, and in no other. */
  redemption?: ReturnType<typeof redemptionResponse> & { webhook_id: string };
}

type Patch = Edit["patch"];
type Denial = NonNullable<RequestResponse["request"]["denial"]>;

type Stored = typeof requests.$inferSelect;
type StoredGrant = typeof grants.$inferSelect;

/** A found or inserted request, and the decisions about it. */
export interface StoredRequest {
  request: Pick<
    Stored,
    | "id"
    | "agentId"
    | "state"
    | "actionDigest"
    | "policyVersion"
    | "ruleIds"
    | "ownerId"
    | "approvalsRequired"
    | "safeguards"
    | "expiresAt"
    | "bodyHash"
  > &
    Partial<Pick<Stored, "closeReason" | "approvalsGiven">>;
  denial?: Denial | undefined;
  edit?: RequestResponse["request"]["edit"];
  /** The state is required: an answer to a revoked or redeemed grant must not contain the grant. */
  grant?: Pick<StoredGrant, "kid" | "claims" | "expiresAt" | "state" | "closedAt"> | undefined;
  /** The grant, if it is already signed. */
  jwt?: string | undefined;
}

export interface ResponseContext {
  secret: MasterSecret;
  origin: string;
  now: Date;
}

/** The request as its agent may see it. */
export type FoundResponse = {
  answer: RequestResponse;
  agentId: string;
  bodyHash: Uint8Array;
  waitExpiresAt: Date;
};

/** The agent's request under this webhook-id. */
export async function findResponseByWebhookId(
  db: Database,
  agentId: string,
  webhookId: string,
  context: ResponseContext,
): Promise<FoundResponse | undefined> {
  const sql = db.$client;
  const [found] = await answered(db, sql`r.id = ${idByWebhookId(sql, agentId, webhookId)}`, context);
  return found;
}

/**
 * The ID of the agent's request under this webhook-id, as part of a query. A range in order has one
 * index. With `=`, the plan of an empty table, which a connection keeps, reads all requests of the
 * agent by another index.
 */
export function idByWebhookId(
  sql: postgres.Sql,
  agentId: string,
  webhookId: string,
): postgres.PendingQuery<{ id: string }[]> {
  return sql<{ id: string }[]>`(
    select id from requests where agent_id = ${agentId} and webhook_id >= ${webhookId} and webhook_id <= ${webhookId}
    order by webhook_id limit 1)`;
}

/** The answer for a request by ID. The caller has shown the wait token, or signed the ask. */
export async function findResponse(
  db: Database,
  requestId: string,
  context: ResponseContext,
): Promise<FoundResponse | undefined> {
  const sql = db.$client;
  const [found] = await answered(db, sql`r.id = ${requestId}`, context);
  return found;
}

/** The answers for several requests, in any order. */
export async function findResponses(
  db: Database,
  requestIds: string[],
  context: ResponseContext,
): Promise<FoundResponse[]> {
  return answered(db, db.$client`r.id = any(${requestIds})`, context);
}

async function answered(
  db: Database,
  which: ReturnType<Database["$client"]>,
  context: ResponseContext,
): Promise<FoundResponse[]> {
  const rows = await db.$client<StoredRow[]>`
    select r.id, r.agent_id as "agentId", r.state, r.close_reason as "closeReason", r.action_digest as "actionDigest", r.policy_version as "policyVersion",
      r.rule_ids as "ruleIds", r.owner_id as "ownerId", r.approvals_required as "approvalsRequired", r.approvals_given as "approvalsGiven", r.safeguards,
      r.expires_at as "expiresAt", r.body_hash as "bodyHash", d.person_id as "deniedBy", d.note as "denialReason", d.reason_code as "denialCode",
      case when r.standing_denial_id is null then d.suggested_patch end as "suggestedPatch",
      s.expires_at as "standsUntil", ${db.$client.unsafe(scopeText)} as "standsFor",
      case when e.request_id is not null then jsonb_build_object('askedDigest', e.asked_digest, 'patch', e.patch, 'action', r.action) end as edit,
      case when g.state = 'issued' and g.fence <> database_fence() then 'revoked' else g.state end as "grantState", g.expires_at as "grantExpiresAt", g.closed_at as "grantClosedAt", g.kid, g.claims
    from requests r
      left join grants g on g.request_id = r.id
      left join request_edits e on e.request_id = r.id
      left join approvals d on d.id = coalesce(r.standing_denial_id,
        (select id from approvals where request_id = r.id and decision = 'deny' limit 1))
      left join standing_denials s on s.approval_id = d.id and s.ended_at is null and s.owner_epoch = (select owner_epoch from agents where id = r.agent_id)
    where ${which}`;
  const found: FoundResponse[] = [];
  // One after the other: a hundred together would keep other calls from the database.
  for (const row of rows) found.push(await answerOf(db, storedOf(row), context));
  return found;
}

function storedOf(row: StoredRow): StoredRequest {
  const { edit, kid, claims, grantState, grantExpiresAt, grantClosedAt } = row;
  return {
    request: { ...row, expiresAt: new Date(row.expiresAt) },
    denial: row.deniedBy === null ? undefined : denialPart(row, row.deniedBy),
    edit: edit ? editPart(edit) : undefined,
    grant:
      kid === null || claims === null || grantState === null || grantExpiresAt === null
        ? undefined
        : {
            ...{ kid, claims, state: grantState, expiresAt: new Date(grantExpiresAt) },
            closedAt: grantClosedAt === null ? null : new Date(grantClosedAt),
          },
  };
}

type StoredRow = Omit<Required<StoredRequest["request"]>, "expiresAt"> & {
  expiresAt: string;
  deniedBy: string | null;
  denialReason: string | null;
  denialCode: string | null;
  /** The edit that the denial suggests: a JSON Patch, as JSON. */
  suggestedPatch: string | null;
  /** Until when later requests like it are denied too. */
  standsUntil: string | null;
  standsFor: Standing["scope"];
  edit: { askedDigest: string; patch: string; action: string } | null;
  grantState: StoredGrant["state"] | null;
  grantExpiresAt: string | null;
  grantClosedAt: string | null;
  kid: string | null;
  claims: string | null;
};

/** The answer for a request just read or written. */
export async function answerOf(
  db: Database,
  stored: StoredRequest,
  context: ResponseContext,
): Promise<FoundResponse> {
  const { id, agentId, bodyHash, expiresAt } = stored.request;
  const waitExpiresAt = waitTokenEnd(expiresAt);
  const request = requestPart(stored, context);
  if (request.state === "pending") {
    const about = { requestId: id, now: context.now };
    const [approvals, repeat] = await Promise.all([findApprovals(db, about), findOwnRepeat(db, about)]);
    request.approvals = approvals;
    if (repeat) request.approved_before = repeat;
  }
  const answer: RequestResponse = {
    request,
    ...(await grantPart(db, stored, context)),
    wait: {
      url: `${context.origin}/api/v1/requests/${id}`,
      token: waitToken(context.secret, id),
      expires_at: waitExpiresAt.toISOString(),
    },
  };
  return { answer, agentId, bodyHash, waitExpiresAt };
}

function requestPart(
  { request: row, denial, edit }: StoredRequest,
  { origin, secret, now }: ResponseContext,
): RequestResponse["request"] {
  const state = stateAt(row.state, row.expiresAt, now);
  const closeReason = state === "expired" ? "timed_out" : row.closeReason;
  const needsNumber = row.safeguards?.numberMatching === true;
  return {
    id: row.id,
    state,
    ...(closeReason && { close_reason: closeReason }),
    action_digest: row.actionDigest,
    policy: { version: row.policyVersion, rules: row.ruleIds },
    owner: row.ownerId,
    approvals: { required: row.approvalsRequired, given: row.approvalsGiven ?? 0 },
    ...(state === "pending" && needsNumber && { number_to_match: numberToMatch(secret, row.id) }),
    ...(denial && { denial }),
    ...(edit && { edit }),
    expires_at: row.expiresAt.toISOString(),
    approval_url: `${origin}/requests/${row.id}`,
  };
}

function denialPart(row: StoredRow, by: string): Denial {
  const { denialReason, denialCode, suggestedPatch, standsFor, standsUntil } = row;
  return {
    by,
    reason_code: denialCode ?? "",
    reason: denialReason ?? "",
    ...(suggestedPatch !== null && { suggested_edit: JSON.parse(suggestedPatch) as Patch }),
    ...(standsUntil !== null && { stands_for: standsFor, stands_until: new Date(standsUntil).toISOString() }),
  };
}

function editPart({ askedDigest, patch, action }: NonNullable<StoredRow["edit"]>) {
  return {
    asked_digest: askedDigest,
    patch: JSON.parse(patch) as Patch,
    action: JSON.parse(action) as Action,
  };
}

async function grantPart(
  db: Database,
  { grant, jwt }: StoredRequest,
  { secret, now }: ResponseContext,
): Promise<Partial<RequestResponse>> {
  if (!grant) return {};
  const state = grantStateAt(grant.state, grant.expiresAt, now);
  if (state === "redeemed" && grant.closedAt)
    return { grant_state: state, grant_redeemed_at: grant.closedAt.toISOString() };
  if (state !== "issued") return { grant_state: state };
  return {
    grant: jwt ?? (await signGrant(db, secret, grant)),
    grant_expires_at: grant.expiresAt.toISOString(),
    grant_state: "issued",
  };
}
