import type postgres from "postgres";
import { activeApproverText } from "#lib/people/active";
import { realAgentText } from "#lib/test-agents/conditions";
import type { Counted } from "./figure.ts";
import { query } from "./query.ts";
import type { CoverageWindow } from "./window.ts";

/** The figures of agents, owners and keys, by two statements instead of seven over ten thousand rows. */
export async function countAgents(sql: postgres.ISql, window: CoverageWindow) {
  const [agents, keys] = [agentsQuery(window), keysQuery(window)];
  const [[ofAgents], [ofKeys]] = await Promise.all([
    sql.unsafe<AgentCounts[]>(agents.sql, agents.params),
    sql.unsafe<KeyCounts[]>(keys.sql, keys.params),
  ]);
  if (!ofAgents || !ofKeys) throw new Error("the database returned no counts");
  const { owned, attested, quarantined, total, approvers, enrolled } = ofAgents;
  return {
    agentsOwned: { value: owned, total },
    agentsAttested: { value: attested, total },
    ghosts: { value: quarantined, total },
    agentsWithoutKey: { value: total - ofKeys.able, total },
    agentsWithYoungKeys: { value: ofKeys.young, total: ofKeys.keyed },
    asymmetricKeys: { value: ofKeys.ed25519, total: ofKeys.keys },
    approversWithPasskey: { value: enrolled, total: approvers },
  } satisfies Record<string, Counted>;
}

type AgentCounts = Record<"owned" | "attested" | "quarantined" | "total" | "approvers" | "enrolled", number>;

function agentsQuery({ now }: CoverageWindow) {
  return query`
    with others as materialized (select p.id from people p where not (${{ sql: activeApproverText }}))
    select count(*) filter (where a.owner_id not in (select id from others))::int as owned,
      count(*) filter (where a.attested_at > (select ${now.toISOString()}::timestamptz - make_interval(days => attestation_days) from workspace))::int as attested,
      count(*) filter (where a.status = 'quarantined')::int as quarantined,
      count(*)::int as total,
      (select (select count(*) from people) - count(*) from others)::int as approvers,
      (select count(distinct person_id) from passkeys where person_id not in (select id from others))::int as enrolled
    from agents a
    where a.status <> 'revoked' and ${{ sql: realAgentText }}`;
}

/** `keyed`: agents with a usable own key. `able`: also agents with a workload identity. */
type KeyCounts = Record<"young" | "keyed" | "able" | "ed25519" | "keys", number>;

// A test agent has neither keys nor workloads.
function keysQuery({ now, keyAgeDays }: CoverageWindow) {
  const at = now.toISOString();
  return query`
    select count(*) filter (where oldest > ${at}::timestamptz - make_interval(days => ${keyAgeDays}))::int as young,
      count(oldest)::int as keyed, count(*)::int as able, coalesce(sum(ed25519), 0)::int as ed25519, coalesce(sum(keys), 0)::int as keys
    from (
      select agent_id, min(created_at) as oldest, count(created_at)::int as keys, count(*) filter (where algorithm = 'ed25519')::int as ed25519
      from (
        select agent_id, created_at, algorithm from agent_keys
        where revoked_at is null and workload_id is null and expires_at > ${at}::timestamptz
        union all select agent_id, null, null from workload_identities where removed_at is null) held
      group by agent_id) by_agent
    where agent_id not in (select id from agents where status = 'revoked')`;
}
