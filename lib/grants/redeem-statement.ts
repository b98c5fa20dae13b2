import type postgres from "postgres";
import { batchRows } from "#db/batch-rows";
import type { AuditRow } from "#lib/audit/record";
import { headText } from "#lib/callers/freeze";
import { activeApproverText } from "#lib/people/active";

/** A use of a grant, checked as far as possible without the database. */
export interface GrantUse {
  grantId: string;
  agentId: string;
  /** The agent's key behind the call's signature, or behind the proof a tool passes along. */
  agentKeyId: string;
  /** The tool whose key signed the call; null where the agent redeems. */
  toolId: string | null;
  ownerEpoch: number;
  digest: string;
  kid: string;
  /** The version found not to block the use. */
  policyVersion: number;
  /** The agent's labels for which the policy was found not to block. */
  labels: string[];
  redeemerId: string;
  at: Date;
  event: AuditRow;
  /** The execution to report, if any. */
  execution?: ExpectedExecution | undefined;
}

export interface ExpectedExecution {
  dueAt: Date;
  boundaryId: string | null;
  /** Identifies the client's call, for a report that doesn't name the request. */
  callHash?: string | undefined;
}

interface UseRow {
  grantId: string | null;
  requestId: string | null;
  isDrawn: boolean | null;
  versionInForce: number;
}

/**
 * The redeeming statement (invariants 5, 7 and 19), with a row for each use, in order. The lock
 * order is: the head of the policy, agents, keys, grants. The share locks make a publication, an
 * offboarding or a key revocation commit first and be visible here, or wait.
 *
 * Rows are locked by ID alone, and every condition is checked on the locked row. With `state =
 * 'issued'` in the look-up, old statistics could make the planner read all issued grants by a
 * partial index.
 */
export function redeemGrants(
  sql: postgres.ISql,
  uses: GrantUse[],
  { mayWait }: { mayWait: boolean },
): postgres.PendingQuery<UseRow[]> {
  return sql.unsafe<UseRow[]>(redeemStatement(uses, { mayWait }), redeemParameters(sql, uses), {
    prepare: true,
  });
}

/** One of four texts: only announced reports cost more. */
export function redeemStatement(uses: GrantUse[], { mayWait }: { mayWait: boolean }): string {
  const isReported = uses.some(({ execution }) => execution);
  return statements[mayWait ? "waits" : "skips"][isReported ? "reported" : "unreported"];
}

/** The parameters of {@link redeemStatement}: an array for each column. */
export function redeemParameters(sql: postgres.ISql, uses: GrantUse[]): postgres.Parameter[] {
  return useRows.parameters(sql, (name) => uses.map<unknown>(columns[name].of));
}

/** A column of the batch: its PostgreSQL type, and its value. */
interface UseColumn {
  type: string;
  of(use: GrantUse): unknown;
}

const time = "timestamp with time zone";

// Functions, because an object with the values of each use would cost more than the arrays.
const columns = {
  grantId: { type: "text", of: (use) => use.grantId },
  agentId: { type: "text", of: (use) => use.agentId },
  agentKeyId: { type: "text", of: (use) => use.agentKeyId },
  toolId: { type: "text", of: (use) => use.toolId },
  ownerEpoch: { type: "integer", of: (use) => use.ownerEpoch },
  digest: { type: "text", of: (use) => use.digest },
  kid: { type: "text", of: (use) => use.kid },
  policyVersion: { type: "integer", of: (use) => use.policyVersion },
  labels: { type: "text[]", of: (use) => use.labels },
  redeemerId: { type: "text", of: (use) => use.redeemerId },
  at: { type: time, of: (use) => use.at },
  eventId: { type: "text", of: ({ event }) => event.id },
  eventType: { type: "text", of: ({ event }) => event.type },
  personId: { type: "text", of: ({ event }) => event.personId },
  requestId: { type: "text", of: ({ event }) => event.requestId },
  eventBody: { type: "bytea", of: ({ event }) => event.body },
  executionDueAt: { type: time, of: ({ execution }) => execution?.dueAt ?? null },
  boundaryId: { type: "text", of: ({ execution }) => execution?.boundaryId ?? null },
  callHash: { type: "text", of: ({ execution }) => execution?.callHash ?? null },
} satisfies Record<string, UseColumn>;

