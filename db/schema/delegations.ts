import { sql } from "drizzle-orm";
import { check, index, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { people } from "./directory.ts";

/**
 * An absent person names a delegate to decide in the person's place between two moments. A
 * delegation is not transitive: a delegate's own delegate does not decide for the first person.
 */
export const delegations = pgTable(
  "delegations",
  {
    id: text().primaryKey(),
    /** Who is away. */
    personId: text("person_id")
      .notNull()
      .references(() => people.id),
    /** The person who decides for `personId`. */
    delegateId: text("delegate_id")
      .notNull()
      .references(() => people.id),
    startsAt: timestamp("starts_at", { withTimezone: true }).notNull(),
    endsAt: timestamp("ends_at", { withTimezone: true }).notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
  },
  (table) => [
    index("delegations_person").on(table.personId, table.endsAt),
    index("delegations_delegate").on(table.delegateId, table.endsAt),
    check("delegations_not_to_oneself", sql`${table.personId} <> ${table.delegateId}`),
    check("delegations_span", sql`${table.endsAt} > ${table.startsAt}`),
  ],
);
