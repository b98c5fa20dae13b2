import { sql } from "drizzle-orm";
import { index, integer, pgTable, primaryKey, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";
import { delegations } from "./delegations.ts";
import { enrollments, personRef } from "./directory.ts";
import { ownershipOffers } from "./ownership.ts";
import { proposals } from "./proposals.ts";
import { requests } from "./requests.ts";

/** The notifications at the top of every page until seen. */
export type NoticeKind =
  | "break_glass_used"
  | "break_glass_review_due"
  | "publication_proposed"
  | "change_proposed"
  | "sso_bypassed"
  | "removal_refused"
  | "signal_ambiguous"
  | "founding_ended"
  | "scim_token_without_admin"
  | "event_source_without_admin"
  | "offer_declined"
  | "delegate_named"
  | "delegation_ended"
  | "link_issued"
  | "passkey_enrolled"
  | "passkey_added_on_phone"
  | "backups_added"
  | "agent_flooding"
  | "agent_held"
  | "unexpected_request"
  | "agent_released"
  | "agents_frozen"
  | "agents_released"
  | "agent_orphaned"
  | "input_changed"
  | "key_expiring"
  | "tool_key_expiring"
  | "scim_token_expiring"
  | "ownership_review_due"
  | "ownership_review_lapsing"
  | "deliveries_failing"
  | "webhook_disabled"
  | "callback_set"
  | "push_device_added"
  | "execution_uncertain"
  | "standing_approval_ended"
  | "tools_held";

/** A person's notice, shown on every page until seen. */
export const notices = pgTable(
  "notices",
  {
    id: text().primaryKey(),
    personId: personRef("person_id"),
    kind: text().$type<NoticeKind>().notNull(),
    requestId: text("request_id").references(() => requests.id),
    agentId: text("agent_id"),
    /** The proposed change that waits for a second admin. */
    proposalId: text("proposal_id").references(() => proposals.id),
    offerId: text("offer_id").references(() => ownershipOffers.id),
    /** The number in the words: declined offers, a flood's requests, days until an expiry. */
    more: integer().notNull().default(0),
    enrollmentId: text("enrollment_id").references(() => enrollments.id),
    /** The notice's new device for push. The device may be removed since. */
    pushSubscriptionId: text("push_subscription_id"),
    delegationId: text("delegation_id").references(() => delegations.id),
    /** The hourly budget of the recipient that a flood exceeded; null: the workspace's limit. */
    budget: integer(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    seenAt: timestamp("seen_at", { withTimezone: true }),
  },
  (table) => [
    index("notices_unseen").on(table.personId, table.id).where(sql`${table.seenAt} is null`),
    // One notice of a kind for a person about a request, however often the job runs.
    uniqueIndex("notices_once")
      .on(table.personId, table.kind, table.requestId)
      .where(sql`${table.requestId} is not null`),
    index("notices_proposal").on(table.proposalId).where(sql`${table.seenAt} is null`),
  ],
);

/** Sent reminders, each stage once: the primary key decides which process sends. */
export const reminders = pgTable(
  "reminders",
  {
    about: text().notNull(),
    stage: text().notNull(),
    sentAt: timestamp("sent_at", { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.about, table.stage] })],
);
