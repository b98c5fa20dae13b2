import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { bytea } from "./bytes.ts";
import { people, personRef } from "./directory.ts";
import { evidence } from "./evidence.ts";
import type { PasskeyOrigin } from "./passkeys.ts";

export type RequestState =
  | "allowed"
  | "blocked"
  | "pending"
  | "approved"
  | "denied"
  | "expired"
  | "cancelled";
/**
 * Why a request was closed undecided. `unexpected`: a person did not expect it, and the agent is
 * held. `wrong_number`: approvers typed three wrong numbers. `restored`: the database is that of a backup.
 * `standing_denial`: a person denied an earlier request like it, for later ones too.
 */
export type CloseReason =
  | "by_agent"
  | "blocked_by_policy"
  | "owner_changed"
  | "ownership_unconfirmed"
  | "agent_held"
  | "agent_revoked"
  | "key_revoked"
  | "restored"
  | "standing_denial"
  | "timed_out"
  | "unexpected"
  | "wrong_number";

/** The capacity of a decision. `break_glass`: alone, in an emergency, in place of more approvals. */
export type Capacity = "owner" | "backup" | "group" | "delegate" | "break_glass";

/** An edge of this server that asks for an agent. `test`: the console, for a test agent. */
export type RequestEdge = (typeof requestEdges)[number];
const requestEdges = ["claude-code", "codex", "cursor", "authzen", "envoy", "toolhive", "test"] as const;

