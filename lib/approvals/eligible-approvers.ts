import { sql as fragment } from "drizzle-orm";
import type postgres from "postgres";
import { clientOf, type Database, type Transaction } from "#db/client";
import { activeApproverIn } from "#lib/people/active";
import { inEffect } from "#lib/people/delegation-in-effect";
import { vouchersNow } from "#lib/people/passkey-vouchers";
import { type Requirement, readRequirements } from "#lib/policy/language/requirement";
import { realAgentIn } from "#lib/test-agents/conditions";
import type { PersonApproval } from "./counting/places-taken.ts";
import type { Parts } from "./counting/requirements-met.ts";

/** The people who affect the decision on a request at a moment. */
export interface EligibleApprovers {
  requirements: Requirement[];
  required: number;
  parts: Parts;
  expiresAt: Date;
  groupNames: Map<string, string>;
  /** The active approvers with names. Other people do not count. */
  approvers: Map<string, string>;
  /** Active at this moment. `isConfirmed`: the represented person said yes. */
  delegations: { personId: string; delegateId: string; endsAt: Date; isConfirmed: boolean }[];
  /** The approvals given so far that still count. */
  validApprovals: PersonApproval[];
  /** People with a decision, either way, that is not void. */
  decidedIds: Set<string>;
}

interface Row extends Record<string, unknown> {
  requirements: unknown;
  approvals_required: number;
  created_at: string;
  expires_at: string;
  owner_id: string;
  backups: string[];
  groups: { id: string; name: string; members: string[] }[];
  delegations: { personId: string; delegateId: string; endsAt: string; isConfirmed: boolean }[];
  approvers: { id: string; name: string }[];
  /** Without void decisions. */
  decisions: { by: string; inPlaceOf: string; alsoBy: string[]; isCounted: boolean }[];
}

/**
 * Loads the people who may decide a request. The caller checks access, and locks the request's row
 * where the result decides the outcome.
 *
 * As a second guard next to voiding, an approval counts only while its approver is active, and a
 * delegate's only if a delegation was in effect at the approval; its later expiry has no effect.
 * The people who could have given an approval are read from its passkey; for a removed passkey,
 * from the approval's record.
 *
 * No delegate decides a test request.
 */
export async function loadEligibleApprovers(
  db: Database | Transaction,
  wanted: EligibleApproversQuery,
): Promise<EligibleApprovers> {
  const [eligible] = await loadEligibleApproversOf(clientOf(db), [wanted]);
  if (!eligible) throw new Error(`no request ${wanted.requestId}`);
  return eligible;
}

export interface EligibleApproversQuery {
  requestId: string;
  now: Date;
}

/** {@link loadEligibleApprovers} for many existing requests in one round trip, in order. */
export async function loadEligibleApproversOf(
  sql: postgres.ISql,
  wanted: readonly EligibleApproversQuery[],
): Promise<EligibleApprovers[]> {
  const rows = await eligibleApproversQuery(sql, wanted);
  return rows.map(eligibleApproversOf);
}

