import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { nameWords } from "../name-words.ts";
import { bytea } from "./bytes.ts";
import { people, personRef } from "./directory.ts";
import type { RequestEdge } from "./requests.ts";

export type AgentStatus = "active" | "quarantined" | "revoked";
export type SigningAlgorithm = "ed25519" | "hmac-sha256";
/** `bearer`: a hook token, which verifies nothing. `none`: a test agent, for which the server asks. */
export type KeyAlgorithm = SigningAlgorithm | "bearer" | "none";

export const agents = pgTable(
  "agents",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    ownerId: personRef("owner_id"),
    ownerEpoch: integer("owner_epoch").notNull().default(1),
    status: text().$type<AgentStatus>().notNull(),
    /** Labels for rules, such as `team:payments`. Sorted, without duplicates. */
    labels: text().array().notNull().default(sql`'{}'`),
    /** The server asks in its name. Triggers keep keys, grants and other owners away (db/migrations). */
    isTest: boolean("is_test").notNull().default(false),
    createdBy: text("created_by").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    /** When an owner last confirmed ownership: at creation, acceptance or an ownership review. */
    attestedAt: timestamp("attested_at", { withTimezone: true }).notNull().defaultNow(),
    /**
     * Since when the agent is on hold, the person who holds it, and the person's reason. Held by no
     * person: the agent froze itself. A held agent stays quarantined until a person releases it, also
     * under a new owner. `heldFor`: the person that a delegate acted for.
     */
    heldAt: timestamp("held_at", { withTimezone: true }),
    heldBy: text("held_by").references(() => people.id),
    heldFor: text("held_for").references(() => people.id),
    heldReason: text("held_reason"),
    /**
     * The agent's words for freezing itself, empty where it gave none. They stay when a person's hold
     * takes the place of its own.
     */
    ownReason: text("own_reason"),
    /** Raised by each change to the agent, its keys or its owner (docs/decisions/0026). */
    revision: integer().notNull().default(1),
  },
  (table) => [
    index("agents_owner").on(table.ownerId),
    // Pages of agents go by name; labels are searched by content.
    index("agents_name").on(table.name, table.id),
    index("agents_words").using("gin", nameWords(sql`${table.name}`)),
    index("agents_labels").using("gin", table.labels),
    // One for each owner, found without reading further agents.
    uniqueIndex("agents_one_test_for_owner")
      .on(table.ownerId)
      .where(sql`${table.isTest} and ${table.status} <> 'revoked'`),
    // The agents of one hold, and those of an owner among them, for notices. Few agents are on hold.
    index("agents_held").on(table.heldAt, table.ownerId).where(sql`${table.heldAt} is not null`),
    index("agents_tests").on(table.id).where(sql`${table.isTest}`),
    index("agents_attested").on(table.attestedAt).where(sql`${table.status} = 'active'`),
    check("agents_status", sql`${table.status} in ('active', 'quarantined', 'revoked')`),
    check("agents_held_whole", sql`${table.heldAt} is not null or ${table.heldBy} is null`),
    check("agents_held_for", sql`${table.heldFor} is null or ${table.heldBy} is not null`),
    check("agents_held_is_inactive", sql`${table.heldAt} is null or ${table.status} <> 'active'`),
  ],
);

/** People who may decide in the owner's place. */
export const agentBackups = pgTable(
  "agent_backups",
  {
    agentId: agentRef("agent_id"),
    personId: personRef("person_id"),
  },
  (table) => [
    primaryKey({ columns: [table.agentId, table.personId] }),
    index("agent_backups_person").on(table.personId),
  ],
);

