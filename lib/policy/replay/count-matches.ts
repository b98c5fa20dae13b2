import type { Database } from "#db/client";
import { addSeconds } from "#lib/kernel/clock";
import { firstIdAt } from "#lib/kernel/ids";
import { preparePolicy } from "#lib/policy/engine/load";
import type { Action } from "#lib/policy/language/action";
import { defaults, type Rule } from "#lib/policy/language/rule";
import { versionInForce } from "#lib/policy/versions/versions";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { realRequestIn } from "#lib/test-agents/conditions";
import { type AskedRow, PastJudge } from "./judge.ts";
import { inSlices } from "./judge-page.ts";

const days = 30;
/** Only the newest requests are read, so that a count costs the same for any number of requests. */
const newestRequests = 2000;

export interface MatchCount {
  matched: number;
  of: number;
  /** Whether there were more requests in the last 30 days. */
  isCut: boolean;
}

/**
 * How many recent requests a rule matches, alone; those that it can't be checked on don't count. undefined
 * for a rule over a total or the history, whose past values take a replay. For admins, else `not_found`.
 */
export async function countMatches(
  db: Database,
  {
    viewer,
    rule,
    now,
    mostRequests = newestRequests,
  }: { viewer: Viewer; rule: Rule; now: Date; mostRequests?: number },
): Promise<MatchCount | undefined> {
  requireRole(viewer, "admin");
  if (rule.conditions.some(({ kind }) => kind === "total" || kind === "history")) return undefined;
  const floor = firstIdAt("req", addSeconds(now, -days * 86_400));
  const [judge, newest] = await Promise.all([judgeOf(db, rule), readNewest(db, floor, mostRequests + 1)]);
  const compared = newest.slice(0, mostRequests);
  let matched = 0;
  await inSlices(compared, (row) => {
    const verdict = judge.judge(row, JSON.parse(row.action) as Action);
    if (verdict?.outcome === "block") matched += 1;
  });
  return { matched, of: compared.length, isCut: newest.length > mostRequests };
}

/** The newest requests that are no tests. Without totals, order and `counted_until` don't matter. */
async function readNewest({ $client: sql }: Database, floor: string, limit: number): Promise<AskedRow[]> {
  return sql<AskedRow[]>`
    select agent_id, owner_id, action, facts, (extract(epoch from created_at) * 1000)::float8 as asked_at, 0 as counted_until
    from requests r where id >= ${floor} and ${realRequestIn(sql, "r")} order by id desc limit ${limit}`;
}

/** A rule that blocks says nothing of approvals. Neither its state nor its end matters to the count. */
const asBlock = {
  ...{ outcome: "block", enabled: true, isMonitored: undefined, expiresAt: undefined },
  ...{ approvals: defaults.approvals, approvers: undefined },
  ...{ numberMatching: undefined, readingSeconds: undefined, allowEdits: undefined },
} satisfies Partial<Record<keyof Rule, unknown>>;

// As the only rule of a policy, and one that blocks: nothing but the rule itself leads to a block.
async function judgeOf(db: Database, rule: Rule): Promise<PastJudge> {
  const { catalog } = await versionInForce(db);
  const blocking = { ...rule, ...asBlock };
  const parts = { version: 0, digest: "", rules: [blocking], catalog };
  return new PastJudge(
    await preparePolicy({ ...parts, defaultOutcome: "step_up", unclassified: "default_outcome" }),
  );
}
