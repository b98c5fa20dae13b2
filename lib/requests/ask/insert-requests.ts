import type postgres from "postgres";
import type { Database } from "#db/client";
import { groupCommitPerDatabase, writeBounds } from "#lib/batching/group-commit-per-database";
import { headText } from "#lib/callers/freeze";
import { activeApproverText } from "#lib/people/active";
import { askedParameters, askedRows, insertedColumns, type RequestInsert } from "./insert-batch.ts";
import { type DrawSteps, drawSteps, noDraws } from "./insert-draws.ts";

export interface InsertResult {
  isInserted: boolean;
  /** Not stored because too many of the agent's requests are pending. */
  isFull: boolean;
  /** Not stored: not evaluated by the live version, `versionInForce`. */
  isOutdated: boolean;
  versionInForce: number;
  /** False when another transaction has locked the agent or the key: neither stored nor refused. */
  isSettled: boolean;
  /** Whether a standing approval approved the request. */
  isDrawn: boolean;
  /** Whether the request ends the agent's standing approval, which is left to do. */
  isEnding: boolean;
  /** Whether the statement wrote a row of the outbox. */
  isAnnounced: boolean;
  /** The agent's asks in the limit's window, including this ask; null if already counted. */
  uses: number | null;
}

/**
 * The one statement that inserts requests: request, audit event, grant, the count of asks, the row
 * of the outbox and the expiry job commit together (invariant 10), in one round trip for any number
 * of requests. People are notified of pending requests; a row about an allowed or a blocked request
 * is written only if a webhook endpoint subscribes.
 *
 * The share lock on the head of the policy makes a publication wait for this statement, and this
 * statement for an earlier publication, whose version it then sees (invariant 19). The share locks
 * on agent and key do the same for an owner who leaves (invariant 8): the offboarding commits first
 * and the agent is quarantined here, or it sees this request. The lock order is head, limits,
 * agents, keys, the signing key, standing approvals, numbers of picked-up calls, webhook-ids, so two
 * batches never wait for each other. The last two could cross for an agent that repeats a webhook-id, but the row of
 * its limit keeps its asks of one minute from being in two batches.
 *
 * A caller in memory is compared with the locked rows: its revision, the policy version and the
 * signing key (docs/decisions/0026-callers-in-memory.md).
 *
 * Rows are looked up by keys alone, and conditions are checked on the locked row: otherwise the
 * planner would choose an index by statistics, which are wrong after a quiet moment.
 * @param options.mayWait whether to wait for a transaction that has locked the agent or key; else
 * the request stays unsettled.
 */
export function insertRequests(
  sql: postgres.ISql,
  batch: RequestInsert[],
  { mayWait }: { mayWait: boolean },
): postgres.PendingQuery<InsertResult[]> {
  const { text, parameters } = insertStatement(sql, batch, { mayWait });
  return sql.unsafe<InsertResult[]>(text, parameters, { prepare: true });
}

/** One of eight texts: only asks that redeem their grants, or for which something stands, cost more. */
export function insertStatement(
  sql: postgres.ISql,
  batch: RequestInsert[],
  { mayWait }: { mayWait: boolean },
): { text: string; parameters: postgres.Parameter[] } {
  const redeems = batch.some(({ redemption }) => redemption);
  const kind = batch.some(({ draw }) => draw) ? "draws" : "asks";
  const text = statements[mayWait ? "waits" : "skips"][redeems ? "redeeming" : "issuing"][kind];
  return { text, parameters: askedParameters(sql, batch, kind) };
}