/** Workloads, such as CI jobs, that may exchange their OIDC token for a key. All values must be equal. */
export const workloadIdentities = pgTable(
  "workload_identities",
  {
    id: text().primaryKey(),
    agentId: agentRef("agent_id"),
    issuer: text().notNull(),
    audience: text().notNull(),
    subject: text().notNull(),
    /** Further required claims of the token, by name. */
    claims: jsonb().$type<Record<string, string>>().notNull().default({}),
    keyMinutes: integer("key_minutes").notNull(),
    addedBy: personRef("added_by"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    removedAt: timestamp("removed_at", { withTimezone: true }),
  },
  (table) => [
    index("workload_identities_agent").on(table.agentId),
    check("workload_identities_key_minutes", sql`${table.keyMinutes} between 5 and 60`),
  ],
);

/** Keys and hook tokens, with a `publicKey` (raw Ed25519), a `secretSealed` (HMAC) or a `tokenHash`. */
export const agentKeys = pgTable(
  "agent_keys",
  {
    id: text().primaryKey(),
    agentId: agentRef("agent_id"),
    algorithm: text().$type<KeyAlgorithm>().notNull(),
    publicKey: bytea("public_key"),
    secretSealed: bytea("secret_sealed"),
    tokenHash: text("token_hash"),
    /** When the settings of the client's hook were found to block failed calls. */
    checkedAt: timestamp("checked_at", { withTimezone: true }),
    /** The client or gateway of a hook token, from its check or first call. Null until then. */
    edge: text().$type<RequestEdge>(),
    /** When a call with a hook token was decided for the first time. The token is active since then. */
    firstCallAt: timestamp("first_call_at", { withTimezone: true }),
    /** A gateway's AuthZEN subject for this agent, besides the agent itself. */
    subjectType: text("subject_type"),
    subjectId: text("subject_id"),
    addedBy: text("added_by").notNull(),
    /** The workload identity of a workload key; else null. */
    workloadId: text("workload_id").references(() => workloadIdentities.id),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
  },
  (table) => [
    index("agent_keys_agent").on(table.agentId),
    // A new key is compared with all, and workloads get new keys all the time.
    index("agent_keys_public").on(table.publicKey),
    index("agent_keys_workload").on(table.workloadId).where(sql`${table.workloadId} is not null`),
    uniqueIndex("agent_keys_token").on(table.tokenHash).where(sql`${table.tokenHash} is not null`),
    check(
      "agent_keys_material",
      sql`(${table.algorithm} = 'ed25519' and ${table.publicKey} is not null and ${table.secretSealed} is null and ${table.tokenHash} is null)
       or (${table.algorithm} = 'hmac-sha256' and ${table.secretSealed} is not null and ${table.publicKey} is null and ${table.tokenHash} is null)
       or (${table.algorithm} = 'bearer' and ${table.tokenHash} is not null and ${table.publicKey} is null and ${table.secretSealed} is null)
       or (${table.algorithm} = 'none' and ${table.publicKey} is null and ${table.secretSealed} is null and ${table.tokenHash} is null and ${table.expiresAt} = ${table.createdAt})`,
    ),
    check(
      "agent_keys_subject",
      sql`(${table.subjectType} is null) = (${table.subjectId} is null) and (${table.subjectId} is null or ${table.algorithm} = 'bearer')`,
    ),
    check("agent_keys_workload", sql`${table.workloadId} is null or ${table.algorithm} = 'ed25519'`),
    check("agent_keys_checked", sql`${table.checkedAt} is null or ${table.algorithm} = 'bearer'`),
    check(
      "agent_keys_edge",
      sql`(${table.edge} is null or ${table.algorithm} = 'bearer') and (${table.firstCallAt} is null or ${table.edge} is not null)`,
    ),
  ],
);

/** Short-lived one-time codes for agents to enroll a public key. Hashes only. */
export const agentEnrollmentCodes = pgTable("agent_enrollment_codes", {
  codeHash: text("code_hash").primaryKey(),
  agentId: agentRef("agent_id"),
  createdBy: text("created_by").notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
  usedAt: timestamp("used_at", { withTimezone: true }),
});

/** Tools that redeem grants: an audience with a key. During rotation rows share an audience. */
export const tools = pgTable(
  "tools",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    audience: text().notNull(),
    algorithm: text().$type<SigningAlgorithm>().notNull(),
    publicKey: bytea("public_key"),
    secretSealed: bytea("secret_sealed"),
    createdBy: text("created_by").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
  },
  (table) => [index("tools_audience").on(table.audience)],
);

/** A column with the ID of an agent: `not null`, and a foreign key. */
export function agentRef(column: string) {
  return text(column)
    .notNull()
    .references(() => agents.id);
}
