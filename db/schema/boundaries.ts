import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { bytea } from "./bytes.ts";
import { people, personRef } from "./directory.ts";

/** A call of a held tool is refused, or asked for under `tool.unreviewed`. */
export type HeldTools = "block" | "step_up";
/** A tool's state for admins. `gone`: accepted, and no longer listed. */
export type BoundaryToolState = "accepted" | "added" | "changed" | "gone";

/** Registered boundaries: the edges where calls wait for decisions. */
export const boundaries = pgTable(
  "boundaries",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    heldTools: text("held_tools").$type<HeldTools>().notNull().default("block"),
    /** 32 raw Ed25519 bytes. Null until the boundary enrolls. */
    publicKey: bytea("public_key"),
    enrolledAt: timestamp("enrolled_at", { withTimezone: true }),
    /** The boundary's own claims: untrusted. */
    kind: text(),
    version: text(),
    upstream: text(),
    /** The name of the MCP server in action types and mappings. */
    server: text(),
    mappingDigest: text("mapping_digest"),
    lastContactAt: timestamp("last_contact_at", { withTimezone: true }),
    /** The current report's list of tools, and its next part. */
    reportId: text("report_id"),
    nextPart: integer("next_part"),
    createdBy: personRef("created_by"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
  },
  (table) => [
    index("boundaries_key").on(table.publicKey),
    check("boundaries_held_tools", sql`${table.heldTools} in ('block', 'step_up')`),
    check("boundaries_enrolled_whole", sql`(${table.publicKey} is null) = (${table.enrolledAt} is null)`),
  ],
);

/** Short-lived one-time codes for boundaries to enroll a public key. */
export const boundaryEnrollmentCodes = pgTable(
  "boundary_enrollment_codes",
  {
    codeHash: text("code_hash").primaryKey(),
    boundaryId: text("boundary_id")
      .notNull()
      .references(() => boundaries.id),
    createdBy: text("created_by").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    usedAt: timestamp("used_at", { withTimezone: true }),
  },
  (table) => [index("boundary_enrollment_codes_boundary").on(table.boundaryId)],
);

/** Saved mappings, which never change. The highest version is live. */
export const boundaryMappings = pgTable(
  "boundary_mappings",
  {
    boundaryId: text("boundary_id")
      .notNull()
      .references(() => boundaries.id),
    version: integer().notNull(),
    document: text().notNull(),
    /** base64url(SHA-256(document)). */
    digest: text().notNull(),
    createdBy: personRef("created_by"),
    /** The admin who proposed the mapping, where two admins are required. */
    proposedBy: text("proposed_by").references(() => people.id),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.boundaryId, table.version] }),
    check("boundary_mappings_version", sql`${table.version} >= 1`),
  ],
);

/** Reported tools and what an admin accepted: untrusted words. The state is computed from the hashes. */
export const boundaryTools = pgTable(
  "boundary_tools",
  {
    boundaryId: text("boundary_id")
      .notNull()
      .references(() => boundaries.id),
    name: text().notNull(),
    /** The hashes (lib/boundary/pins) and the canonical JSON of the accepted tool. */
    acceptedDescription: text("accepted_description"),
    acceptedSchema: text("accepted_schema"),
    acceptedText: text("accepted_text"),
    acceptedBy: text("accepted_by").references(() => people.id),
    acceptedAt: timestamp("accepted_at", { withTimezone: true }),
    /** The same as last listed; null when no longer listed. */
    seenDescription: text("seen_description"),
    seenSchema: text("seen_schema"),
    seenText: text("seen_text"),
    reportId: text("report_id").notNull(),
    /** When the tool was first seen in this form. */
    changedAt: timestamp("changed_at", { withTimezone: true }).notNull(),
    state: text()
      .$type<BoundaryToolState>()
      .notNull()
      .generatedAlwaysAs(
        sql`case when seen_description is null then 'gone' when accepted_description is null then 'added'
        when accepted_description = seen_description and accepted_schema = seen_schema then 'accepted' else 'changed' end`,
      ),
  },
  (table) => [
    primaryKey({ columns: [table.boundaryId, table.name] }),
    index("boundary_tools_held")
      .on(table.boundaryId, table.name)
      .where(sql`${table.state} in ('added', 'changed')`),
    check(
      "boundary_tools_accepted_whole",
      sql`(${table.acceptedDescription} is null) = (${table.acceptedSchema} is null) and (${table.acceptedDescription} is null) = (${table.acceptedText} is null)
       and (${table.acceptedDescription} is null) = (${table.acceptedBy} is null) and (${table.acceptedDescription} is null) = (${table.acceptedAt} is null)`,
    ),
    check(
      "boundary_tools_seen_whole",
      sql`(${table.seenDescription} is null) = (${table.seenSchema} is null) and (${table.seenText} is null or ${table.seenDescription} is not null)`,
    ),
  ],
);