export const requests = pgTable(
  "requests",
  {
    id: text().primaryKey(),
    // No foreign key, for the reason of `grants.request_id`: the statement that inserts a request
    // locks its agent, and a trigger refuses to delete agents.
    agentId: text("agent_id").notNull(),
    /** The key of the ask's signature: a grant's `cnf` names the key. */
    agentKeyId: text("agent_key_id").notNull(),
    webhookId: text("webhook_id").notNull(),
    /** SHA-256 of the raw body: tells a retry from a different ask (invariant 12). */
    bodyHash: bytea("body_hash").notNull(),
    state: text().$type<RequestState>().notNull(),
    closeReason: text("close_reason").$type<CloseReason>(),
    /** JCS of {type, resource?, params, audience?}, as text: numbers keep their spelling. */
    action: text().notNull(),
    actionType: text("action_type").notNull(),
    actionDigest: text("action_digest").notNull(),
    /** The columns of totals: resource, amount and currency by the action types of `policyVersion`. */
    resource: text(),
    amount: numeric(),
    currency: text(),
    /** The edge that asked in the agent's name. Null: the agent's own key signed the ask. */
    edge: text().$type<RequestEdge>(),
    /** The boundary that the ask named: the agent's claim, untrusted. */
    boundaryId: text("boundary_id"),
    /**
     * Of an ask with `pick_up`: the asker and the action, by which a repeated call finds the request, and
     * the request's number among them (lib/requests/pick-up.ts). Null: no other call finds it.
     */
    pickUpKey: text("pick_up_key"),
    pickUpNumber: integer("pick_up_number"),
    /** The `webhook-id` of the repeated call that got the answer of the closed request. */
    deliveredTo: text("delivered_to"),
    /** Whether the agent can act on an edited action. */
    acceptsEdits: boolean("accepts_edits").notNull().default(false),
    /** The agent's own words: untrusted. */
    reason: text(),
    /** JSON the agent attached: untrusted. */
    context: text(),
    ownerId: text("owner_id").notNull(),
    ownerEpoch: integer("owner_epoch").notNull(),
    policyVersion: integer("policy_version").notNull(),
    /** Ids of the deciding rules of `policyVersion`; empty when the default decided. */
    ruleIds: text("rule_ids").array().notNull(),
    /** The policy's facts apart from the action (lib/policy/engine/context.ts, Facts). */
    facts: jsonb().$type<Record<string, unknown>>(),
    /** What monitored rules would have done; null without such a rule (lib/policy/engine/verdict.ts). */
    monitored: jsonb().$type<Record<string, unknown>>(),
    /** Why the policy was uncertain: an error, or rules that could not be checked. */
    unchecked: text().$type<"policy" | "rules">(),
    approvalsRequired: integer("approvals_required").notNull(),
    /** The required approvers (lib/policy/language/requirement.ts). Null: owner or backups. */
    requirements: jsonb().$type<unknown[]>(),
    /** How people approve: lib/policy/language/safeguards.ts. Null: no safeguard is on. */
    safeguards: jsonb().$type<{ numberMatching: boolean; readingSeconds: number; allowEdits: boolean }>(),
    wrongNumbers: integer("wrong_numbers").notNull().default(0),
    approvalsGiven: integer("approvals_given").notNull().default(0),
    /** Approved by one admin in an emergency. */
    isBreakGlass: boolean("is_break_glass").notNull().default(false),
    /** The standing denial that denied it, with no person asked. */
    standingDenialId: text("standing_denial_id"),
    /** The standing approval that approved it, with no person asked. */
    standingApprovalId: text("standing_approval_id"),
    grantTtlSeconds: integer("grant_ttl_seconds").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    closedAt: timestamp("closed_at", { withTimezone: true }),
  },
  (table) => [
    unique("requests_idempotency").on(table.agentId, table.webhookId),
    uniqueIndex("requests_pick_up")
      .on(table.agentId, table.pickUpKey, table.pickUpNumber)
      .where(sql`${table.pickUpKey} is not null`),
    // An agent's requests, newest first, and the edges of its totals. In a collation that no other
    // index has: in the order of another one, such as the primary key or the index by type, the
    // planner reads the requests of all other agents to find those of one.
    index("requests_agent").on(table.agentId, sql`${table.id} collate "POSIX"`),
    // The queue's filters by type and by risk: a type may be rare among millions. In another
    // collation than the primary key, for the same reason.
    index("requests_type").on(table.actionType, sql`${table.id} collate "C"`),
    // The next request to expire, across all agents. A query has to name `closed_at` to use the
    // index: when the index was by state alone, the planner used it for one agent's pending
    // requests and read those of the whole workspace.
    index("requests_pending")
      .on(table.expiresAt)
      .where(sql`${table.state} = 'pending' and ${table.closedAt} is null`),
    index("requests_pending_agent").on(table.agentId, table.expiresAt).where(sql`${table.state} = 'pending'`),
    // For a resource's totals. Excludes blocked requests: an agent can make them without limit, on
    // resources shared with other agents.
    index("requests_resource")
      .on(table.resource, table.id)
      .where(sql`${table.resource} is not null and ${table.state} in ('allowed', 'approved', 'pending')`),
    // The pending part of a resource's totals.
    index("requests_pending_resource")
      .on(table.resource, table.id)
      .where(sql`${table.resource} is not null and ${table.state} = 'pending'`),
    // For an owner's totals: a request's owner stays the same when the agent's owner changes.
    index("requests_owner")
      .on(table.ownerId, table.id)
      .where(sql`${table.state} in ('allowed', 'approved', 'pending')`),
    index("requests_monitored").on(table.id).where(sql`${table.monitored} is not null`),
    // For auditors: requests decided by the default alone, or with an error; and the time people
    // took, without test requests.
    index("requests_by_default").on(table.id).where(sql`${table.ruleIds} = '{}'`),
    index("requests_unchecked_by_id")
      .on(table.id, table.unchecked)
      .where(sql`${table.unchecked} is not null`),
    index("requests_decided")
      .on(table.closedAt, table.createdAt)
      .where(sql`${table.state} in ('approved', 'denied') and ${table.edge} is distinct from 'test'`),
    // Requests for people, among many auto-approved requests.
    index("requests_closed")
      .on(sql`${table.id} collate "C"`)
      .where(sql`${table.state} not in ('allowed', 'blocked')`),
    // The same of one action type, for the queue's filters by type and by risk: a type of which few
    // requests needed people may have millions that are auto-approved, or none at all.
    index("requests_closed_type")
      .on(table.actionType, sql`${table.id} collate "C"`)
      .where(sql`${table.state} not in ('allowed', 'blocked')`),
    // The closed ones of one agent, found without their rows (lib/requests/queue/list-queue.ts). The
    // pending ones are in `requests_pending_agent`.
    index("requests_closed_agent")
      .on(table.agentId, table.id)
      .where(sql`${table.state} not in ('allowed', 'blocked', 'pending')`),
    // An agent's requests that people decided (lib/requests/unusual/). Without the many requests that the
    // agent can make alone: auto-approved, blocked, expired, withdrawn, and decided by a standing approval or
    // denial. In another collation than the primary key, as the index by type.
    index("requests_decided_by_people")
      .on(table.agentId, sql`${table.id} collate "C"`)
      .where(
        sql`${table.state} in ('approved', 'denied') and ${table.standingDenialId} is null and ${table.standingApprovalId} is null`,
      ),
    // Only the release before 1.0.0 reads it.
    index("requests_decided_agent")
      .on(table.agentId, sql`${table.id} collate "C"`)
      .where(sql`${table.state} in ('approved', 'denied')`),
    // What an agent did before with exactly the same action, of each state that can run, newest first
    // (lib/requests/unusual/approved-before/). In the collation of the index by agent: in another order, the
    // planner could read the newest of all requests.
    index("requests_repeats")
      .on(table.actionDigest, table.state, sql`${table.id} collate "POSIX"`)
      .where(sql`${table.state} in ('allowed', 'approved')`),
    // The same for the amount, resource and type of any agent. An agent can repeat an auto-approved
    // amount in made-up currencies, so both are in the index.
    index("requests_same_amount")
      .on(
        table.resource,
        table.actionType,
        table.amount,
        sql`coalesce(${table.currency}, '')`,
        table.state,
        sql`${table.id} collate "POSIX"`,
      )
      .where(
        sql`${table.state} in ('allowed', 'approved') and ${table.resource} is not null and ${table.amount} is not null`,
      ),
    check(
      "requests_state",
      sql`${table.state} in ('allowed', 'blocked', 'pending', 'approved', 'denied', 'expired', 'cancelled')`,
    ),
    check(
      "requests_edge",
      sql`${table.edge} in (${sql.raw(requestEdges.map((edge) => `'${edge}'`).join(", "))})`,
    ),
    check(
      "requests_pick_up_is_numbered",
      sql`(${table.pickUpKey} is null) = (${table.pickUpNumber} is null)`,
    ),
    check("requests_pending_is_open", sql`${table.state} <> 'pending' or ${table.closedAt} is null`),
    check("requests_unchecked", sql`${table.unchecked} in ('policy', 'rules')`),
    check(
      "requests_quorum",
      sql`${table.state} <> 'approved' or ${table.isBreakGlass} or ${table.approvalsGiven} >= ${table.approvalsRequired}`,
    ),
  ],
);

