import type postgres from "postgres";
import type { AuditRow } from "#lib/audit/record";
import { activeApproverIn } from "#lib/people/active";

/** A use of a grant, checked as far as possible without the database. */
export interface GrantUse {
  grantId: string;
  agentId: string;
  /** The agent's key behind the call's signature, or behind the proof a tool passes along. */
  agentKeyId: string;
  /** The tool whose key signed the call; null where the agent redeems. */
  toolId: string | null;
  /** According to the grant. */
  ownerEpoch: number;
  /** The action's digest. */
  digest: string;
  kid: string;
  /** The version found not to block the use. */
  policyVersion: number;
  /** The agent's labels for which the policy was found not to block. */
  labels: string[];
  redeemerId: string;
  at: Date;
  event: AuditRow;
  /** The execution whose outcome will be reported, if any. */
  execution?: ExpectedExecution | undefined;
}

/** An execution to be reported. */
export interface ExpectedExecution {
  dueAt: Date;
  boundaryId: string | null;
  /** Identifies the client's call, for a report that doesn't name the request. */
  callHash?: string | undefined;
}

interface UseRow {
  n: number;
  grantId: string | null;
  requestId: string | null;
  versionInForce: number;
}

/**
 * The redeeming statement (invariants 5, 7 and 19). The lock order is: the head of the policy,
 * agents, keys, grants. The share locks make a publication, an offboarding and a key revocation
 * either commit first and be visible here, or wait.
 *
 * Rows are locked by ID alone, and every condition is checked on the locked row. With a condition
 * such as `state = 'issued'` in the look-up, the planner could read all issued grants by a partial
 * index, when statistics were taken while no grant was issued.
 */
export function redeemQuery(
  sql: postgres.ISql,
  uses: GrantUse[],
  { mayWait }: { mayWait: boolean },
): postgres.PendingQuery<UseRow[]> {
  const unlocked = mayWait ? sql`` : sql`skip locked`;
  return sql<UseRow[]>`
    with head as materialized (select version as "versionInForce" from policy_head where id = 1 for share),
    asked as materialized (
      select * from head cross join json_to_recordset(${JSON.stringify(uses.map(columnsOf))}::text::json) as asked(
        n int, "grantId" text, "agentId" text, "agentKeyId" text, "toolId" text, "ownerEpoch" int, digest text, kid text, "policyVersion" int,
        labels text[], "redeemerId" text, at timestamptz, "eventId" text, "eventType" text, "personId" text, "requestId" text, "eventBody" text,
        "executionDueAt" timestamptz, "boundaryId" text, "callHash" text)),
    agent as materialized (
      select a.id, a.owner_epoch, a.labels, a.status = 'active' and ${activeApproverIn(sql, "p")} as may_act
      from (select distinct "agentId" from asked) caller
        join agents a on a.id = caller."agentId" join people p on p.id = a.owner_id
      order by a.id for share of a ${unlocked}),
    agent_key as materialized (
      select k.id, k.agent_id, k.revoked_at, k.expires_at
      from (select distinct "agentKeyId" from asked join agent on agent.id = asked."agentId") signer
        join agent_keys k on k.id = signer."agentKeyId"
      order by k.id for share of k ${unlocked}),
    tool as materialized (
      select t.id, t.revoked_at, t.expires_at
      from (select distinct "toolId" from asked) signer join tools t on t.id = signer."toolId"
      order by t.id for share of t ${unlocked}),
    ${eligible(sql)},
    held as materialized (
      select g.* from (select distinct "grantId" from eligible) wanted join grants g on g.id = wanted."grantId"
      order by g.id for update of g ${unlocked}),
    ${redeemed(sql)} ${uses.some(({ execution }) => execution) ? expected(sql) : sql``}
    select asked.n, redeemed.id as "grantId", redeemed.request_id as "requestId", "versionInForce"
    from asked left join redeemed using (n)`;
}

// The conditions on everything except the grant, so that no unredeemable grant is locked.
function eligible(sql: postgres.ISql) {
  return sql`
    eligible as materialized (
      select asked.* from asked
        join agent on agent.id = asked."agentId"
        join agent_key on agent_key.id = asked."agentKeyId" and agent_key.agent_id = agent.id
        left join tool on tool.id = asked."toolId"
      where asked."policyVersion" = asked."versionInForce" and agent.may_act and agent.owner_epoch = asked."ownerEpoch"
        and agent.labels = asked.labels
        and agent_key.revoked_at is null and agent_key.expires_at > asked.at
        and (asked."toolId" is null or (tool.revoked_at is null and tool.expires_at > asked.at)))`;
}

function redeemed(sql: postgres.ISql) {
  return sql`
    used as materialized (
      select distinct on (eligible."grantId") eligible.* from eligible join held on held.id = eligible."grantId"
      where held.state = 'issued' and held.expires_at > eligible.at and held.agent_id = eligible."agentId"
        and held.owner_epoch = eligible."ownerEpoch" and held.action_digest = eligible.digest and held.kid = eligible.kid
      order by eligible."grantId", eligible.n),
    redeemed as (
      update grants g set state = 'redeemed', closed_at = used.at, redeemed_by = used."redeemerId" from used
      where g.id = used."grantId" returning used.n, g.id, g.request_id),
    event as (
      insert into audit_events (id, at, type, actor_id, person_id, agent_id, request_id, body)
      select "eventId", at, "eventType", "redeemerId", "personId", "agentId", "requestId", decode("eventBody", 'base64')
      from used join redeemed using (n))`;
}

// Only in the statement of a batch with an announced report: other redemptions pay nothing for it.
function expected(sql: postgres.ISql) {
  return sql`,
    expected as (
      insert into executions (request_id, grant_id, agent_id, boundary_id, call_hash, state, started_at, due_at)
      select redeemed.request_id, redeemed.id, "agentId", "boundaryId", "callHash", 'expected', at, "executionDueAt"
      from used join redeemed using (n) where "executionDueAt" is not null)`;
}

function columnsOf({ event, execution, ...use }: GrantUse, n: number) {
  const { id: eventId, type: eventType, personId, requestId, body } = event;
  return {
    n,
    ...use,
    eventId,
    eventType,
    personId,
    requestId,
    eventBody: Buffer.from(body).toString("base64"),
    executionDueAt: execution?.dueAt ?? null,
    boundaryId: execution?.boundaryId ?? null,
    callHash: execution?.callHash ?? null,
  };
}
