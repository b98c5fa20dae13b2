import type { Database } from "#db/client";
import type { AuditRow } from "#lib/audit/record";
import { batchPerDatabase } from "#lib/batch-per-database";

/** One use of a grant, checked as far as it can be without the database. */
export interface GrantUse {
  grantId: string;
  agentId: string;
  /** As the grant says it. */
  ownerEpoch: number;
  /** The action's digest. */
  digest: string;
  kid: string;
  /** The version in force that was found not to block it. */
  policyVersion: number;
  redeemerId: string;
  at: Date;
  event: AuditRow;
}

export interface Redeemed {
  grantId: string;
  requestId: string;
}

const redeemTogether = batchPerDatabase((db, uses: GrantUse[]) => redeemAll(db, uses, { isAlone: false }), {
  mostTogether: 48,
});

/**
 * Uses a grant up, if it can be used at this moment. Uses that come together are decided by one statement; one that finds somebody
 * else at its agent or grant is then tried by itself, so that it holds nobody else up.
 * @returns undefined when nothing was redeemed.
 */
export async function redeemOnce(db: Database, use: GrantUse): Promise<Redeemed | undefined> {
  return (await redeemTogether(db, use)) ?? (await redeemAll(db, [use], { isAlone: true }))[0];
}

// Invariants 5 and 7 in one statement. The share lock on the agent's row orders it against an owner leaving at the same moment: the
// offboarding updates that row first and revokes grants afterwards. Naming the policy version closes the gap since it was evaluated.
async function redeemAll(
  db: Database,
  uses: GrantUse[],
  { isAlone }: { isAlone: boolean },
): Promise<(Redeemed | undefined)[]> {
  const sql = db.$client;
  const unlocked = isAlone ? sql`` : sql`skip locked`;
  const rows = await sql<(Redeemed & { n: number })[]>`
    with asked as materialized (
      select * from json_to_recordset(${JSON.stringify(uses.map(columnsOf))}::text::json) as asked(
        n int, "grantId" text, "agentId" text, "ownerEpoch" int, digest text, kid text, "policyVersion" int, "redeemerId" text, at timestamptz,
        "eventId" text, "eventType" text, "personId" text, "requestId" text, "eventBody" text)),
    standing as materialized (
      select a.id, a.owner_epoch from (select distinct "agentId" from asked) caller
        join agents a on a.id = caller."agentId" and a.status = 'active'
        join people p on p.id = a.owner_id and p.status = 'active' and 'approver' = any(p.roles)
      order by a.id for share of a ${unlocked}),
    held as materialized (
      select id from grants where id in (select "grantId" from asked) and state = 'issued' order by id for update ${unlocked}),
    used as materialized (
      select distinct on ("grantId") asked.* from asked join held on held.id = asked."grantId"
        join standing on standing.id = asked."agentId" and standing.owner_epoch = asked."ownerEpoch"
      where "policyVersion" = (select max(version) from policy_versions) order by "grantId", n),
    redeemed as (
      update grants g set state = 'redeemed', closed_at = used.at, redeemed_by = used."redeemerId" from used
      where g.id = used."grantId" and g.agent_id = used."agentId" and g.owner_epoch = used."ownerEpoch" and g.action_digest = used.digest
        and g.kid = used.kid and g.state = 'issued' and g.expires_at > used.at
      returning used.n, g.id, g.request_id),
    event as (
      insert into audit_events (id, at, type, actor_id, person_id, agent_id, request_id, body)
      select "eventId", at, "eventType", "redeemerId", "personId", "agentId", "requestId", decode("eventBody", 'base64')
      from used join redeemed using (n))
    select n, id as "grantId", request_id as "requestId" from redeemed`;
  const byNumber = new Map(rows.map(({ n, ...redeemed }) => [n, redeemed]));
  return uses.map((_, n) => byNumber.get(n));
}

function columnsOf({ event, ...use }: GrantUse, n: number) {
  const { id: eventId, type: eventType, personId, requestId, body } = event;
  return {
    n,
    ...use,
    eventId,
    eventType,
    personId,
    requestId,
    eventBody: Buffer.from(body).toString("base64"),
  };
}
