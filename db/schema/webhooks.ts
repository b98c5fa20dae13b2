import { sql } from "drizzle-orm";
import { check, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";
import { agents } from "./agents.ts";
import { bytea } from "./bytes.ts";
import { people, personRef } from "./directory.ts";

/** The types of events for endpoints. Part of the wire: never changed. */
export type WebhookEventType =
  | "request.pending"
  | "request.approved"
  | "request.denied"
  | "request.expired"
  | "request.cancelled"
  | "request.allowed"
  | "request.blocked"
  | "agent.flooding";

/**
 * Why an endpoint is off. The last two are named like close reasons of requests: the callback still
 * gets the requests that were cancelled for that reason.
 */
export type EndpointDisabledReason = "by_person" | "gone" | "failing" | "agent_revoked" | "owner_changed";

/** Receivers of signed webhooks: admins' endpoints, and callbacks of agents. */
export const webhookEndpoints = pgTable(
  "webhook_endpoints",
  {
    id: text().primaryKey(),
    url: text().notNull(),
    /** For people; empty for a callback. */
    description: text().notNull(),
    eventTypes: text("event_types").array().$type<WebhookEventType[]>().notNull(),
    /** A callback's agent, the subject of all its events. null: an admin's endpoint. */
    agentId: text("agent_id").references(() => agents.id),
    /** lib/crypto/seal, bound to `id`. */
    secretSealed: bytea("secret_sealed").notNull(),
    /** Signs too until then, so that a receiver changes secrets without losing a message. */
    previousSecretSealed: bytea("previous_secret_sealed"),
    previousSecretEndsAt: timestamp("previous_secret_ends_at", { withTimezone: true }),
    status: text().$type<"active" | "disabled">().notNull().default("active"),
    disabledReason: text("disabled_reason").$type<EndpointDisabledReason>(),
    disabledAt: timestamp("disabled_at", { withTimezone: true }),
    /** The first failure since the receiver's last accepted message. */
    failingSince: timestamp("failing_since", { withTimezone: true }),
    createdBy: personRef("created_by"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    changedBy: text("changed_by").references(() => people.id),
    changedAt: timestamp("changed_at", { withTimezone: true }),
  },
  (table) => [
    // An agent has one callback at a time. Each ask reads the admins' endpoints, the rows without an
    // agent, by this index, however many callbacks there are.
    uniqueIndex("webhook_endpoints_callback").on(table.agentId),
    check("webhook_endpoints_status", sql`${table.status} in ('active', 'disabled')`),
    check(
      "webhook_endpoints_disabled",
      sql`(${table.status} = 'disabled') = (${table.disabledReason} is not null) and (${table.status} = 'disabled') = (${table.disabledAt} is not null)`,
    ),
    check(
      "webhook_endpoints_rotation",
      sql`(${table.previousSecretSealed} is null) = (${table.previousSecretEndsAt} is null)`,
    ),
  ],
);
