import type postgres from "postgres";
import { activeApproverText } from "#lib/people/active";
import { realAgentText } from "#lib/test-agents/conditions";
import type { Counted } from "./figure.ts";
import { query, run } from "./query.ts";
import type { CoverageWindow } from "./window.ts";

/** The figures of agents, owners and keys, by two statements instead of seven over ten thousand rows. */
export async function countAgents(sql: postgres.ISql, window: CoverageWindow) {
  const [[ofAgents], [ofKeys]] = await Promise.all([
    run<AgentCounts>(sql, agentsQuery(window)),
    run<KeyCounts>(sql, keysQuery(window)),
  ]);
  if (!ofAgents || !ofKeys) throw new Error("the database returned no counts");
  const { owned, attested, quarantined, total, approvers, enrolled } = ofAgents;
  return {
    agentsOwned: { value: owned, total },
    agentsAttested: { value: attested, total },
    ghosts: { value: quarantined, total },
    agentsWithoutKey: { value: total - ofKeys.keyed - ofKeys.workloads, total },
    agentsWithYoungKeys: { value: ofKeys.keyed - ofKeys.old, total: ofKeys.keyed },
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

/**
 * `keyed`: agents with a usable own key, of which `old` have an old one. `workloads`: agents with a
 * workload identity and no such key.
 */
type KeyCounts = Record<"keys" | "ed25519" | "keyed" | "old" | "workloads", number>;

// A test agent has neither keys nor workloads. Sorting 10,000 keys takes less than grouping them.
function keysQuery({ now, keyAgeDays }: CoverageWindow) {
  const at = now.toISOString();
  return query`
    with revoked as materialized (select id from agents where status = 'revoked')
    select count(*)::int as keys, count(*) filter (where algorithm = 'ed25519')::int as ed25519,
      count(distinct agent_id)::int as keyed,
      count(distinct agent_id) filter (where created_at <= ${at}::timestamptz - make_interval(days => ${keyAgeDays}))::int as old,
      (select count(distinct w.agent_id)::int from workload_identities w
        where w.removed_at is null and w.agent_id not in (select id from revoked) and not exists (
          select from agent_keys k
          where k.agent_id = w.agent_id and k.revoked_at is null and k.workload_id is null and k.expires_at > ${at}::timestamptz)) as workloads
    from agent_keys
    where revoked_at is null and workload_id is null and expires_at > ${at}::timestamptz and agent_id not in (select id from revoked)`;
}
