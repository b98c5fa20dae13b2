import { type SQL, sql } from "drizzle-orm";

// Which of a person's approvals end: conditions on the alias `d`, apart from each other because each goes by an index of its own.

/** All that they gave, and those given in their place. */
export function allApprovalsOf(personId: string): SQL[] {
  return [sql`d.person_id = ${personId}`, sql`d.for_person_id = ${personId}`];
}

/** Those by which they, as an admin, broke the glass. */
export function brokenGlassOf(personId: string): SQL[] {
  return [sql`d.person_id = ${personId} and d.capacity = 'break_glass'`];
}

/** Those that the passkeys gave which they have now. */
export function approvalsByPasskeysOf(personId: string): SQL[] {
  return [
    sql`d.person_id = ${personId} and d.credential_id in (select k.credential_id from passkeys k where k.person_id = ${personId})`,
  ];
}

/** Whether one of these approvals is on a request. */
export function isOnOneOf(ended: SQL[], requestId: SQL): SQL {
  const each = ended.map(
    (which) =>
      sql`exists (select from approvals d where d.request_id = ${requestId} and d.decision = 'approve' and ${which})`,
  );
  return sql`(${sql.join(each, sql` or `)})`;
}
