import { activeApproverText } from "#lib/people/active";
import { realAgentText } from "#lib/test-agents/conditions";
import type { Measure } from "./figure.ts";
import { query } from "./query.ts";

/** Figures of agents, their keys, and the people who approve. */
export const agentMeasures = {
  agentsOwned: {
    name: "Agents with an active owner",
    about: "Non-revoked agents whose owner is active and has the Approver role.",
    unit: "agents",
    query: () => query`
      select count(*) filter (where ${{ sql: activeApproverText }})::int as value, count(*)::int as total
      from agents a join people p on p.id = a.owner_id
      where a.status <> 'revoked' and ${{ sql: realAgentText }}`,
  },
  agentsAttested: {
    name: "Ownership up to date",
    about:
      "Non-revoked agents created, accepted or confirmed by their owner within the review period (grace period not included).",
    unit: "agents",
    query: ({ now }) => query`
      select count(*) filter (where a.attested_at + make_interval(days => w.attestation_days) > ${now.toISOString()}::timestamptz)::int as value,
        count(*)::int as total
      from agents a cross join workspace w
      where a.status <> 'revoked' and ${{ sql: realAgentText }}`,
  },
  agentsWithYoungKeys: {
    name: "Agents with recent keys",
    about: "Non-revoked agents whose active keys are all newer than the maximum key age.",
    unit: "agents",
    query: ({ now, keyAgeDays }) => query`
      select count(*) filter (where oldest > ${now.toISOString()}::timestamptz - make_interval(days => ${keyAgeDays}))::int as value,
        count(*)::int as total
      from (
        select min(k.created_at) as oldest
        from agents a join agent_keys k on k.agent_id = a.id
        where a.status <> 'revoked' and k.revoked_at is null and k.workload_id is null and k.expires_at > ${now.toISOString()}::timestamptz
        group by a.id) keyed`,
  },
  agentsWithoutKey: {
    name: "Agents with no active key",
    about: "Non-revoked agents with no unexpired, unrevoked key and no workload identity.",
    unit: "agents",
    // Joins instead of a look-up for each of ten thousand agents.
    query: ({ now }) => query`
      select count(*) filter (where keyed.agent_id is null and working.agent_id is null)::int as value, count(*)::int as total
      from agents a
        left join (
          select distinct agent_id from agent_keys
          where revoked_at is null and workload_id is null and expires_at > ${now.toISOString()}::timestamptz) keyed on keyed.agent_id = a.id
        left join (select distinct agent_id from workload_identities where removed_at is null) working on working.agent_id = a.id
      where a.status <> 'revoked' and ${{ sql: realAgentText }}`,
  },
  ghosts: {
    name: "Quarantined agents",
    about: "Orphaned, or ownership not confirmed in time. They can't request anything.",
    unit: "agents",
    query: () => query`
      select count(*) filter (where a.status = 'quarantined')::int as value, count(*)::int as total
      from agents a
      where a.status <> 'revoked' and ${{ sql: realAgentText }}`,
  },
  asymmetricKeys: {
    name: "Ed25519 keys",
    about:
      "Share of active agent keys, without those of workloads, whose private half never left the agent. The rest are shared secrets (HMAC) and hook tokens.",
    unit: "keys",
    query: ({ now }) => query`
      select count(*) filter (where k.algorithm = 'ed25519')::int as value, count(*)::int as total
      from agent_keys k join agents a on a.id = k.agent_id
      where a.status <> 'revoked' and k.revoked_at is null and k.workload_id is null and k.expires_at > ${now.toISOString()}::timestamptz`,
  },
  sharedKeys: {
    name: "Shared keys",
    about: "Active public keys registered for more than one agent. New ones are rejected.",
    unit: "keys",
    query: ({ now }) => query`
      select count(*)::int as value
      from (
        select k.public_key
        from agent_keys k
        where k.public_key is not null and k.revoked_at is null and k.expires_at > ${now.toISOString()}::timestamptz
        group by k.public_key having count(*) > 1) more
      where (
        select count(distinct k.agent_id) from agent_keys k
        where k.public_key = more.public_key and k.revoked_at is null and k.expires_at > ${now.toISOString()}::timestamptz) > 1`,
  },
  approversWithPasskey: {
    name: "Approvers with a passkey",
    about: "Active approvers who have a passkey. Without one, a person can't approve.",
    unit: "people",
    query: () => query`
      select count(*) filter (where p.id in (select person_id from passkeys))::int as value, count(*)::int as total
      from people p
      where ${{ sql: activeApproverText }}`,
  },
} satisfies Record<string, Measure>;