type UseColumnName = keyof typeof columns;

const useRows = batchRows(
  Object.entries(columns).map(([name, { type }]) => [name as UseColumnName, type] as const),
);

const statementThat = (whenLocked: "waits" | "skips", isReported: boolean) => {
  const unlocked = whenLocked === "skips" ? "skip locked" : "";
  return `
  with head as materialized (${headText}),
  asked as materialized (
    select * from head cross join ${useRows.text} as batch),
  agent as materialized (
    select a.id, a.owner_epoch, a.labels, a.status = 'active' and ${activeApproverText} as may_act
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
  ${eligible},
  held as materialized (
    select g.id, g.state, g.expires_at, g.agent_id, g.owner_epoch, g.freeze_epoch, g.fence, g.action_digest, g.kid
    from (select distinct "grantId" from eligible) wanted join grants g on g.id = wanted."grantId"
    order by g.id for update of g ${unlocked}),
  ${redeemed}${isReported ? expected : ""}
  select redeemed.id as "grantId", redeemed.request_id as "requestId", "versionInForce",
    (select r.standing_approval_id is not null from requests r where r.id = redeemed.request_id) as "isDrawn"
  from asked left join redeemed using (n) order by n`;
};

// Without the grant, so that no unredeemable grant is locked.
// An ask that redeems its grant checks the same (`mayRedeem` in lib/requests/ask/insert-requests.ts).
const eligible = `
  eligible as materialized (
    select n, "grantId", at, asked."agentId", "ownerEpoch", "freezeEpoch", fence, digest, kid, "redeemerId" from asked
      join agent on agent.id = asked."agentId"
      join agent_key on agent_key.id = asked."agentKeyId" and agent_key.agent_id = agent.id
      left join tool on tool.id = asked."toolId"
    where asked."policyVersion" = asked."versionInForce" and agent.may_act and agent.owner_epoch = asked."ownerEpoch"
      and agent.labels = asked.labels
      and agent_key.revoked_at is null and agent_key.expires_at > asked.at
      and (asked."toolId" is null or (tool.revoked_at is null and tool.expires_at > asked.at)))`;

const redeemed = `
  used as materialized (
    select distinct on (eligible."grantId") eligible.n, eligible."grantId", at, "redeemerId" from eligible join held on held.id = eligible."grantId"
    where held.state = 'issued' and held.expires_at > eligible.at and held.agent_id = eligible."agentId"
      and held.owner_epoch = eligible."ownerEpoch" and held.freeze_epoch = eligible."freezeEpoch" and held.fence = eligible.fence and held.action_digest = eligible.digest and held.kid = eligible.kid
    order by eligible."grantId", eligible.n),
  redeemed as (
    update grants g set state = 'redeemed', closed_at = used.at, redeemed_by = used."redeemerId" from used
    where g.id = used."grantId" returning used.n, g.id, g.request_id),
  event as (
    insert into audit_events (id, at, type, actor_id, person_id, agent_id, request_id, body)
    select "eventId", at, "eventType", "redeemerId", "personId", "agentId", "requestId", "eventBody"
    from asked join redeemed using (n))`;

const expected = `,
  expected as (
    insert into executions (request_id, grant_id, agent_id, boundary_id, call_hash, state, started_at, due_at)
    select redeemed.request_id, redeemed.id, "agentId", "boundaryId", "callHash", 'expected', at, "executionDueAt"
    from asked join redeemed using (n) where "executionDueAt" is not null)`;

const statements = {
  waits: { reported: statementThat("waits", true), unreported: statementThat("waits", false) },
  skips: { reported: statementThat("skips", true), unreported: statementThat("skips", false) },
};
