import type postgres from "postgres";
import type { AgentStatus } from "#db/schema/agents";
import { addSeconds } from "#lib/kernel/clock";
import { activeApproverIn } from "#lib/people/active";
import { realAgentIn } from "#lib/test-agents/conditions";

export interface AgentFilter {
  /** A status, or every status except revoked. */
  status?: AgentStatus | "not_revoked" | undefined;
  /** `per_` id. */
  owner?: string | undefined;
  label?: string | undefined;
  /**
   * `expiring`: a key expires within 14 days. `none`: no usable key. `young`: no usable key is
   * older than `keyDays`. `hmac`: a usable key is a shared secret. `shared`: two agents have the
   * same usable key.
   */
  keys?: "expiring" | "none" | "young" | "old" | "hmac" | "shared" | undefined;
  /** Up to how many days a key is young: 90 when left out. */
  keyDays?: number | undefined;
  /** Whether the owner is active and an approver. */
  owned?: "yes" | "no" | undefined;
  /** `due`: the ownership review is due. `confirmed`: confirmed within the workspace's period. */
  attestation?: "due" | "confirmed" | undefined;
  /** Part of the name, in any case. */
  search?: string | undefined;
  /** The id of the agent after which the page begins. */
  after?: string | undefined;
}

const expiringSeconds = 14 * 86_400;
const defaultKeyDays = 90;

/** A filter's condition on the agents `a`. Tests compare it with the counts of coverage. */
export function narrowedAgents(sql: postgres.Sql, filter: AgentFilter, now: Date) {
  const { status, owner, label, search, after } = filter;
  return sql`
    ${status === "not_revoked" ? notRevoked(sql) : status ? sql`and a.status = ${status}` : sql``}
    ${owner ? sql`and a.owner_id = ${owner}` : sql``}
    ${label ? sql`and a.labels @> array[${label}]` : sql``}
    ${byKeys(sql, filter, now)}
    ${filter.owned ? sql`${counted(sql)} and ${answered(sql)} = ${filter.owned === "yes"}` : sql``}
    ${filter.attestation ? sql`${counted(sql)} and ${isDue(sql, now)} = ${filter.attestation === "due"}` : sql``}
    ${search ? sql`and strpos(lower(a.name), lower(${search})) > 0` : sql``}
    ${after ? sql`and (a.name, a.id) > (select name, id from agents where id = ${after})` : sql``}`;
}

function notRevoked(sql: postgres.Sql) {
  return sql`and a.status <> 'revoked'`;
}

// Keys, owner and review are no matter of a test agent.
function counted(sql: postgres.Sql) {
  return sql`${notRevoked(sql)} and ${realAgentIn(sql, "a")}`;
}

function answered(sql: postgres.Sql) {
  return sql`exists (select from people p where p.id = a.owner_id and ${activeApproverIn(sql, "p")})`;
}

// The same deadline as in lib/agents/attestation-deadline.ts.
function isDue(sql: postgres.Sql, now: Date) {
  return sql`exists (select from workspace w
    where a.attested_at + make_interval(days => w.attestation_days) <= ${now.toISOString()}::timestamptz)`;
}

function byKeys(sql: postgres.Sql, { keys, keyDays = defaultKeyDays }: AgentFilter, now: Date) {
  if (!keys) return sql``;
  const live = sql`select from agent_keys k where k.agent_id = a.id and k.revoked_at is null and k.workload_id is null and k.expires_at > ${now.toISOString()}::timestamptz`;
  const workload = sql`select from workload_identities w where w.agent_id = a.id and w.removed_at is null`;
  const soon = addSeconds(now, expiringSeconds).toISOString();
  const old = sql`k.created_at <= ${addSeconds(now, -keyDays * 86_400).toISOString()}::timestamptz`;
  const conditions = {
    expiring: sql`exists (${live} and k.expires_at <= ${soon}::timestamptz)`,
    none: sql`not exists (${live}) and not exists (${workload})`,
    young: sql`exists (${live}) and not exists (${live} and ${old})`,
    old: sql`exists (${live} and ${old})`,
    hmac: sql`exists (${live} and k.algorithm <> 'ed25519')`,
    shared: sql`exists (${live} and exists (select from agent_keys o where o.public_key = k.public_key and o.agent_id <> a.id
      and o.revoked_at is null and o.expires_at > ${now.toISOString()}::timestamptz))`,
  };
  return sql`${counted(sql)} and ${conditions[keys]}`;
}
