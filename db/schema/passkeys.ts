import { bigint, boolean, index, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { bytea } from "./bytes.ts";
import { people } from "./directory.ts";

/** WebAuthn credentials. `credentialId` is base64url, `publicKey` the COSE key's bytes. */
export const passkeys = pgTable(
  "passkeys",
  {
    credentialId: text("credential_id").primaryKey(),
    personId: text("person_id")
      .notNull()
      .references(() => people.id),
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
  },
  (table) => [index("passkeys_person").on(table.personId)],
);

export type ChallengePurpose = "register" | "sign_in" | "approve" | "confirm" | "ownership";

/** Challenges waiting for their one use, which comes before anything is verified (invariant 4). A random one is then deleted. */
export const challenges = pgTable(
  "challenges",
  {
    /** base64url of the bytes handed to WebAuthn. */
    challenge: text().primaryKey(),
    purpose: text().$type<ChallengePurpose>().notNull(),
    /** Whose ceremony it is; null where that is not known yet (sign-in, set-up). */
    personId: text("person_id"),
    /** WebAuthn user handle of a registration, base64url: the bytes of the person's id. */
    userHandle: text("user_handle"),
    enrolmentId: text("enrolment_id"),
    requestId: text("request_id"),
    /** For confirmations: the one act that the passkey confirms (lib/passkeys/confirmed-act.ts). */
    confirms: text(),
    /** For approvals and for ownership: the exact statement bytes the challenge commits to. */
    statement: bytea(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    /** For approvals, whose challenge is the hash of a statement and could be made again: the used one stays until its request is over. */
    usedAt: timestamp("used_at", { withTimezone: true }),
  },
  (table) => [index("challenges_expiry").on(table.expiresAt)],
);
