import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { bytea } from "./bytes.ts";
import { enrollments, people, personRef } from "./directory.ts";

/** How a passkey was enrolled. `own`: with an existing passkey. `before`: older than this record. */
export type EnrolledVia = "setup" | "invitation" | "recovery" | "own";

/**
 * How a passkey was confirmed. `own`: by an older passkey of the same person. `admin`: by a second
 * admin. `founding`: the passkey gave the workspace its second admin. `operator`: by the server's
 * operator (docs/operations.md).
 */
export type ConfirmedWith = "own" | "admin" | "founding" | "operator";

/** The origin of an approval's passkey at that time. People by id, times as ISO strings. */
export interface PasskeyOrigin {
  enrolledVia: EnrolledVia;
  enrolledAt: string;
  enrollment?: string;
  issuedBy?: string;
  /** Further people who could have the passkey, confirmed or not. */
  vouchedBy: string[];
  confirmed?: { at: string; by?: string; with: ConfirmedWith };
}

/** WebAuthn credentials. `credentialId` is base64url, `publicKey` the COSE key's bytes. */
export const passkeys = pgTable(
  "passkeys",
  {
    credentialId: text("credential_id").primaryKey(),
    personId: personRef("person_id"),
    name: text().notNull(),
    publicKey: bytea("public_key").notNull(),
    counter: bigint({ mode: "number" }).notNull(),
    transports: text().array().notNull(),
    /** WebAuthn's BE flag: fixed for the life of a credential. */
    backupEligible: boolean("backup_eligible").notNull(),
    /** WebAuthn's BS flag: may change. */
    backedUp: boolean("backed_up").notNull(),
    aaguid: text().notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    lastUsedAt: timestamp("last_used_at", { withTimezone: true }),
    enrolledVia: text("enrolled_via").$type<EnrolledVia>().notNull(),
    /** The link the passkey goes back to, also if added with a passkey from the link. */
    enrollmentId: text("enrollment_id").references(() => enrollments.id),
    /** IDs of further people who could have the passkey (lib/passkeys/control/). Empty: no one. */
    vouchedBy: text("vouched_by").array().notNull().default(sql`'{}'`),
    /**
     * Enrolled by invitation while the workspace had one admin: counts on its own until there is a
     * second (lib/passkeys/control/control-set.ts).
     */
    isFounding: boolean("is_founding").notNull().default(false),
    confirmedAt: timestamp("confirmed_at", { withTimezone: true }),
    /** The confirming person; null for `founding` and `operator`. */
    confirmedBy: text("confirmed_by").references(() => people.id),
    confirmedWith: text("confirmed_with").$type<ConfirmedWith>(),
  },
  (table) => [
    index("passkeys_person").on(table.personId),
    check("passkeys_enrolled_via", sql`${table.enrolledVia} in ('setup', 'invitation', 'recovery', 'own')`),
    check(
      "passkeys_confirmed_whole",
      sql`(${table.confirmedAt} is null) = (${table.confirmedWith} is null) and ${table.confirmedWith} in ('own', 'admin', 'founding', 'operator')`,
    ),
  ],
);

export type ChallengePurpose =
  | "register"
  | "sign_in"
  | "approve"
  | "approve_standing"
  | "approve_together"
  | "confirm"
  | "ownership"
  /** No challenge: other columns, which only lib/passkeys/phone/phone-step.ts reads and writes. */
  | "phone";

/** Unused challenges. Used up before anything is verified (invariant 4); random ones are then deleted. */
export const challenges = pgTable(
  "challenges",
  {
    /** base64url of the bytes handed to WebAuthn. */
    challenge: text().primaryKey(),
    purpose: text().$type<ChallengePurpose>().notNull(),
    /** The person of the ceremony; null before the person is known (sign-in, set-up). */
    personId: text("person_id"),
    /** WebAuthn user handle of a registration, base64url: the bytes of the person's id. */
    userHandle: text("user_handle"),
    enrollmentId: text("enrollment_id"),
    requestId: text("request_id"),
    /** For confirmations: the act (lib/passkeys/confirmed-act.ts). */
    confirms: text(),
    /** For a registration by a signed-in person: the credential ID of the confirming passkey. */
    confirmedWith: text("confirmed_with"),
    /** For approvals, batches and ownership: the exact statement bytes. */
    statement: bytea(),
    /** For approvals: the approver typed the request's number (lib/approvals/match-number.ts). */
    isNumberMatched: boolean("is_number_matched").notNull().default(false),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    /** For approvals, whose challenge could be computed again: kept until the request is closed. */
    usedAt: timestamp("used_at", { withTimezone: true }),
  },
  (table) => [index("challenges_expiry").on(table.expiresAt)],
);
