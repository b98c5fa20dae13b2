import { sql } from "drizzle-orm";
import { check, index, pgTable, primaryKey, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";
import { personRef } from "./directory.ts";

export type GroupSource = "console" | "scim";

export const groups = pgTable(
  "groups",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    /** `scim`: maintained by a directory, and unchangeable in the console. */
    source: text().$type<GroupSource>().notNull().default("console"),
    externalId: text("external_id"),
    createdBy: text("created_by").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    check("groups_source", sql`${table.source} in ('console', 'scim')`),
    uniqueIndex("groups_name").on(sql`lower(${table.name})`),
  ],
);

export const groupMembers = pgTable(
  "group_members",
  {
    groupId: text("group_id")
      .notNull()
      .references(() => groups.id, { onDelete: "cascade" }),
    personId: personRef("person_id"),
    addedBy: text("added_by").notNull(),
    addedAt: timestamp("added_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.groupId, table.personId] }),
    index("group_members_person").on(table.personId),
  ],
);
