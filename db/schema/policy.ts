import { sql } from "drizzle-orm";
import { check, integer, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

export type Risk = "read" | "write" | "spend" | "production" | "destructive";

/** The action catalogue: what the types of action are called, how risky they are, which parameter is the amount. */
export const actionTypes = pgTable("action_types", {
  type: text().primaryKey(),
  title: text().notNull(),
  risk: text().$type<Risk>().notNull(),
  /** JSON Schema (2020-12) of `params`. */
  schema: jsonb().$type<Record<string, unknown>>().notNull(),
  amountParam: text("amount_param"),
  currencyParam: text("currency_param"),
});

/** Published versions: immutable, the newest is in force. `rules` is validated by lib/policy/rule.ts on the way in and out. */
export const policyVersions = pgTable(
  "policy_versions",
  {
    version: integer().primaryKey(),
    rules: jsonb().$type<unknown[]>().notNull(),
    defaultOutcome: text("default_outcome").$type<"step_up" | "block">().notNull(),
    /** The action catalogue as it was when published: a version always judges alike, whatever happened to the catalogue since. */
    catalogue: jsonb().$type<unknown[]>().notNull(),
    /** SHA-256 of the JCS of {version, rules, default_outcome, catalogue}, base64url. */
    digest: text().notNull(),
    publishedBy: text("published_by").notNull(),
    publishedAt: timestamp("published_at", { withTimezone: true }).notNull(),
  },
  (table) => [check("policy_default_never_allows", sql`${table.defaultOutcome} in ('step_up', 'block')`)],
);

/** The one draft that admins edit. `revision` goes up with every save, so that a stale tab cannot overwrite. */
export const policyDraft = pgTable(
  "policy_draft",
  {
    id: integer().primaryKey().default(1),
    baseVersion: integer("base_version").notNull(),
    revision: integer().notNull(),
    rules: jsonb().$type<unknown[]>().notNull(),
    defaultOutcome: text("default_outcome").$type<"step_up" | "block">().notNull(),
    updatedBy: text("updated_by").notNull(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull(),
  },
  (table) => [check("policy_draft_is_one", sql`${table.id} = 1`)],
);
