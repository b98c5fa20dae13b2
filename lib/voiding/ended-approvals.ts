import { type SQL, sql } from "drizzle-orm";

// A person's ended approvals: conditions on the alias `d`, separate because each uses an index.

/** The person's approvals, and those given in the person's place. */
export function allApprovalsOf(personId: string): SQL[] {
  return [sql`d.person_id = ${personId}`, sql`d.for_person_id = ${personId}`];
}

/** The person's break-glass approvals. */
export function breakGlassApprovalsOf(personId: string): SQL[] {
  return [sql`d.person_id = ${personId} and d.capacity = 'break_glass'`];
}

/** The approvals given with a person's current passkeys, or with one passkey. */
export function approvalsByPasskeysOf(personId: string, credentialId?: string): SQL[] {
  const isOne = credentialId === undefined ? sql`true` : sql`k.credential_id = ${credentialId}`;
  return [
    sql`d.person_id = ${personId} and d.credential_id in (
      select k.credential_id from passkeys k where k.person_id = ${personId} and ${isOne})`,
  ];
}

/**
 * Approvals that count for people who leave a group (their own, or a delegate's), on requests with
 * the group: an approval counts towards every requirement its approver satisfies. On the aliases
 * `d` and `r`.
 */
export function approvalsAsMembersOf(groupId: string, personIds: string[]): SQL[] {
  return [
    sql`${isInPlaceOf(personIds)} and exists (
      select from jsonb_array_elements(case when jsonb_typeof(r.requirements) = 'array' then r.requirements else '[]'::jsonb end) q
      where q -> 'approvers' ->> 'group' = ${groupId})`,
  ];
}

/**
 * Approvals that count for former backup approvers (their own, or a delegate's), on requests
 * backups may decide. On the aliases `d` and `r`.
 */
export function approvalsAsBackupsOf(agentId: string, personIds: string[]): SQL[] {
  return [
    sql`${isInPlaceOf(personIds)} and r.agent_id = ${agentId}
      and (jsonb_typeof(r.requirements) is distinct from 'array' or exists (
        select from jsonb_array_elements(r.requirements) q where q -> 'approvers' ->> 'kind' <> 'group'))`,
  ];
}

function isInPlaceOf(personIds: string[]): SQL {
  return sql`coalesce(d.for_person_id, d.person_id) = any(${sql.param(personIds)}::text[])`;
}

/** Whether approval `d` is among these and counts. */
export function isOneOf(ended: SQL[]): SQL {
  return sql`(d.decision = 'approve' and ${isAmong(ended)}
    and not exists (select from void_approvals v where v.approval_id = d.id))`;
}

/** Whether decision `d` is among these. */
export function isAmong(ended: SQL[]): SQL {
  return sql`(${sql.join(
    ended.map((which) => sql`(${which})`),
    sql` or `,
  )})`;
}

/** Whether request `r` has such an approval. */
export function isOnOneOf(ended: SQL[]): SQL {
  const each = ended.map(
    (which) => sql`exists (select from approvals d where d.request_id = r.id and ${isOneOf([which])})`,
  );
  return sql`(${sql.join(each, sql` or `)})`;
}
