import { and, asc, eq, inArray } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import { people } from "#db/schema/directory";
import { ownershipOffers } from "#db/schema/ownership";
import { listActiveKeys } from "#lib/agents/keys/active-keys";
import { countWorkloadIdentities } from "#lib/agents/keys/list-identities";
import type { MasterSecret } from "#lib/crypto/seal";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import { type Authority, findAuthorities } from "#lib/ownership/authority";
import { statementTtlSeconds } from "#lib/ownership/challenge";
import { type AcceptanceStatement, newAcceptance, readAcceptance } from "#lib/ownership/statement";
import { sealStatement } from "#lib/passkeys/signing/seal-statement";
import { personNames } from "#lib/people/person-names";
import type { Viewer } from "#lib/sessions/session";
import { mostAtOnce } from "./decline-offers.ts";
import { isOpen } from "./end-offers.ts";

/** What is shown of an offer and not signed. */
export interface OfferFacts {
  /** The name of the current owner. */
  from: string;
  offeredBy: string;
  expiresAt: Date;
  /** Whether the agent is quarantined until a new owner accepts. */
  isQuarantined: boolean;
  /** Whether a person holds the agent: a held agent stays quarantined after the acceptance. */
  isHeld: boolean;
  workloads: number;
}

/** The acceptance as read before signing. */
export interface AcceptanceOffer {
  /** The statement's bytes, our seal, and the content: the screen is rendered from `statement`. */
  bytes: Uint8Array;
  seal: string;
  statement: AcceptanceStatement;
  /** By id of the offer. */
  offers: ReadonlyMap<string, OfferFacts>;
  /** Names of the people who added the agents' keys, by id. */
  keyAdders: ReadonlyMap<string, string>;
}

/** The most bytes of a statement, and of its described rules: the statement must fit in a request. */
export const mostListBytes = 256 * 1024;
const mostRuleBytes = 24_000;

/**
 * Builds the statement for accepting agents with one signature: the person's open offers among
 * `offerIds`.
 * @param reading.keepsKeysOf the agents whose keys the statement keeps; acceptance revokes the
 * others' keys.
 * @returns undefined without an open offer
 * @throws {CountersignError} `invalid_input` for too many agents, or too much text, for one
 * signature
 */
export async function findAcceptance(
  db: Database,
  reading: { viewer: Viewer; offerIds: string[]; keepsKeysOf?: string[]; secret: MasterSecret; now: Date },
): Promise<AcceptanceOffer | undefined> {
  const { viewer, offerIds, keepsKeysOf = [], secret, now } = reading;
  if (offerIds.length > mostAtOnce) throw tooMuch();
  const rows = await selectOpen(db, { viewer, offerIds, now });
  if (rows.length === 0) return undefined;
  const authorities = await findAuthorities(
    db,
    rows.map(({ agent }) => agent),
  );
  const authority = toldOf(authorities);
  const shownRules = new Set(authority.rules.map(({ id }) => id));
  const agentIds = rows.map(({ agent }) => agent.id);
  const keysOf = await listActiveKeys(db, agentIds, now);
  const workloadsOf = await countWorkloadIdentities(db, agentIds);
  const listed = rows.map(({ offer, agent }, n) => {
    const keys = keysOf.get(agent.id) ?? [];
    const keep_keys = keepsKeysOf.includes(agent.id);
    const concerning = (authorities[n]?.rules ?? []).map(({ id }) => id);
    const rules = concerning.filter((id) => shownRules.has(id));
    return { offer, ...factsOf(agent), rules, more_rules: concerning.length - rules.length, keys, keep_keys };
  });
  const latest = addSeconds(now, statementTtlSeconds);
  const expiresAt = new Date(Math.min(latest.getTime(), ...rows.map((row) => row.expiresAt.getTime())));
  const fields = { new_owner: viewer.personId, agents: listed, authority };
  const bytes = newAcceptance(fields, { now, expiresAt });
  const adderIds = [...new Set([...keysOf.values()].flat().map(({ added_by }) => added_by))];
  if (bytes.byteLength > mostListBytes) throw tooMuch();
  return {
    bytes,
    seal: sealStatement(secret, bytes),
    statement: readAcceptance(bytes),
    offers: new Map(
      rows.map(({ offer, from, offeredBy, expiresAt, agent: { id, status, heldAt } }) => {
        const isHeld = heldAt !== null;
        const isQuarantined = status === "quarantined" && !isHeld;
        const workloads = workloadsOf.get(id) ?? 0;
        return [offer, { from, offeredBy, expiresAt, isQuarantined, isHeld, workloads }];
      }),
    ),
    keyAdders: await personNames(db, adderIds),
  };
}

async function selectOpen(
  db: Database,
  { viewer, offerIds, now }: { viewer: Viewer; offerIds: string[]; now: Date },
) {
  const { id, name, labels, status, heldAt, ownerId, ownerEpoch } = agents;
  const offerer = alias(people, "offerer");
  const addressedToViewer = and(
    inArray(ownershipOffers.id, offerIds),
    eq(ownershipOffers.toPersonId, viewer.personId),
  );
  return db
    .select({
      offer: ownershipOffers.id,
      expiresAt: ownershipOffers.expiresAt,
      from: people.name,
      offeredBy: offerer.name,
      agent: { id, name, labels, status, heldAt, ownerId, ownerEpoch },
    })
    .from(ownershipOffers)
    .innerJoin(agents, eq(agents.id, ownershipOffers.agentId))
    .innerJoin(people, eq(people.id, agents.ownerId))
    .innerJoin(offerer, eq(offerer.id, ownershipOffers.offeredBy))
    .where(and(addressedToViewer, isOpen(now)))
    .orderBy(asc(agents.name), asc(agents.id));
}

type Listed = Awaited<ReturnType<typeof selectOpen>>[number]["agent"];

function factsOf({ id, name, labels, ownerId, ownerEpoch }: Listed) {
  return { agent: id, name, labels, from: ownerId, owner_epoch: ownerEpoch };
}

/** Every applicable rule, once: auto-approving rules first, as many as fit. */
function toldOf(authorities: Authority[]): AcceptanceStatement["authority"] {
  const [first] = authorities;
  if (!first) throw new CountersignError("internal", "no agents");
  const order = { allow: 0, step_up: 1, block: 2 };
  const all = new Map(authorities.flatMap(({ rules }) => rules.map((rule) => [rule.id, rule] as const)));
  const sorted = [...all.values()].sort((one, other) => order[one.outcome] - order[other.outcome]);
  let bytes = 0;
  const rules = sorted.flatMap(({ id, sentence }) => {
    bytes += Buffer.byteLength(sentence) + Buffer.byteLength(id) + 24;
    return bytes > mostRuleBytes ? [] : [{ id, words: sentence }];
  });
  const { policyVersion, policyDigest, defaultOutcome } = first;
  return {
    policy_version: policyVersion,
    policy_digest: policyDigest,
    default_outcome: defaultOutcome,
    rules,
  };
}

function tooMuch(): CountersignError {
  return new CountersignError("invalid_input", "too many agents for one signature", {
    userMessage: `That's too many for one confirmation. Select up to ${mostAtOnce} agents and accept the rest afterwards.`,
  });
}
