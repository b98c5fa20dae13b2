import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { AgentStatus } from "#db/schema/agents";
import { activeApprover } from "#lib/people/active";
import { type LastingCredentialKind, lastingCredentials } from "#lib/people/responsible-admin";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { realAgent, realRequest } from "#lib/test-agents/conditions";
import { allApprovalsOf, breakGlassApprovalsOf } from "#lib/voiding/ended-approvals";
import { isOpenGrant } from "#lib/voiding/open-grant";
import { isOpenGrantOn } from "#lib/voiding/revoke-approved";

/** The effects of `offboard`. Its audit events leave out only grants that expired a moment ago. */
export interface Foresight {
  sessions: number;
  links: number;
  policyTokens: number;
  /** The person's agents, without a test agent, by name; at most {@link mostAgents}. */
  agents: ForeseenAgent[];
  agentCount: number;
  /** A test agent is revoked with its open request. */
  hasTestAgent: boolean;
  /** Without test requests. */
  pendingRequests: number;
  openGrants: number;
  /** Unredeemed grants of other people's agents, based on the person's approval. */
  approvedGrants: number;
  delegations: number;
  offers: number;
  /** `isLast`: no other member could decide. */
  groups: { id: string; name: string; isLast: boolean }[];
  /** Other people's agents with the person as backup approver. */
  backedUp: number;
  /** The person's approvals on pending requests: they no longer count. */
  approvals: number;
  /** The person's break-glass approvals without a review: the reviews stay due. */
  reviews: number;
  passkeys: number;
  /** Tokens and sources the person is responsible for, which continue, by name. */
  lastingCredentials: { kind: LastingCredentialKind; id: string; name: string }[];
}

export interface ForeseenAgent {
  id: string;
  name: string;
  status: AgentStatus;
  pendingRequests: number;
  openGrants: number;
}

/** The most agents listed by name; the counts are of all agents. */
const mostAgents = 200;

/** What would end with a person (invariant 8). For admins and auditors, else `not_found`. */
export async function foreseeOffboarding(
  db: Database,
  { actor, personId, now }: { actor: Viewer; personId: string; now: Date },
): Promise<Foresight> {
  requireRole(actor, "admin", "auditor");
  const [counts, agents, groups, lastingCredentials] = await Promise.all([
    countAll(db, personId, now),
    listAgents(db, personId, now),
    listGroups(db, personId),
    listLastingCredentials(db, personId, now),
  ]);
  return { ...counts, agents, groups, lastingCredentials };
}

// As the verbs of `offboard` (compared by foresee-offboarding.property.test.ts).
async function countAll(db: Database, personId: string, now: Date) {
  const id = sql`${personId}`;
  const owned = sql`(select a.id from agents a where a.owner_id = ${id} and a.status <> 'revoked')`;
  const [row] = await db.execute<
    Omit<Foresight, "agents" | "groups" | "lastingCredentials"> & Record<string, unknown>
  >(sql`select
    (select count(*)::int from sessions where user_id = ${id}) as sessions,
    (select count(*)::int from enrollments where person_id = ${id} and used_at is null and revoked_at is null) as links,
    (select count(*)::int from policy_tokens where person_id = ${id} and revoked_at is null) as "policyTokens",
    (select count(*)::int from agents a where a.owner_id = ${id} and a.status <> 'revoked' and ${realAgent("a")}) as "agentCount",
    exists (select from agents a where a.owner_id = ${id} and a.status <> 'revoked' and a.is_test) as "hasTestAgent",
    (select count(*)::int from requests r where r.agent_id in ${owned} and r.state = 'pending' and ${realRequest("r")}) as "pendingRequests",
    (select count(*)::int from grants g where g.agent_id in ${owned} and ${isOpenGrant("g", now)}) as "openGrants",
    (select count(*)::int from grants g where g.agent_id not in ${owned} and ${isOpenGrantOn(allApprovalsOf(personId), now)}) as "approvedGrants",
    (select count(*)::int from delegations where (person_id = ${id} or delegate_id = ${id})
      and revoked_at is null and ends_at > ${now.toISOString()}) as delegations,
    (select count(*)::int from ownership_offers where (to_person_id = ${id} or offered_by = ${id}) and state = 'open') as offers,
    (select count(*)::int from agent_backups b join agents a on a.id = b.agent_id
      where b.person_id = ${id} and a.status <> 'revoked') as "backedUp",
    (select count(*)::int from approvals d join requests r on r.id = d.request_id
      where d.person_id = ${id} and d.decision = 'approve' and r.state = 'pending' and r.agent_id not in ${owned}) as approvals,
    (select count(*)::int from break_glass_reviews where used_by = ${id} and reviewed_at is null) as reviews,
    (select count(*)::int from passkeys where person_id = ${id}) as passkeys`);
  if (!row) throw new Error("a query of counts answered nothing");
  return row;
}

async function listAgents(db: Database, personId: string, now: Date): Promise<ForeseenAgent[]> {
  return db.execute<ForeseenAgent & Record<string, unknown>>(sql`
    select a.id, a.name, a.status,
      (select count(*)::int from requests r where r.agent_id = a.id and r.state = 'pending') as "pendingRequests",
      (select count(*)::int from grants g where g.agent_id = a.id and ${isOpenGrant("g", now)}) as "openGrants"
    from agents a where a.owner_id = ${personId} and a.status <> 'revoked' and ${realAgent("a")} order by a.name, a.id limit ${mostAgents}`);
}

async function listGroups(db: Database, personId: string): Promise<Foresight["groups"]> {
  return db.execute<Foresight["groups"][number] & Record<string, unknown>>(sql`
    select g.id, g.name, not exists (
      select from group_members o join people p on p.id = o.person_id
      where o.group_id = g.id and o.person_id <> ${personId} and ${activeApprover("p")}) as "isLast"
    from group_members m join groups g on g.id = m.group_id where m.person_id = ${personId} order by g.name, g.id`);
}

async function listLastingCredentials(
  db: Database,
  personId: string,
  now: Date,
): Promise<Foresight["lastingCredentials"]> {
  return db.execute<Foresight["lastingCredentials"][number] & Record<string, unknown>>(sql`
    select t.kind, t.id, t.name from ${lastingCredentials(now)} t where t.responsible_admin_id = ${personId} order by t.kind, t.name, t.id`);
}

/** The break-glass grants that end with the admin role. For admins, else `not_found`. */
export async function foreseeEndOfAdmin(
  db: Database,
  { actor, personId, now }: { actor: Viewer; personId: string; now: Date },
): Promise<{ breakGlassNotice: number }> {
  requireRole(actor, "admin");
  const [row] = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from grants g where ${isOpenGrantOn(breakGlassApprovalsOf(personId), now)}`);
  return { breakGlassNotice: row?.count ?? 0 };
}