// The steps pass on the numbers of their requests and read the rest from `asked`: whole rows would
// be copied at each step. The head is joined in `asked`, to be locked before dependent reads.
// Pending requests are counted once for each caller of the batch, in the select list by the agent's
// index; for a join, the planner might read the whole table.
const statementThat = (whenLocked: "waits" | "skips", redeems: boolean, draws: DrawSteps) => `
  with head as materialized (${headText}),
  signing as materialized (select kid as "kidInForce" from signing_keys where retired_at is null for share),
  asked as materialized (
    select * from head cross join ${askedRows(draws.rows)} as batch),
  used as (
    insert into rate_limits (bucket, window_start, count)
    select bucket, "windowStart", count(*) filter (where not "isCounted") from asked group by bucket, "windowStart" order by bucket, "windowStart"
    on conflict (bucket, window_start) do update set count = rate_limits.count + excluded.count
    returning bucket, window_start, count),
  locked as materialized (
    select a.id as agent_id, a.owner_id, a.status, a.owner_epoch, a.labels, a.revision as agent_revision, k.id as key_id, k.agent_id as key_agent_id, k.revoked_at, k.expires_at as key_expires_at,
      (select count(*) from (select from requests r where r.agent_id = a.id and r.state = 'pending' and r.expires_at > "askedAt" limit "mostWaiting") as waiting) as waiting
    from (select "agentId", "agentKeyId", max("createdAt") as "askedAt", coalesce(max("mostPending"), 0) as "mostWaiting" from asked group by 1, 2) caller
      join agents a on a.id = caller."agentId" join agent_keys k on k.id = caller."agentKeyId"
    order by a.id, k.id for share of a, k ${whenLocked === "skips" ? "skip locked" : ""}),
  weighed as materialized (
    select n, used.count + behind as uses, "policyVersion" <> "versionInForce" as is_outdated,
      locked.agent_id is not null as is_locked, agent_revision,
      coalesce(locked.status = 'active' and locked.owner_epoch = asked."ownerEpoch"
        and locked.labels = asked.labels and locked.key_agent_id = locked.agent_id
        and (asked.revision is null or asked.revision = agent_revision and "signingKid" = (select "kidInForce" from signing))
        and locked.revoked_at is null${redeems ? mayRedeem : ""}, false) as is_eligible,
      coalesce(used.count + behind <= most, true) as is_in_time,
      coalesce(turn + locked.waiting > "mostPending", false) as is_full
    from asked
      left join used on used.bucket = asked.bucket and used.window_start = asked."windowStart" and not asked."isCounted"
      left join locked on locked.agent_id = asked."agentId" and locked.key_id = asked."agentKeyId"),
  judged as materialized (select *, is_eligible and not is_outdated and is_in_time and not is_full as is_storable from weighed),${draws.decide}
  request as (
    insert into requests (${insertedColumns}${draws.columns})
    select ${draws.values}
    from asked join judged using (n) ${draws.drawn} where is_storable and ${draws.isLocked} order by "agentId", "pickUpKey", "pickUpNumber", "webhookId"
    on conflict do nothing returning id),
  inserted as materialized (select n from asked join request using (id)),${draws.store}
  issued as (
    insert into grants (id, request_id, agent_id, owner_id, owner_epoch, freeze_epoch, fence, action_digest, kid, claims, issued_at, expires_at, state${redeems ? ", closed_at, redeemed_by" : ""})
    select "grantId", id, "agentId", "ownerId", "ownerEpoch", "freezeEpoch", fence, "actionDigest", kid, claims, "grantIssuedAt", "grantExpiresAt", ${redeems ? stateOfGrant : "'issued'"}
    from asked join inserted using (n) ${draws.drawn} where "grantId" is not null and ${draws.isGranted}),
  event as (
    insert into audit_events (id, at, type, actor_id, person_id, agent_id, request_id, body)
    select "eventId", "createdAt", "eventType", "actorId", "ownerId", "agentId", id, "eventBody" from asked join inserted using (n)),${redeems ? redeemed : ""}
  endpoint as materialized (select event_types from webhook_endpoints where agent_id is null and status = 'active'),
  announced as (
    insert into outbox (id, kind, request_id, agent_id, created_at, due_at)
    select "outboxId", ${draws.kind}, id, "agentId", "createdAt", "createdAt" from asked join inserted using (n) ${draws.drawn}
    where ${draws.isHeard(`state = 'pending' or exists (select from endpoint where "eventType" = any(endpoint.event_types))`)} returning 1),
  expiry as (
    insert into expiries (due_at) select distinct "dueAt" from asked join inserted using (n) ${draws.drawn}
    where "dueAt" is not null and ${draws.isWaiting} order by "dueAt"
    on conflict (due_at) do nothing returning due_at),
  expiry_job as (select graphile_worker.add_job('expire', json_build_object('due_at', due_at), run_at => due_at) from expiry)
  select inserted.n is not null as "isInserted", is_full as "isFull", is_outdated as "isOutdated", (select "versionInForce" from head), uses::int,
    is_outdated or is_full or not is_in_time or is_locked and (not is_storable or ${draws.isLocked}) as "isSettled",
    inserted.n is not null and ${draws.isDrawn} as "isDrawn", inserted.n is not null and ${draws.isEnding} as "isEnding",
    (select count(*) from expiry_job) as jobs, exists (select from announced) as "isAnnounced"
  from judged left join inserted using (n) ${draws.results} order by n`;

