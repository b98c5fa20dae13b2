import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";
import { people } from "./directory.ts";
import type { NoticeKind } from "./notices.ts";

/** The kinds about one request. The queue shows the request; other channels send messages. */
export type RequestKind =
  | "request_pending"
  | "request_escalated"
  | "request_reminder"
  | "request_last_call"
  | "request_closed"
  | "request_allowed"
  | "request_blocked";

export type NotificationKind = NoticeKind | RequestKind | "test";

/**
 * Events to be sent, written by the statement that makes the change. Planning turns a due row into
 * deliveries and deletes the row, in one transaction. No foreign keys: the ask's statement writes
 * here.
 */
export const outbox = pgTable(
  "outbox",
  {
    id: text().primaryKey(),
    kind: text().$type<NotificationKind>().notNull(),
    requestId: text("request_id"),
    agentId: text("agent_id"),
    /** The person of a notification for one person, by notice. */
    noticeId: text("notice_id"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    /** Not planned before: reminders are written in advance. */
    dueAt: timestamp("due_at", { withTimezone: true }).notNull(),
  },
  (table) => [index("outbox_due").on(table.dueAt, table.id)],
);

export type ChannelId = "web_push" | "mail" | "slack" | "slack_webhook" | "teams" | "webhook";
export type DeliveryState = "queued" | "delivered" | "failed" | "withdrawn";

/** A message to a destination through a channel, and its state. */
export const deliveries = pgTable(
  "deliveries",
  {
    /** The ID for receivers: the same on every attempt. */
    id: text().primaryKey(),
    notificationId: text("notification_id").notNull(),
    kind: text().$type<NotificationKind>().notNull(),
    channel: text().$type<ChannelId>().notNull(),
    personId: text("person_id").references(() => people.id),
    /** The channel's own name of the destination: a subscription, an endpoint, an address. */
    destination: text().notNull(),
    /** Messages to one receiver share limits and pauses: a host, a server, an endpoint. */
    receiver: text().notNull(),
    requestId: text("request_id"),
    agentId: text("agent_id"),
    noticeId: text("notice_id"),
    state: text().$type<DeliveryState>().notNull().default("queued"),
    /** Deliveries of one key that are due together become one message. Null after one that was sent alone. */
    digestKey: text("digest_key"),
    attempts: integer().notNull().default(0),
    dueAt: timestamp("due_at", { withTimezone: true }).notNull(),
    /** While a process sends the message. A killed process loses its lease then. */
    leasedUntil: timestamp("leased_until", { withTimezone: true }),
    expiresAt: timestamp("expires_at", { withTimezone: true }),
    /** The delivery to withdraw or update; sent only after that delivery ended. */
    follows: text(),
    /** The receiver's ID of the message, for later updates. */
    reference: text(),
    /** Why the last attempt failed, without the receiver's own words. */
    error: text(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    closedAt: timestamp("closed_at", { withTimezone: true }),
  },
  (table) => [
    unique("deliveries_once").on(table.notificationId, table.channel, table.destination),
    index("deliveries_due")
      .on(table.channel, table.receiver, table.dueAt)
      .where(sql`${table.state} = 'queued'`),
    index("deliveries_leased")
      .on(table.channel, table.receiver)
      .where(sql`${table.state} = 'queued' and ${table.leasedUntil} is not null`),
    index("deliveries_digest")
      .on(table.digestKey)
      .where(sql`${table.state} = 'queued' and ${table.digestKey} is not null`),
    index("deliveries_request").on(table.requestId, table.id).where(sql`${table.requestId} is not null`),
    index("deliveries_webhook").on(table.destination, table.id).where(sql`${table.channel} = 'webhook'`),
    index("deliveries_failed").on(table.id).where(sql`${table.state} = 'failed'`),
    check("deliveries_state", sql`${table.state} in ('queued', 'delivered', 'failed', 'withdrawn')`),
    check("deliveries_closed", sql`(${table.state} = 'queued') = (${table.closedAt} is null)`),
  ],
);

/** Receivers that failed last, or with a limit a second. A paused receiver gets nothing. */
export const receivers = pgTable(
  "receivers",
  {
    channel: text().$type<ChannelId>().notNull(),
    receiver: text().notNull(),
    failures: integer().notNull(),
    pausedUntil: timestamp("paused_until", { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.channel, table.receiver] })],
);

/**
 * What a person chooses channels for. `routine`: read-only and write actions. `critical`:
 * production, destructive and unclassified actions. `account`: everything else.
 */
export type NotificationClass = "routine" | "financial" | "critical" | "account";
export type PersonalChannel = "web_push" | "mail" | "slack";
export type Digest = "off" | "hourly" | "daily";
export type WhenAway = "delegate" | "both";

/** A person's choices; a person without a row has the defaults of lib/notifications/channels. */
export const notificationPreferences = pgTable("notification_preferences", {
  personId: text("person_id")
    .primaryKey()
    .references(() => people.id),
  channels: jsonb().$type<Record<NotificationClass, PersonalChannel[]>>().notNull(),
  timeZone: text("time_zone").notNull(),
  /** Local times, `HH:MM`; both null: no quiet hours. */
  quietFrom: text("quiet_from"),
  quietUntil: text("quiet_until"),
  /** The classes that quiet hours don't hold back. */
  quietExcept: text("quiet_except").array().$type<NotificationClass[]>().notNull(),
  /** When notifications of the class `routine` arrive: each alone, or together. */
  digest: text().$type<Digest>().notNull(),
  /** Local time of a daily digest, `HH:MM`. */
  digestAt: text("digest_at").notNull(),
  /** The recipients while a delegate decides for this person. */
  whenAway: text("when_away").$type<WhenAway>().notNull(),
  /** The asks in an hour above which requests of one agent and type are grouped; null: no budget. */
  hourlyBudget: integer("hourly_budget"),
  /** Whether an agent of this person is held when it alone asks more than twice the budget. */
  holdsFloods: boolean("holds_floods").notNull().default(false),
  changedAt: timestamp("changed_at", { withTimezone: true }).notNull(),
});
