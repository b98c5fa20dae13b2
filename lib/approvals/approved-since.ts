import { type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { maximumTtlSeconds } from "#lib/grants/claims";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import { firstIdAt } from "#lib/kernel/ids";
import { type CountedAmount, countedAmount } from "#lib/policy/action-types/action-amount";
import { loadPolicy } from "#lib/policy/engine/load";
import { longestRequestSeconds } from "#lib/policy/language/rule";
import { realRequest } from "#lib/test-agents/conditions";
import { requestChanged } from "./decision-errors.ts";
import type { Decidable } from "./find-decidable.ts";
import type { Statement } from "./statement.ts";
import { visibleTo } from "./visibility.ts";

/** An agent can make auto-approved requests without limit. */
const most = 1000;

/**
 * Refuses the statement of a page opened before the same action was approved, auto-approved or
 * carried out. A new page says so, as far as the approver may read the other request.
 * @throws {CountersignError} `request_changed`; about a request that the person may not read, only
 * that something changed.
 */
export async function refuseApprovedSince(
  db: Database | Transaction,
  { requestId, action, actionDigest, policyVersion, isTest }: Decidable,
  { statement, personId, together = [], lock = false, now }: Shown,
): Promise<void> {
  if (isTest) return;
  const { catalog } = await loadPolicy(db, policyVersion);
  const amount = countedAmount(action, catalog.get(action.type));
  const since = new Date(statement.issued_at);
  const excepted = [requestId, ...together];
  if (lock) await lockSame(db, { action, actionDigest, amount });
  const query = approvedSinceQuery({ excepted, action, actionDigest, amount, personId, since, now });
  const found = await db.execute<{ isReadable: boolean }>(query);
  if (found.length === 0) return;
  const message = `the same as ${requestId} was approved after its page was opened`;
  if (!found.some(({ isReadable }) => isReadable)) throw requestChanged(message);
  throw new CountersignError("request_changed", message, {
    userMessage: "The same was approved since this page was opened. Review the request again.",
  });
}

interface Shown {
  statement: Statement;
  personId: string;
  /** The requests that the same signature approves. */
  together?: readonly string[];
  /** In an approval's transaction: the next approval of the action waits, and sees this one. */
  lock?: boolean;
  now: Date;
}

interface Same extends Pick<Decidable, "action" | "actionDigest"> {
  amount: CountedAmount | undefined;
}

interface Sought extends Same {
  /** The requests that don't count. */
  excepted: readonly string[];
  personId: string;
  since: Date;
  now: Date;
}

// A separate SQL statement, so that the search after it sees rows committed during the wait. Only
// approvals take these locks, after the request's, in one order.
async function lockSame(db: Database | Transaction, { action, actionDigest, amount }: Same): Promise<void> {
  const { resource, type } = action;
  const names = [`same/action/${actionDigest}`];
  if (resource !== undefined && amount)
    names.push(`same/amount/${JSON.stringify([type, resource, amount.amount, amount.currency ?? ""])}`);
  await db.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest(${sql.param(names.sort())}::text[]) as name`,
  );
}

/** Requests for the same action approved or carried out after a moment, and their readers. */
export function approvedSinceQuery(sought: Sought): SQL {
  const { excepted, action, actionDigest, amount, personId, since, now } = sought;
  const sameAction = sql`q.action_digest = ${actionDigest}`;
  const sameAmount = sql`q.resource = ${action.resource ?? null} and q.action_type = ${action.type}
    and q.amount = ${amount ? String(amount.amount) : null}::numeric and coalesce(q.currency, '') = ${amount?.currency ?? ""}`;
  const kinds = action.resource === undefined || !amount ? [sameAction] : [sameAction, sameAmount];
  // A decision since can't be older: a request and its grant expire.
  const grantedFrom = addSeconds(since, -maximumTtlSeconds);
  const oldest = { approved: addSeconds(grantedFrom, -longestRequestSeconds), allowed: grantedFrom };
  const searches = kinds.flatMap((same) =>
    (["approved", "allowed"] as const).map(
      (state) => sql`(select c.id from (
          select q.id, q.closed_at from requests q
          where ${same} and q.state = ${sql.raw(`'${state}'`)} and q.id collate "POSIX" >= ${firstIdAt("req", oldest[state])}
            and q.id <> all(${sql.param(excepted)}::text[]) and ${realRequest("q")}
          order by q.id collate "POSIX" desc limit ${most}) c
        where c.closed_at > ${since.toISOString()} or exists (
          select from grants g where g.request_id = c.id and g.state = 'redeemed' and g.closed_at > ${since.toISOString()})
        limit 1)`,
    ),
  );
  return sql`select ${visibleTo(personId, now)} as "isReadable"
    from (${sql.join(searches, sql` union all `)}) c join requests r on r.id = c.id join agents a on a.id = r.agent_id`;
}
