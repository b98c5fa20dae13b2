import type { Database } from "#db/client";
import type { AgentStatus, SigningAlgorithm } from "#db/schema/agents";
import { groupCommitPerDatabase } from "#lib/batching/group-commit-per-database";
import { type MasterSecret, unseal } from "#lib/crypto/seal";
import { overlapSeconds } from "#lib/crypto/signing-key";
import type { VerificationKey } from "#lib/crypto/webhook-key";
import { addSeconds } from "#lib/kernel/clock";
import { activeApproverIn } from "#lib/people/active";
import { type Freeze, freezeText } from "./freeze.ts";

/** An agent now, with everything for a decision, in one round trip. */
export interface AgentCaller {
  id: string;
  status: AgentStatus;
  ownerId: string;
  ownerEpoch: number;
  isOwnerActive: boolean;
  /** Whether the agent is on hold. */
  isHeld: boolean;
  /** A test agent never gets a grant. */
  isTest: boolean;
  /** Whether a new request of the agent may have been decided already (lib/approvals/standing/). */
  hasStandingDecisions: boolean;
  keys: VerificationKey[];
  labels: string[];
  policyVersion: number;
  /** While all agents are frozen. */
  freeze: Freeze | null;
  signingKid: string;
  /** Raised by every change to agent, keys, owner, or the owner's status or roles. */
  revision: number;
  /** From memory: a statement has to confirm revision, policy and signing key to store an ask. */
  isRemembered?: true;
}

export interface KeyRow {
  id: string;
  algorithm: SigningAlgorithm;
  publicKey: string | null;
  secretSealed: string | null;
  expiresAt: string;
  revokedAt: string | null;
}

const findAgent = groupCommitPerDatabase(readAgents, { mostTogether: 64 });
const findParties = groupCommitPerDatabase(readParties, { mostTogether: 64 });

/** The agent with this ID and opened keys, from the database; undefined for an unknown ID. */
export async function findAgentCaller(
  db: Database,
  secret: MasterSecret,
  agentId: string,
): Promise<AgentCaller | undefined> {
  const row = await findAgent(db, agentId);
  return row && agentCaller(row, secret);
}

async function readAgents(db: Database, ids: string[]): Promise<(AgentRow | undefined)[]> {
  const sql = db.$client;
  const rows = await sql<AgentRow[]>`
    select ${agentColumns(sql)} from agents a join people p on p.id = a.owner_id where a.id = any(${[...new Set(ids)]}::text[])`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id));
}

export interface RedemptionParties {
  agent: AgentCaller | undefined;
  tools: VerificationKey[];
  /** The grant's signing key, as `x` of its JWK; null if unknown or long retired. */
  grantKey: string | null;
}

interface PartiesWanted {
  agentId: string;
  audience: string;
  kid: string;
  now: Date;
}

/** Agent, audience's tools and signing key of a grant, in one round trip. */
export async function findRedemptionParties(
  db: Database,
  secret: MasterSecret,
  wanted: PartiesWanted,
): Promise<RedemptionParties> {
  const { agent, tools, grantKey } = await findParties(db, wanted);
  return {
    agent: agent ? agentCaller(agent, secret) : undefined,
    tools: tools.map((tool) => opened(tool, secret)),
    grantKey,
  };
}

interface PartiesRow {
  agent: AgentRow | null;
  tools: KeyRow[];
  grantKey: string | null;
}

async function readParties(db: Database, all: PartiesWanted[]): Promise<PartiesRow[]> {
  const sql = db.$client;
  const column = (pick: (wanted: PartiesWanted) => string) => all.map(pick);
  return sql<PartiesRow[]>`
    select
      (select to_json(found) from (
        select ${agentColumns(sql)} from agents a join people p on p.id = a.owner_id where a.id = wanted.agent_id) found) as agent,
      (select coalesce(json_agg(${keyAsJson(sql)}), '[]') from (
        select * from tools where audience = wanted.audience ${newestKeys(sql)}) k) as tools,
      (select public_jwk ->> 'x' from signing_keys
        where kid = wanted.kid and (retired_at is null or retired_at > wanted.retired_after)) as "grantKey"
    from unnest(${column(({ agentId }) => agentId)}::text[], ${column(({ audience }) => audience)}::text[], ${column(({ kid }) => kid)}::text[],
      ${column(({ now }) => addSeconds(now, -overlapSeconds).toISOString())}::text[]::timestamptz[])
      with ordinality as wanted(agent_id, audience, kid, retired_after, n) order by n`;
}

export type AgentRow = Omit<AgentCaller, "keys" | "isRemembered"> & { keys: KeyRow[] };

/** Of agent `a` and its owner `p`. */
export function agentColumns(sql: Database["$client"]) {
  return sql`
    a.id, a.status, a.owner_id as "ownerId", a.owner_epoch as "ownerEpoch", a.labels, a.revision,
    ${activeApproverIn(sql, "p")} as "isOwnerActive", a.held_at is not null as "isHeld", a.is_test as "isTest",
    (exists (select from standing_denials s where s.agent_id = a.id and s.ended_at is null and s.owner_epoch = a.owner_epoch and s.expires_at > now())
      or exists (select from standing_approvals s where s.agent_id = a.id and s.ended_at is null and s.owner_epoch = a.owner_epoch and s.expires_at > now())) as "hasStandingDecisions",
    (select version from policy_head) as "policyVersion", ${sql.unsafe(freezeText)} as freeze,
    (select kid from signing_keys where retired_at is null) as "signingKid",
    (select coalesce(json_agg(${keyAsJson(sql)}), '[]') from (
      select * from agent_keys where agent_id = a.id and algorithm not in ('bearer', 'none') ${newestKeys(sql)}) k) as keys`;
}

/** The limit cuts off only old keys, of which a caller may have any number. */
export function newestKeys(sql: Database["$client"]) {
  return sql`order by revoked_at is null desc, expires_at desc limit 32`;
}

export function keyAsJson(sql: Database["$client"]) {
  return sql`json_build_object('id', k.id, 'algorithm', k.algorithm, 'publicKey', encode(k.public_key, 'base64'),
    'secretSealed', encode(k.secret_sealed, 'base64'), 'expiresAt', k.expires_at, 'revokedAt', k.revoked_at)`;
}

export function agentCaller(row: AgentRow, secret: MasterSecret): AgentCaller {
  return { ...row, keys: row.keys.map((key) => opened(key, secret)) };
}

export function opened(row: KeyRow, secret: MasterSecret): VerificationKey {
  const material = row.publicKey !== null ? Buffer.from(row.publicKey, "base64") : openedSecret(row, secret);
  return {
    id: row.id,
    algorithm: row.algorithm,
    material,
    expiresAt: new Date(row.expiresAt),
    revokedAt: row.revokedAt === null ? null : new Date(row.revokedAt),
  };
}

function openedSecret(row: KeyRow, secret: MasterSecret): Uint8Array {
  return unseal(secret, "agent-secret", row.id, Buffer.from(row.secretSealed ?? "", "base64"));
}
