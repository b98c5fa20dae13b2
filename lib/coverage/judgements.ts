import { firstIdAt } from "#lib/kernel/ids";
import { testAgentIds } from "#lib/test-agents/conditions";
import type { Measure } from "./figure.ts";
import { type Query, query } from "./query.ts";
import type { CoverageWindow } from "./window.ts";

function countRequests(fromWhere: string, { from }: CoverageWindow): Query {
  const [matching, first] = [{ sql: fromWhere }, firstIdAt("req", from)];
  return query`
    select (count(*) - (
      select count(*) ${matching} and agent_id = any(${{ sql: testAgentIds }}) and id > ${first}))::int as value
    ${matching} and id > ${first}`;
}

/** Figures of what policy decided, and of what people have yet to settle. */
export const judgementMeasures = {
  breakGlassOpen: {
    name: "Open break-glass reviews",
    about: "Break-glass approvals no other admin has reviewed yet.",
    unit: "reviews",
    query: () => query`
      select count(*)::int as value
      from break_glass_reviews
      where reviewed_at is null`,
  },
  breakGlassOverdue: {
    name: "Overdue break-glass reviews",
    about: "Open reviews past their deadline.",
    unit: "reviews",
    query: ({ now }) => query`
      select count(*) filter (where due_at <= ${now.toISOString()}::timestamptz)::int as value, count(*)::int as total
      from break_glass_reviews
      where reviewed_at is null`,
  },
  uncertainExecutions: {
    name: "Uncertain executions",
    about: "Redeemed actions that may or may not have run, and that no one has resolved yet.",
    unit: "requests",
    query: () => query`
      select count(*)::int as value
      from executions
      where state = 'uncertain' and resolved_at is null`,
  },
  defaultHits: {
    name: "No rule matched",
    about: "Requests that got the default outcome.",
    unit: "requests",
    query: (window) => countRequests("from requests where rule_ids = '{}'", window),
  },
  policyFaults: {
    name: "Policy errors",
    about:
      "Requests that policy couldn't evaluate, or whose two evaluations differ. The default outcome or stricter was used.",
    unit: "requests",
    query: (window) =>
      countRequests("from requests where unchecked is not null and unchecked = 'policy'", window),
  },
  uncheckedDecisions: {
    name: "Rules that couldn't be checked",
    about:
      "Requests where a rule couldn't be evaluated (missing or unreadable parameter, or expired rule). The default outcome or a stricter one was used.",
    unit: "requests",
    query: (window) =>
      countRequests("from requests where unchecked is not null and unchecked = 'rules'", window),
  },
  monitoredRules: {
    name: "Rules in monitor mode",
    about: "Enabled rules in the live policy that are logged but not enforced.",
    unit: "rules",
    query: () => query`
      select count(*) filter (where (rule ->> 'isMonitored')::boolean)::int as value, count(*)::int as total
      from policy_versions v cross join jsonb_array_elements(v.rules) as rule
      where v.version = (select version from policy_head) and (rule ->> 'enabled')::boolean`,
  },
  monitoredRequests: {
    name: "Matched a rule in monitor mode",
    about: "Requests that a rule in monitor mode matched or may have matched. Not enforced.",
    unit: "requests",
    query: (window) => countRequests("from requests where monitored is not null", window),
  },
} satisfies Record<string, Measure>;
