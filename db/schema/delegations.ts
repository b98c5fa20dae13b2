import { sql } from "drizzle-orm";
import { check, index, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { personRef } from "./directory.ts";

/** A delegate decides for an absent person between two moments. A delegate's delegate does not. */
export const delegations = pgTable(
  "delegations",
  {
    id: text().primaryKey(),
    personId: personRef("person_id"),
    delegateId: personRef("delegate_id"),
    startsAt: timestamp("starts_at", { withTimezone: true }).notNull(),
    endsAt: timestamp("ends_at", { withTimezone: true }).notNull(),
    createdBy: text("created_by").notNull(),
    /** When the absent person named the delegate, or confirmed the choice. */
    confirmedAt: timestamp("confirmed_at", { withTimezone: true }),
    /**
     * Everyone who could alone have named the delegate for another person: the admin, and people who
     * could have the admin's passkey. Empty if the absent person or two admins named the delegate.
     */
    namedBy: text("named_by").array().notNull().default(sql`'{}'`),
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
