import type { Database } from "#db/client";
import { addSeconds } from "#lib/clock";
import { firstIdAt } from "#lib/ids";
import { preparePolicy } from "#lib/policy/engine/load";
import { defaults, type Rule } from "#lib/policy/language/rule";
import { versionInForce } from "#lib/policy/versions/versions";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { realRequestIn } from "#lib/test-agents/conditions";
import { PastJudge } from "./judge.ts";
import { judgePage } from "./judge-page.ts";
import { readPage } from "./read-page.ts";
import { emptySummary, Tally } from "./tally.ts";

const days = 30;
/** Only the newest requests are read, so that a count costs the same for any number of requests. */
const newestRequests = 2000;

export interface MatchCount {
  matched: number;
  /** The number of requests compared. */
  of: number;
  /** Whether there were more requests in the last 30 days. */
  isCut: boolean;
}

/**
 * How many recent requests a rule matches, whatever else the policy says. A request that the rule
 * can't be checked on doesn't count.
 * @returns undefined for a rule over a total: its past values take a whole impact preview.
 * @throws {CountersignError} `not_found` when the viewer is not an admin.
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
  if (rule.conditions.some(({ kind }) => kind === "total")) return undefined;
  const judge = await judgeOf(db, rule);
  const floor = firstIdAt("req", addSeconds(now, -days * 86_400));
  const sql = db.$client;
  const [edge] = await sql<{ id: string }[]>`
    select id from requests r where id >= ${floor} and ${realRequestIn(sql, "r")} order by id desc offset ${mostRequests} limit 1`;
  const through = firstIdAt("req", addSeconds(now, 1));
  const page = await readPage(db, { after: edge?.id ?? floor, through, limit: mostRequests });
  const tally = new Tally(emptySummary);
  await judgePage(page, { draft: judge, baseline: undefined }, tally);
  const matched = tally
    .summary()
    .moves.filter(({ to }) => to === "block")
    .reduce((sum, { count }) => sum + count, 0);
  return { matched, of: page.length, isCut: edge !== undefined };
}

/** A rule that blocks says nothing of approvals. Neither its state nor its end matters to the count. */
const asBlock = {
  ...{ outcome: "block", enabled: true, isMonitored: undefined, expiresAt: undefined },
  ...{ approvals: defaults.approvals, approvers: undefined },
  ...{ numberMatching: undefined, readingSeconds: undefined, allowEdits: undefined },
} satisfies Partial<Record<keyof Rule, unknown>>;

// As the only rule of a policy, and one that blocks: nothing but the rule itself leads to a block.
async function judgeOf(db: Database, rule: Rule): Promise<PastJudge> {
  const { catalogue } = await versionInForce(db);
  const blocking = { ...rule, ...asBlock };
  const parts = { version: 0, digest: "", rules: [blocking], catalogue };
  return new PastJudge(
    await preparePolicy({ ...parts, defaultOutcome: "step_up", unclassified: "default_outcome" }),
  );
}
