import { sql } from "drizzle-orm";
import { check, index, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";
import { agentRef } from "./agents.ts";
import { bytea } from "./bytes.ts";
import { personRef } from "./directory.ts";

export type OfferState = "open" | "accepted" | "declined" | "withdrawn" | "expired";

/** Signatures that accept agents: one signature for one offer or many. */
export const acceptances = pgTable("acceptances", {
  id: text().primaryKey(),
  personId: personRef("person_id"),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  statement: bytea().notNull(),
  credentialId: text("credential_id").notNull(),
  publicKey: bytea("public_key").notNull(),
  authenticatorData: bytea("authenticator_data").notNull(),
  clientDataJson: bytea("client_data_json").notNull(),
  signature: bytea().notNull(),
});

/** Offers of agents, one open offer an agent. Nothing changes until the new owner accepts. */
export const ownershipOffers = pgTable(
  "ownership_offers",
  {
    id: text().primaryKey(),
    agentId: agentRef("agent_id"),
    fromPersonId: personRef("from_person_id"),
    toPersonId: personRef("to_person_id"),
    offeredBy: personRef("offered_by"),
    state: text().$type<OfferState>().notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    closedAt: timestamp("closed_at", { withTimezone: true }),
    declineReason: text("decline_reason"),
    acceptanceId: text("acceptance_id").references(() => acceptances.id),
  },
  (table) => [
    uniqueIndex("ownership_offers_one_open").on(table.agentId).where(sql`${table.state} = 'open'`),
    index("ownership_offers_to").on(table.toPersonId).where(sql`${table.state} = 'open'`),
    index("ownership_offers_by").on(table.offeredBy).where(sql`${table.state} = 'open'`),
    index("ownership_offers_agent").on(table.agentId, table.id),
    // Offers declined together: a notice counts the agents without an active owner.
    index("ownership_offers_declined")
      .on(table.toPersonId, table.closedAt)
      .where(sql`${table.state} = 'declined'`),
    check(
      "ownership_offers_state",
      sql`${table.state} in ('open', 'accepted', 'declined', 'withdrawn', 'expired')`,
    ),
    check("ownership_offers_closed", sql`(${table.state} = 'open') = (${table.closedAt} is null)`),
    check(
      "ownership_offers_evidence",
      sql`(${table.state} = 'accepted') = (${table.acceptanceId} is not null)`,
    ),
  ],
);

/** Signatures that confirm ownership: one for many agents. */
export const attestations = pgTable(
  "attestations",
  {
    id: text().primaryKey(),
    personId: personRef("person_id"),
    agentIds: text("agent_ids").array().notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    statement: bytea().notNull(),
    credentialId: text("credential_id").notNull(),
    publicKey: bytea("public_key").notNull(),
    authenticatorData: bytea("authenticator_data").notNull(),
    clientDataJson: bytea("client_data_json").notNull(),
    signature: bytea().notNull(),
  },
  (table) => [index("attestations_person").on(table.personId, table.id)],
);
