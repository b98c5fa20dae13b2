import type { Database } from "#db/client";
import type { RequestEdge } from "#db/schema/requests";
import type { MasterSecret } from "#lib/crypto/seal";
import { tokenHash } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { type AgentCaller, type AgentRow, agentCaller, agentColumns } from "./find-caller.ts";

export interface TokenCaller {
  agent: AgentCaller;
  keyId: string;
  /** The hook token's client or gateway; null before its check and first call. */
  edge: RequestEdge | null;
  /** Whether the settings of the client's hook were checked. Without that, no hook may ask. */
  isChecked: boolean;
  /** Whether a call with the token was decided before. */
  isActive: boolean;
  /** The AuthZEN subject for the agent in this token's calls. */
  subject: { type: string; id: string } | null;
}

type TokenRow = AgentRow & Omit<TokenCaller, "agent"> & { tokenExpiresAt: string; isRevoked: boolean };

/**
 * The agent of a hook token. Not cached: a revocation takes effect with the next call. Only a
 * token's holder learns that it has ended.
 * @throws {CountersignError} `invalid_hook_token`, `key_revoked`, `key_expired`.
 */
export async function findTokenCaller(
  db: Database,
  secret: MasterSecret,
  { token, now }: { token: string; now: Date },
): Promise<TokenCaller> {
  const sql = db.$client;
  const [row] = await sql<TokenRow[]>`
    select ${agentColumns(sql)}, t.id as "keyId", t.edge,
      t.checked_at is not null as "isChecked", t.first_call_at is not null as "isActive",
      case when t.subject_id is not null then json_build_object('type', t.subject_type, 'id', t.subject_id) end as subject,
      t.expires_at as "tokenExpiresAt", t.revoked_at is not null as "isRevoked"
    from agent_keys t join agents a on a.id = t.agent_id join people p on p.id = a.owner_id
    where t.token_hash = ${tokenHash(token)} and t.algorithm = 'bearer'`;
  if (!row)
    throw new CountersignError("invalid_hook_token", "no hook token like this", {
      userMessage: "The hook token is missing or wrong. Ask the agent's owner or an admin for a new one.",
    });
  const { keyId, edge, isChecked, isActive, subject, tokenExpiresAt, isRevoked, ...agent } = row;
  if (isRevoked)
    throw new CountersignError("key_revoked", `hook token ${keyId} was revoked`, {
      userMessage: "This hook token was revoked. Ask the agent's owner or an admin for a new one.",
    });
  if (new Date(tokenExpiresAt) <= now)
    throw new CountersignError("key_expired", `hook token ${keyId} has expired`, {
      userMessage: "This hook token has expired. Ask the agent's owner or an admin for a new one.",
    });
  return { agent: agentCaller(agent, secret), keyId, edge, isChecked, isActive, subject };
}
