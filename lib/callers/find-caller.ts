import type { Database } from "#db/client";
import type { AgentStatus, KeyAlgorithm } from "#db/schema/agents";
import { type MasterSecret, unseal } from "#lib/keys/seal";
import type { VerificationKey } from "#lib/webhooks/verify";

/** An agent as it stands at this moment: all that deciding on its call needs, read in one round trip. */
export interface AgentCaller {
  id: string;
  status: AgentStatus;
  ownerId: string;
  ownerEpoch: number;
  /** Whether the owner is an active approver. */
  isOwnerActive: boolean;
  keys: VerificationKey[];
  /** The policy version in force. */
  policyVersion: number;
  /** The signing key that signs now. */
  signingKid: string;
}

interface KeyRow {
  id: string;
  algorithm: KeyAlgorithm;
  publicKey: string | null;
  secretSealed: string | null;
  expiresAt: string;
  revokedAt: string | null;
}

/** The agent with this id, its keys opened; undefined when there is none. Nothing here is cached: revoking takes hold with the next call. */
export async function findAgentCaller(
  db: Database,
  secret: MasterSecret,
  agentId: string,
): Promise<AgentCaller | undefined> {
  const [row] = await db.$client<(Omit<AgentCaller, "keys"> & { keys: KeyRow[] })[]>`
    select a.id, a.status, a.owner_id as "ownerId", a.owner_epoch as "ownerEpoch",
      (p.status = 'active' and 'approver' = any(p.roles)) as "isOwnerActive",
      (select max(version) from policy_versions) as "policyVersion",
      (select kid from signing_keys where retired_at is null) as "signingKid",
      (select coalesce(json_agg(json_build_object('id', k.id, 'algorithm', k.algorithm,
          'publicKey', encode(k.public_key, 'base64'), 'secretSealed', encode(k.secret_sealed, 'base64'),
          'expiresAt', k.expires_at, 'revokedAt', k.revoked_at)), '[]')
        from agent_keys k where k.agent_id = a.id) as keys
    from agents a join people p on p.id = a.owner_id
    where a.id = ${agentId}`;
  return row && { ...row, keys: row.keys.map((key) => opened(key, secret)) };
}

/** A tool as caller: the keys registered for an audience. */
export interface ToolKey extends VerificationKey {
  audience: string;
}

/** All keys of tools registered for this audience. */
export async function findToolKeys(db: Database, secret: MasterSecret, audience: string): Promise<ToolKey[]> {
  const rows = await db.$client<KeyRow[]>`
    select id, algorithm, encode(public_key, 'base64') as "publicKey", encode(secret_sealed, 'base64') as "secretSealed",
      expires_at as "expiresAt", revoked_at as "revokedAt"
    from tools where audience = ${audience}`;
  return rows.map((row) => ({ ...opened(row, secret), audience }));
}

function opened(row: KeyRow, secret: MasterSecret): VerificationKey {
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
