import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { nameWords } from "../name-words.ts";

export type PersonStatus = "invited" | "active" | "suspended" | "left";
export const environmentColors = ["red", "amber", "green", "blue"] as const;
export type EnvironmentColor = (typeof environmentColors)[number];
export type Role = "admin" | "approver" | "auditor";

/** The workspace: a single row, so that set-up cannot run twice. */
export const workspace = pgTable(
  "workspace",
  {
    id: integer().primaryKey().default(1),
    name: text().notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    /** Whether publishing, and every loosening change, takes a second admin. */
    publishNeedsSecondAdmin: boolean("publish_needs_second_admin").notNull().default(false),
    /** When a second admin with a passkey first became active. The founding period does not come back. */
    secondAdminSince: timestamp("second_admin_since", { withTimezone: true }),
    /** Hours within which a second admin has to review a break-glass approval. */
    breakGlassReviewHours: integer("break_glass_review_hours").notNull().default(72),
    /** Days between confirmations of ownership, and the grace period before quarantine. */
    attestationDays: integer("attestation_days").notNull().default(90),
    attestationGraceDays: integer("attestation_grace_days").notNull().default(14),
    /** When these two last changed: from then every owner has the full grace period. */
    attestationChangedAt: timestamp("attestation_changed_at", { withTimezone: true }),
    /** Whether people with a covered email sign in through the connection, not by passkey alone. */
    requireSso: boolean("require_sso").notNull().default(false),
    /** How many days a phone session lasts without use; 0: no phone sessions. */
    phoneSessionDays: integer("phone_session_days").notNull().default(30),
    /** More pending requests of an agent within these minutes are one card and one notification. */
    floodRequests: integer("flood_requests").notNull().default(10),
    floodMinutes: integer("flood_minutes").notNull().default(10),
    /** The channels whose messages may contain action, resource and amount. */
    detailChannels: text("detail_channels").array().notNull().default(sql`'{}'`),
    /** What approvers see and sign as the place of every action, such as production; null: none. */
    environment: text(),
    environmentColor: text("environment_color").$type<EnvironmentColor>(),
  },
  (table) => [check("workspace_is_one", sql`${table.id} = 1`)],
);

/** Humans. The Auth.js adapter expects `name`, `email`, `emailVerified` and `image` of a user. */
export const people = pgTable(
  "people",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    email: text().notNull(),
    emailVerified: timestamp("email_verified", { withTimezone: true, mode: "date" }),
    image: text(),
    status: text().$type<PersonStatus>().notNull(),
    roles: text().array().$type<Role[]>().notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    /** The directory's name for the person (RFC 7643, `userName`); null: the email address. */
    userName: text("user_name"),
    externalId: text("external_id"),
    externalBy: text("external_by"),
    /** Further directory attributes by path (lib/provisioning/scim/users/user-attributes.ts). */
    profile: jsonb().$type<Record<string, string>>().notNull().default({}),
    /** For a suspended person: the status before, and the suspending actor's id. */
    suspendedFrom: text("suspended_from").$type<PersonStatus>(),
    suspendedBy: text("suspended_by"),
    /**
     * Whether a directory added the person, and no sign-in, link or role followed: a change of the
     * address by the directory puts nothing at risk.
     */
    isNewcomer: boolean("is_newcomer").notNull().default(false),
    /**
     * The email before a directory changed it, with the time and the actor. Single sign-on links no
     * account by the new email until an admin confirms.
     */
    emailBefore: text("email_before"),
    emailGivenAt: timestamp("email_given_at", { withTimezone: true }),
    emailGivenBy: text("email_given_by"),
    /** Since when a directory lists the person as inactive, and the actor's id. */
    inactiveSince: timestamp("inactive_since", { withTimezone: true }),
    inactiveBy: text("inactive_by"),
  },
  (table) => [
    // Another person may have taken a leaver's name, which must not prevent the leaving.
    uniqueIndex("people_user_name")
      .on(sql`lower(coalesce(${table.userName}, ${table.email}) collate "C")`)
      .where(sql`${table.status} <> 'left'`),
    index("people_external_id").on(table.externalId),
    // RFC 7643, section 3.1: unique among one client's people.
    uniqueIndex("people_external_id_by_client")
      .on(table.externalBy, table.externalId)
      .where(sql`${table.status} <> 'left'`),
    // Over ASCII letters alone: see lib/text/email-address.ts.
    uniqueIndex("people_email").on(sql`lower(${table.email} collate "C")`),
    // Alarms also name people by the previous email, until an admin confirms the new one.
    index("people_email_before")
      .on(sql`lower(${table.emailBefore} collate "C")`)
      .where(sql`${table.emailGivenAt} is not null`),
    // Pages list people by name, and forms choose owners and approvers by name.
    index("people_name").on(table.name, table.id),
    index("people_words").using("gin", nameWords(sql`${table.name} || ' ' || ${table.email}`)),
    index("people_approvers")
      .on(table.name, table.id)
      .where(sql`${table.status} = 'active' and 'approver' = any(${table.roles})`),
    check("people_status", sql`${table.status} in ('invited', 'active', 'suspended', 'left')`),
    check("people_roles", sql`${table.roles} <@ array['admin', 'approver', 'auditor']`),
  ],
);

export type EnrollmentPurpose = "setup" | "invitation" | "recovery";

/** One-time links for creating a passkey, as SHA-256. */
export const enrollments = pgTable(
  "enrollments",
  {
    id: text().primaryKey(),
    tokenHash: text("token_hash").notNull().unique(),
    purpose: text().$type<EnrollmentPurpose>().notNull(),
    /** null for set-up, when no person exists yet. */
    personId: text("person_id").references(() => people.id),
    createdBy: text("created_by").references(() => people.id),
    /** IDs of people who could open the link: `createdBy`, and holders of the confirming passkey. */
    vouchedBy: text("vouched_by").array().notNull().default(sql`'{}'`),
    /** For recovery: the outcome for the earlier passkeys. Null: not recorded. */
    oldPasskeys: text("old_passkeys").$type<"keep" | "remove">(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    usedAt: timestamp("used_at", { withTimezone: true }),
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
  },
  (table) => [index("enrollments_person").on(table.personId)],
);

/** A column with the ID of a person: `not null`, and a foreign key. */
export function personRef(column: string) {
  return text(column)
    .notNull()
    .references(() => people.id);
}