// What a redemption checks besides (lib/grants/redeem-statement.ts), on the same locked rows. The
// rest holds for every ask, and the grant is new.
const mayRedeem = `
        and (asked."redemptionEventId" is null or locked.key_expires_at > asked."createdAt"
          and exists (select from people p where p.id = locked.owner_id and ${activeApproverText}))`;

// A grant that its own ask redeems is never redeemable, not even inside the statement (invariant 5).
const stateOfGrant = `case when "redemptionEventId" is null then 'issued' else 'redeemed' end,
      case when "redemptionEventId" is not null then "createdAt" end, case when "redemptionEventId" is not null then "agentId" end`;

const redeemed = `
  redeemed_event as (
    insert into audit_events (id, at, type, actor_id, person_id, agent_id, request_id, body)
    select "redemptionEventId", "createdAt", "redemptionEventType", "agentId", "ownerId", "agentId", id, "redemptionEventBody"
    from asked join inserted using (n) where "redemptionEventId" is not null),
  expected as (
    insert into executions (request_id, grant_id, agent_id, boundary_id, call_hash, state, started_at, due_at)
    select id, "grantId", "agentId", "executionBoundaryId", "callHash", 'expected', "createdAt", "executionDueAt"
    from asked join inserted using (n) where "redemptionEventId" is not null and "executionDueAt" is not null),`;

const textsThat = (whenLocked: "waits" | "skips", redeems: boolean) => ({
  asks: statementThat(whenLocked, redeems, noDraws),
  draws: statementThat(whenLocked, redeems, drawSteps(whenLocked)),
});

const statements = {
  waits: { redeeming: textsThat("waits", true), issuing: textsThat("waits", false) },
  skips: { redeeming: textsThat("skips", true), issuing: textsThat("skips", false) },
};

const insertTogether = groupCommitPerDatabase(
  (db, batch: RequestInsert[]) => insertRequests(db.$client, batch, { mayWait: false }),
  {
    mostTogether: 128,
    size: { of: lengthOf, most: 512 * 1024 },
    ...writeBounds,
  },
);

/** What of an ask grows with its action, in characters. */
function lengthOf({ request, grant, withRequest }: RequestInsert): number {
  return (
    request.action.length +
    (request.context?.length ?? 0) +
    (grant?.claims.length ?? 0) +
    withRequest.eventBody.byteLength
  );
}

/**
 * Inserts a new request with its related rows, unless its webhook-id is known, the agent lost its
 * authority, another policy version evaluated the request, the agent asks too often, or too many of
 * its requests are pending (concurrent asks may exceed the limit by their number).
 *
 * One statement inserts concurrent requests. A request that would wait for a change to its agent or
 * key leaves its batch and waits alone, to delay no other agent.
 */
export async function insertRequest(db: Database, insert: RequestInsert): Promise<InsertResult> {
  const result = await insertTogether(db, insert);
  if (result.isSettled) return result;
  const counted = { ...insert, withRequest: { ...insert.withRequest, isCounted: true } };
  const [retried = result] = await insertRequests(db.$client, [counted], { mayWait: true });
  // The first statement counted the ask.
  return { ...retried, uses: result.uses };
}
