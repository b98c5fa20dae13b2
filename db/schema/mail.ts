import { sql } from "drizzle-orm";
import { check, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { bytea } from "./bytes.ts";
import { personRef } from "./directory.ts";

/** How the mail server's connection is secured. `none`: for this machine, on a loopback address. */
export type MailSecurity = "starttls" | "tls" | "none";

/** The mail server, in one row at most. Without the row, no one gets email. */
export const mailSettings = pgTable(
  "mail_settings",
  {
    id: integer().primaryKey().default(1),
    /** A host name or IP address in the URL parser's spelling, without brackets. */
    host: text().notNull(),
    port: integer().notNull(),
    security: text().$type<MailSecurity>().notNull(),
    /** null: the server requires no sign-in. */
    userName: text("user_name"),
    /** lib/crypto/seal, bound to this table. */
    passwordSealed: bytea("password_sealed"),
    fromAddress: text("from_address").notNull(),
    fromName: text("from_name").notNull(),
    changedBy: personRef("changed_by"),
    changedAt: timestamp("changed_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    check("mail_settings_is_one", sql`${table.id} = 1`),
    check("mail_settings_security", sql`${table.security} in ('starttls', 'tls', 'none')`),
    check("mail_settings_sign_in", sql`(${table.userName} is null) = (${table.passwordSealed} is null)`),
  ],
);
