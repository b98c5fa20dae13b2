import { and, eq, gt } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import { people } from "#db/schema/directory";
import { ownershipOffers } from "#db/schema/ownership";
import { listActiveKeys } from "#lib/agents/keys/active-keys";
import { addSeconds } from "#lib/clock";
import type { MasterSecret } from "#lib/crypto/seal";
import { CountersignError } from "#lib/errors";
import { type Authority, findAuthority } from "#lib/ownership/authority";
import { statementTtlSeconds } from "#lib/ownership/challenge";
import { findPersonNames, idsOf } from "#lib/ownership/person-names";
import { type AcceptanceStatement, newAcceptance, readAcceptance } from "#lib/ownership/statement";
import type { Viewer } from "#lib/sessions/session";
import { sealStatement } from "#lib/signing/seal-statement";

/** What a person reads before accepting an agent. */
export interface AcceptanceOffer {
  /** The statement's bytes, our seal, and the content: the screen is rendered from `statement`. */
  bytes: Uint8Array;
  seal: string;
  statement: AcceptanceStatement;
  /** Names for the ids in the statement. */
  from: string;
  offeredBy: string;
  expiresAt: Date;
  /** Whether the agent is quarantined until a new owner accepts. */
  isQuarantined: boolean;
  /** Names of the people who added the agent's keys, by id. */
  people: ReadonlyMap<string, string>;
}

/** The most bytes of described rules in a statement: it has to fit into a request. */
const mostRuleBytes = 24_000;

/**
 * Builds the statement for a new owner to read and sign, for an open offer to the viewer. Changes
 * nothing.
 * @param reading.keepsKeys whether the statement keeps the agent's keys; otherwise they are revoked
 * on acceptance.
 * @throws {CountersignError} `not_found`
 */
export async function findAcceptance(
  db: Database,
  reading: { viewer: Viewer; offerId: string; keepsKeys?: boolean; secret: MasterSecret; now: Date },
): Promise<AcceptanceOffer> {
  const { viewer, offerId, keepsKeys = false, secret, now } = reading;
  const row = await findRow(db, { viewer, offerId, now });
  const { agent } = row;
  const life = { now, expiresAt: earlier(addSeconds(now, statementTtlSeconds), row.expiresAt) };
  const keys = (await listActiveKeys(db, [agent.id], now)).get(agent.id) ?? [];
  const said = {
    offer: offerId,
    agent: agent.id,
    agent_name: agent.name,
    agent_labels: agent.labels,
    from: agent.ownerId,
    owner_epoch: agent.ownerEpoch,
    new_owner: viewer.personId,
    authority: told(await findAuthority(db, agent)),
    keys,
    keep_keys: keepsKeys,
  };
  const bytes = newAcceptance(said, life);
  return {
    bytes,
    seal: sealStatement(secret, bytes),
    statement: readAcceptance(bytes),
    from: row.from,
    offeredBy: row.offeredBy,
    expiresAt: row.expiresAt,
    isQuarantined: agent.status === "quarantined",
    people: await findPersonNames(db, idsOf(keys)),
  };
}

async function findRow(
  db: Database,
  { viewer, offerId, now }: { viewer: Viewer; offerId: string; now: Date },
) {
  const offerer = alias(people, "offerer");
  const [row] = await db
    .select({
      expiresAt: ownershipOffers.expiresAt,
      offeredBy: offerer.name,
      from: people.name,
      agent: {
        id: agents.id,
        name: agents.name,
        labels: agents.labels,
        status: agents.status,
        ownerId: agents.ownerId,
        ownerEpoch: agents.ownerEpoch,
      },
    })
    .from(ownershipOffers)
    .innerJoin(agents, eq(agents.id, ownershipOffers.agentId))
    .innerJoin(people, eq(people.id, agents.ownerId))
    .innerJoin(offerer, eq(offerer.id, ownershipOffers.offeredBy))
    .where(
      and(
        eq(ownershipOffers.id, offerId),
        eq(ownershipOffers.toPersonId, viewer.personId),
        eq(ownershipOffers.state, "open"),
        gt(ownershipOffers.expiresAt, now),
      ),
    );
  if (row) return row;
  throw new CountersignError("not_found", `no open offer ${offerId} for ${viewer.personId}`, {
    userMessage: "This transfer doesn't exist, or you don't have access to it.",
  });
}

/** The authority in the statement's form: auto-approving rules first, as many rules as fit. */
function told(authority: Authority): AcceptanceStatement["authority"] {
  const order = { allow: 0, step_up: 1, block: 2 };
  const sorted = [...authority.rules].sort((one, other) => order[one.outcome] - order[other.outcome]);
  const rules: { id: string; words: string }[] = [];
  let bytes = 0;
  for (const { id, sentence } of sorted) {
    bytes += Buffer.byteLength(sentence) + Buffer.byteLength(id) + 24;
    if (bytes > mostRuleBytes) break;
    rules.push({ id, words: sentence });
  }
  return {
    policy_version: authority.policyVersion,
    policy_digest: authority.policyDigest,
    default_outcome: authority.defaultOutcome,
    rules,
    more_rules: sorted.length - rules.length,
  };
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}