/** An approver's edit: the action as asked, and the JSON Patch (RFC 6902) to the present action. */
export const requestEdits = pgTable("request_edits", {
  requestId: text("request_id")
    .primaryKey()
    .references(() => requests.id),
  editedBy: personRef("edited_by"),
  editedAt: timestamp("edited_at", { withTimezone: true }).notNull(),
  /** The action as asked, in the form of `requests.action`. */
  askedAction: text("asked_action").notNull(),
  askedDigest: text("asked_digest").notNull(),
  patch: text().notNull(),
});

/** Why an approval stopped counting: its authority was removed, or the action was edited. */
export type VoidReason =
  | "passkey_removed"
  | "approver_inactive"
  | "left_group"
  | "backup_removed"
  | "delegation_ended"
  | "request_edited"
  | "frozen";

/** A statement's place in a signed batch, with its proof (RFC 6962, section 2.1.1), base64url. */
export interface BatchProof {
  batch: string;
  /** The statement's place in the batch, from 0. */
  index: number;
  path: string[];
}

/** Decisions with evidence. A person decides once a round, and may use break-glass as well. */
export const approvals = pgTable(
  "approvals",
  {
    id: text().primaryKey(),
    requestId: text("request_id")
      .notNull()
      .references(() => requests.id),
    personId: personRef("person_id"),
    decision: text().$type<"approve" | "deny">().notNull(),
    /** What the person typed. A denied agent gets it: chosen reason, typed text, or both. */
    note: text(),
    /** The code of a denial's reason (lib/approvals/deny-reasons.ts). Null on approvals. */
    reasonCode: text("reason_code"),
    /** On a denial: the suggested edit, as a JSON Patch (RFC 6902) of the action. */
    suggestedPatch: text("suggested_patch"),
    capacity: text().$type<Capacity>().notNull(),
    /** The person a delegate decided for; null for the person's own decision. */
    forPersonId: text("for_person_id").references(() => people.id),
    ...evidence(),
    /** For statements approved together. Null: the passkey signed this statement alone. */
    batch: jsonb().$type<BatchProof>(),
    /** The passkey's enrollment and confirmation at the time (lib/passkeys/control/). */
    passkeyOrigin: jsonb("passkey_origin").$type<PasskeyOrigin>(),
    /** 1, plus the person's earlier void approvals of the request. */
    round: integer().notNull().default(1),
    /**
     * The standing approval that approved it with no person asked, whose evidence this is; the draw's number,
     * and the sum of the amounts up to this draw.
     */
    standingApprovalId: text("standing_approval_id"),
    draw: integer(),
    drawTotal: numeric("draw_total"),
    /** The statement's `issued_at`, when the page was served. Null on denials, break-glass and draws. */
    shownAt: timestamp("shown_at", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    // A person who approved may still use break-glass, once, when the other approvers cannot be
    // reached. Rows are append-only: a new round, not a mark on the void approval, makes room for
    // the next decision.
    uniqueIndex("approvals_once")
      .on(table.requestId, table.personId, table.round)
      .where(sql`${table.capacity} is distinct from 'break_glass'`),
    uniqueIndex("approvals_broken_once").on(table.requestId).where(sql`${table.capacity} = 'break_glass'`),
    // All decisions on a request: the unique indexes leave out one kind each, and a search for a request
    // in the index of a person reads it once for each person.
    index("approvals_request").on(table.requestId),
    index("approvals_person").on(table.personId, table.requestId),
    uniqueIndex("approvals_draw")
      .on(table.standingApprovalId, table.draw)
      .where(sql`${table.standingApprovalId} is not null`),
    index("approvals_for_person")
      .on(table.forPersonId, table.requestId)
      .where(sql`${table.forPersonId} is not null`),
    check(
      "approvals_evidence",
      sql`${table.decision} = 'deny' or (${table.statement} is not null and ${table.credentialId} is not null and ${table.publicKey} is not null
       and ${table.authenticatorData} is not null and ${table.clientDataJson} is not null and ${table.signature} is not null
       and ${table.passkeyOrigin} is not null)`,
    ),
    check("approvals_denial_has_reason", sql`${table.decision} = 'approve' or length(${table.note}) > 0`),
    check(
      "approvals_code_is_of_a_denial",
      sql`(${table.reasonCode} is null) = (${table.decision} = 'approve')`,
    ),
  ],
);

/** Approvals whose underlying authority ended (invariant 17). The approvals stay unchanged. */
export const voidApprovals = pgTable(
  "void_approvals",
  {
    approvalId: text("approval_id")
      .primaryKey()
      .references(() => approvals.id),
    reason: text().$type<VoidReason>().notNull(),
    voidedAt: timestamp("voided_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    check(
      "void_approvals_reason",
      sql`${table.reason} in ('passkey_removed', 'approver_inactive', 'left_group', 'backup_removed', 'delegation_ended', 'request_edited', 'frozen')`,
    ),
  ],
);

/** Denials that stand: later requests of the agent that are like the denied one are denied too. */
export const standingDenials = pgTable(
  "standing_denials",
  {
    /** The denial: its person, its words. */
    approvalId: text("approval_id")
      .primaryKey()
      .references(() => approvals.id),
    agentId: text("agent_id").notNull(),
    ownerEpoch: integer("owner_epoch").notNull(),
    actionType: text("action_type").notNull(),
    /** Only requests about this resource. Null: about any, or none. */
    resource: text(),
    /** Only requests for exactly this action. Null: for any of the type. */
    actionDigest: text("action_digest"),
    /** How many requests it denied. */
    count: integer().notNull().default(0),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    endedAt: timestamp("ended_at", { withTimezone: true }),
    /** The person who ended it. Null: it ended with the authority of the denial's person. */
    endedBy: text("ended_by").references(() => people.id),
  },
  (table) => [index("standing_denials_agent").on(table.agentId).where(sql`${table.endedAt} is null`)],
);

/** Why a standing approval ended. `ended`: by a person. Voided with the authority of its person, or of its agent. */
export type StandingEnd =
  | VoidReason
  | "ended"
  | "outside_bounds"
  | "denied"
  | "edited"
  | "execution_failed"
  | "execution_uncertain"
  | "key_changed"
  | "labels_changed"
  | "policy_changed"
  | "environment_changed"
  | "tool_changed"
  | "idle"
  | "expired"
  | "sample_undecided"
  | "replaced"
  | "agent_held"
  | "agent_revoked"
  | "owner_changed"
  | "ownership_unconfirmed"
  | "key_revoked"
  | "restored";

/** Signed approvals of later requests: those like a request that the person read, so many of them, for a time. */
export const standingApprovals = pgTable(
  "standing_approvals",
  {
    id: text().primaryKey(),
    /** The approval of the request that the person read. */
    approvalId: text("approval_id")
      .notNull()
      .references(() => approvals.id),
    personId: personRef("person_id"),
    agentId: text("agent_id").notNull(),
    ownerEpoch: integer("owner_epoch").notNull(),
    actionType: text("action_type").notNull(),
    ...evidence(),
    passkeyOrigin: jsonb("passkey_origin").$type<PasskeyOrigin>(),
    /** The draws so far, and the sum of their amounts. */
    count: integer().notNull().default(0),
    total: numeric().notNull().default("0"),
    lastDrawnAt: timestamp("last_drawn_at", { withTimezone: true }),
    /** When a request within the bounds last went to the person anyway. */
    sampledAt: timestamp("sampled_at", { withTimezone: true }).notNull(),
    /** Such requests that no person had decided at the last draw. One that is given up ends it. */
    sampled: text().array().notNull().default([]),
    /** Whether nothing is drawn from it until a second admin confirms it. */
    waitsForAdmin: boolean("waits_for_admin").notNull().default(false),
    /** The request at which it ends, from the statement that stored the request: nothing more is drawn. */
    endingRequestId: text("ending_request_id"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    endedAt: timestamp("ended_at", { withTimezone: true }),
    endReason: text("end_reason").$type<StandingEnd>(),
    /** The person who ended it, if one did. */
    endedBy: text("ended_by").references(() => people.id),
  },
  (table) => [
    index("standing_approvals_agent").on(table.agentId).where(sql`${table.endedAt} is null`),
    index("standing_approvals_person").on(table.personId, table.createdAt),
    check("standing_approvals_end_whole", sql`(${table.endedAt} is null) = (${table.endReason} is null)`),
  ],
);

/** Break-glass approvals, each to be reviewed by a second admin by a deadline. */
export const breakGlassReviews = pgTable(
  "break_glass_reviews",
  {
    approvalId: text("approval_id")
      .primaryKey()
      .references(() => approvals.id),
    requestId: text("request_id")
      .notNull()
      .references(() => requests.id),
    usedBy: text("used_by").notNull(),
    usedAt: timestamp("used_at", { withTimezone: true }).notNull(),
    dueAt: timestamp("due_at", { withTimezone: true }).notNull(),
    reviewedBy: text("reviewed_by").references(() => people.id),
    reviewedAt: timestamp("reviewed_at", { withTimezone: true }),
    finding: text().$type<"justified" | "not_justified">(),
    note: text(),
  },
  (table) => [
    index("break_glass_reviews_open").on(table.dueAt).where(sql`${table.reviewedAt} is null`),
    check("break_glass_reviewed_by_another", sql`${table.reviewedBy} <> ${table.usedBy}`),
    check(
      "break_glass_review_whole",
      sql`(${table.reviewedAt} is null) = (${table.reviewedBy} is null) and (${table.reviewedAt} is null) = (${table.finding} is null)`,
    ),
  ],
);
