import { pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { personRef } from "./directory.ts";

/** Bearer tokens of directories, one a client, as SHA-256. */
export const scimTokens = pgTable("scim_tokens", {
  id: text().primaryKey(),
  name: text().notNull(),
  tokenHash: text("token_hash").notNull().unique(),
  createdBy: personRef("created_by"),
  /** The responsible admin: the issuer, until someone takes responsibility. */
  responsibleAdminId: personRef("responsible_admin"),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
  /** To the minute. */
  lastUsedAt: timestamp("last_used_at", { withTimezone: true }),
  revokedAt: timestamp("revoked_at", { withTimezone: true }),
});
