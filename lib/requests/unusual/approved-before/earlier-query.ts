import { type SQL, sql } from "drizzle-orm";
import { firstIdAt } from "#lib/kernel/ids";
import { realRequest } from "#lib/test-agents/conditions";
import type { ApprovedBefore, RepeatOutcome } from "../finding.ts";
import { decidedAt, harmless, joined, outcome, outcomeJoined, outcomes, selected } from "./outcomes.ts";

/** A request to compare with requests approved before `at`. */
export interface Compared {
  id: string;
  at: Date;
  /** The reader, where the scope depends on one. */
  readerId?: string;
}

/**
 * How many approved and auto-approved requests of each kind are looked at, newest first: a page
 * costs the same for any history. The worst ones are chosen after all are read, so that requests without
 * a consequence don't take the place of one that ran.
 */
const newestRead = 1000;

export type EarlierRow = {
  /** The compared requests. */
  of: string[];
  same: ApprovedBefore["same"];
  id: string;
  /** Null for the same agent. */
  agent: string | null;
  at: string;
  outcome: RepeatOutcome;
  outcomeAt: string;
  isAuto: boolean;
  /** The approvers or, for a denied request, the denying person. */
  deciders: { id: string; name: string }[] | null;
};

interface Scope {
  /** Which earlier requests `r` of agents `a` are read, for the requests `c` of agent `c.agent_id`. */
  scope: SQL;
  now: Date;
}

/**
 * Requests approved before each compared request for the same action, or for the same resource,
 * type and amount: of each kind and state `most`, the worst outcomes first. Each look-up reads the
 * end of an index.
 * @param isExact whether only the same action is looked for.
 */
export function earlierQuery(
  compared: Compared[],
  { scope, most, isExact = false, now }: Scope & { most: number; isExact?: boolean },
): SQL {
  const worst = (newest: SQL) => worstOf(newest, { scope, most, now });
  const ofKind = (kind: Kind) => sql`
    select c.ids, c.agent_id, e.id, ${same[kind]} as same from ${sql.raw(kind)} c cross join lateral (
      ${worst(newestOf(kind, "approved"))} union all ${worst(newestOf(kind, "allowed"))}) e`;
  return sql`
    with ${comparedKinds(compared)},
    earlier as materialized (${ofKind("actions")} ${isExact ? sql`` : sql`union all ${ofKind("amounts")}`})
    ${selected(now)} from earlier e join requests r on r.id = e.id ${joined}`;
}

/** `most` of these requests `r`, the worst outcomes first. */
export function worstOf(newest: SQL, { scope, most, now }: Scope & { most: number }): SQL {
  return sql`(
    select r.id from ${newest} r ${outcomeJoined} where ${realRequest("r")} and ${scope}
    order by array_position(${sql.param(outcomes)}::text[], ${outcome(now)}), r.id desc limit ${most})`;
}

/**
 * The compared requests that repeat one of {@link earlierQuery}, each with its reader: a look-up
 * ends at the first. `isDone`: exactly the same action was carried out.
 * @param isHarmful whether only earlier requests count that ran or can still run.
 */
export function repeatedQuery(
  compared: Compared[],
  { scope, now, isHarmful = false }: Scope & { isHarmful?: boolean },
): SQL {
  const exists = (kind: Kind, condition: SQL | undefined) => {
    const join = condition ? outcomeJoined : sql`join agents a on a.id = r.agent_id`;
    const inState = (state: "approved" | "allowed") => sql`exists (
      select from ${newestOf(kind, state)} r ${join}
      where ${realRequest("r")} and ${scope} ${condition ? sql`and ${condition}` : sql``})`;
    return sql`(${inState("approved")} or ${inState("allowed")})`;
  };
  const harmful = sql`${outcome(now)} <> all(${sql.param(harmless)}::text[])`;
  const isDone = exists("actions", sql`${outcome(now)} = 'carried_out'`);
  const ofKind = (kind: Kind) => sql`
    select unnest(c.ids) as id, c.reader_id as "readerId", ${kind === "actions" && !isHarmful ? isDone : sql`false`} as "isDone"
    from ${sql.raw(kind)} c where ${exists(kind, isHarmful ? harmful : undefined)}`;
  return sql`with ${comparedKinds(compared)} ${ofKind("actions")} union ${ofKind("amounts")}`;
}

type Kind = "actions" | "amounts";
const same = { actions: sql`'action'`, amounts: sql`'resource_amount'` };

// Requests for the same action, such as those of a flood, share one look-up, and so do those for the
// same amount and resource.
function comparedKinds(compared: Compared[]): SQL {
  const column = (of: (one: Compared) => string) => sql.param(compared.map(of));
  const group = (columns: SQL) => sql`
    select array_agg(id) as ids, agent_id, at, before, reader_id, ${columns} from compared`;
  const action = sql`action_digest`;
  const amount = sql`resource, action_type, amount, currency`;
  return sql`
    compared as materialized (
      select r.id, r.agent_id, r.action_digest, r.action_type, r.resource, r.amount, r.currency, c.at, c.before, c.reader_id
      from unnest(${column(({ id }) => id)}::text[], ${column(({ at }) => at.toISOString())}::text[]::timestamptz[],
          ${column(({ at }) => idAfter(at))}::text[], ${column(({ readerId }) => readerId ?? "")}::text[]) as c(id, at, before, reader_id)
        join requests r on r.id = c.id
      where ${realRequest("r")}),
    actions as materialized (${group(action)} group by agent_id, at, before, reader_id, ${action}),
    amounts as materialized (${group(amount)} where resource is not null and amount is not null
      group by agent_id, at, before, reader_id, ${amount})`;
}

// The collation is that of the indexes `requests_repeats` and `requests_same_amount`. The state is no
// parameter: a plan that is made once could not use them, because they have only some states.
function newestOf(kind: Kind, state: "approved" | "allowed"): SQL {
  const matches = {
    actions: sql`e.action_digest = c.action_digest`,
    amounts: sql`e.resource = c.resource and e.action_type = c.action_type and e.amount = c.amount
      and coalesce(e.currency, '') = coalesce(c.currency, '')`,
  }[kind];
  return sql`(select e.* from requests e
    where ${matches} and e.state = '${sql.raw(state)}' and e.id collate "POSIX" < c.before
      and ${decidedAt("e")} <= c.at and e.id <> all(c.ids)
    order by e.id collate "POSIX" desc limit ${newestRead})`;
}

/** A bound above the IDs of requests until this moment. */
export function idAfter(at: Date): string {
  return firstIdAt("req", new Date(at.getTime() + 1));
}
