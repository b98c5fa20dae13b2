import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { Raw } from "#db/raw";
import { firstIdAt } from "#lib/kernel/ids";
import type { Outcome, Rule } from "#lib/policy/language/rule";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { versionInForce } from "./versions.ts";

export interface MonitoredRule {
  rule: Rule;
  /** Since when the rule has been live in this form. */
  since: Date;
  /** Requests the rule applied to since then, by their outcome and the outcome if enforced. */
  counts: { was: Outcome; wouldBe: Outcome; count: number }[];
  /** The newest requests with a different outcome. */
  examples: MonitoredExample[];
}

/** `resource` is the agent's own word: untrusted. */
export interface MonitoredExample {
  requestId: string;
  actionType: string;
  resource: string | null;
  agentName: string;
  askedAt: Date;
  was: Outcome;
  wouldBe: Outcome;
}

/** The live rules in monitor mode, for admins and auditors. @throws {CountersignError} `not_found` */
export async function listMonitored(db: Database, viewer: Viewer): Promise<MonitoredRule[]> {
  requireRole(viewer, "admin", "auditor");
  const { rules } = await versionInForce(db);
  const monitored = rules.filter(({ enabled, isMonitored }) => enabled && isMonitored);
  return Promise.all(monitored.map((rule) => observe(db, rule)));
}

async function observe(db: Database, rule: Rule): Promise<MonitoredRule> {
  const since = await inForceSince(db, rule);
  const applied = sql`r.monitored is not null and r.id >= ${firstIdAt("req", since)}
    and r.monitored -> 'ruleIds' @> to_jsonb(${rule.id}::text)`;
  const counts = await db.execute<MonitoredRule["counts"][number] & Record<string, unknown>>(sql`
    select ${was} as was, r.monitored ->> 'outcome' as "wouldBe", count(*)::int as count
    from requests r where ${applied} group by 1, 2 order by 3 desc`);
  const examples = await db.execute<Raw<MonitoredExample>>(sql`
    select r.id as "requestId", r.action_type as "actionType", r.resource, a.name as "agentName", r.created_at as "askedAt",
      ${was} as was, r.monitored ->> 'outcome' as "wouldBe"
    from requests r join agents a on a.id = r.agent_id
    where ${applied} and ${was} <> r.monitored ->> 'outcome' order by r.id desc limit 5`);
  const dated = examples.map((example) => ({ ...example, askedAt: new Date(example.askedAt) }));
  return { rule, since, counts: [...counts], examples: dated };
}

// The policy's outcome, before any decision by people.
const was = sql`case r.state when 'allowed' then 'allow' when 'blocked' then 'block' else 'step_up' end`;

/** Since when every version has contained this exact rule. */
async function inForceSince(db: Database, rule: Rule): Promise<Date> {
  const [row] = await db.execute<{ since: string }>(sql`
    select min(published_at) as since from policy_versions where version > coalesce((
      select max(version) from policy_versions v where not exists (
        select from jsonb_array_elements(v.rules) as one where one = ${JSON.stringify(rule)}::text::jsonb)), 0)`);
  return new Date(row?.since ?? 0);
}