/** The query of {@link loadEligibleApproversOf}. */
export function eligibleApproversQuery(sql: postgres.ISql, wanted: readonly EligibleApproversQuery[]) {
  return sql<Row[]>`
    select eligible.* from unnest(${wanted.map(({ requestId }) => requestId)}::text[],
      ${wanted.map(({ now }) => now.toISOString())}::text[]::timestamptz[]) with ordinality as wanted(request_id, at, n)
    cross join lateral (
    with request as (
      select r.id, r.requirements, r.approvals_required, r.created_at, r.expires_at, a.id as agent_id, a.owner_id, a.is_test
      from requests r join agents a on a.id = r.agent_id where r.id = wanted.request_id),
    named as (
      select g.id, g.name from groups g where g.id in (
        select q -> 'approvers' ->> 'group' from request, jsonb_array_elements(
          case when jsonb_typeof(request.requirements) = 'array' then request.requirements else '[]'::jsonb end) q)),
    candidates as (
      select owner_id as id from request
      union select b.person_id from agent_backups b join request on request.agent_id = b.agent_id
      union select m.person_id from group_members m join named on named.id = m.group_id),
    active_delegations as (
      select d.person_id, d.delegate_id, d.ends_at, d.confirmed_at is not null as is_confirmed from delegations d join candidates on candidates.id = d.person_id
        join request on ${realAgentIn(sql, "request")}
      where ${sql.unsafe(inEffect("d", "wanted.at"))}),
    decisions as (
      select d.person_id, coalesce(d.for_person_id, d.person_id) as in_place_of,
        coalesce((select to_jsonb(${sql.unsafe(vouchersNow)}) from passkeys p where p.credential_id = d.credential_id and p.person_id = d.person_id),
          case when d.passkey_origin ? 'confirmed' then '[]'::jsonb else d.passkey_origin -> 'vouchedBy' end, '[]'::jsonb) as also_by,
        d.decision = 'approve' and d.capacity <> 'break_glass' and (d.for_person_id is null or exists (
          select from delegations dl where dl.person_id = d.for_person_id and dl.delegate_id = d.person_id
            and ${sql.unsafe(inEffect("dl", "d.created_at"))})) as is_counted
      from approvals d where d.request_id = wanted.request_id
        and not exists (select from void_approvals v where v.approval_id = d.id))
    select requirements, approvals_required, created_at, expires_at, owner_id,
      array(select b.person_id from agent_backups b where b.agent_id = request.agent_id order by b.person_id) as backups,
      (select coalesce(jsonb_agg(jsonb_build_object('id', named.id, 'name', named.name,
        'members', array(select m.person_id from group_members m where m.group_id = named.id order by m.person_id))), '[]') from named) as groups,
      (select coalesce(jsonb_agg(jsonb_build_object('personId', person_id, 'delegateId', delegate_id, 'endsAt', ends_at, 'isConfirmed', is_confirmed) order by person_id), '[]')
        from active_delegations) as delegations,
      (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name)), '[]') from people p
        where ${activeApproverIn(sql, "p")} and p.id in (
          select id from candidates union select delegate_id from active_delegations union select person_id from decisions)) as approvers,
      (select coalesce(jsonb_agg(jsonb_build_object('by', person_id, 'inPlaceOf', in_place_of, 'alsoBy', also_by, 'isCounted', is_counted)), '[]')
        from decisions) as decisions
    from request) eligible order by wanted.n`;
}

/** The requirements of the aliased row as a JSON array; empty for the plain requirement. */
export function requirementsOf(alias: ReturnType<typeof fragment>) {
  return fragment`case when jsonb_typeof(${alias}.requirements) = 'array' then ${alias}.requirements else '[]'::jsonb end`;
}

function eligibleApproversOf(row: Row): EligibleApprovers {
  const approvers = new Map(row.approvers.map(({ id, name }) => [id, name]));
  const isActive = ({ by, inPlaceOf }: PersonApproval) => approvers.has(by) && approvers.has(inPlaceOf);
  return {
    requirements: readRequirements(row.requirements, row.approvals_required),
    required: row.approvals_required,
    parts: {
      ownerId: row.owner_id,
      backupIds: row.backups,
      members: new Map(row.groups.map(({ id, members }) => [id, members])),
      askedAt: new Date(row.created_at),
    },
    expiresAt: new Date(row.expires_at),
    groupNames: new Map(row.groups.map(({ id, name }) => [id, name])),
    approvers,
    delegations: row.delegations
      .map(({ endsAt, ...who }) => ({ ...who, endsAt: new Date(endsAt) }))
      .filter(({ personId, delegateId }) => approvers.has(personId) && approvers.has(delegateId)),
    validApprovals: row.decisions
      .filter(({ isCounted }) => isCounted)
      .filter(isActive)
      .map(({ isCounted: _, ...approval }) => approval),
    decidedIds: new Set(row.decisions.map(({ by }) => by)),
  };
}
