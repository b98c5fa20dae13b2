import { firstIdAt } from "#lib/ids";
import type { Measure } from "./figure.ts";
import { query } from "./query.ts";

/** Requests that no rule decided. */
export const defaultHits: Measure = {
  name: "Decided by the default",
  about: "Requests that no rule decided, so that the default did: step-up or block, never allow.",
  unit: "requests",
  query: ({ from }) => query`
    select count(*)::int as value
    from requests
    where rule_ids = '{}' and id > ${firstIdAt("req", from)}`,
};

/** Requests that the policy engine could not evaluate. */
export const policyFaults: Measure = {
  name: "Policy faults",
  about: "Requests whose evaluation failed, so that the outcome was the default or stricter.",
  unit: "requests",
  query: ({ from }) => query`
    select count(*)::int as value
    from requests
    where doubt is not null and doubt = 'fault' and id > ${firstIdAt("req", from)}`,
};

/** Requests with rules that could not be checked. */
export const doubtfulDecisions: Measure = {
  name: "Decided in doubt",
  about:
    "Requests with a rule that could not be checked (a parameter missing or unreadable, an expired rule), so that it counted as if it applied.",
  unit: "requests",
  query: ({ from }) => query`
    select count(*)::int as value
    from requests
    where doubt is not null and doubt = 'rules' and id > ${firstIdAt("req", from)}`,
};

/** Requests that rules in monitor mode applied to. */
export const monitoredRequests: Measure = {
  name: "Touched by a monitored rule",
  about: "Requests that a rule in monitor mode applied to or might have: it was watched and decided nothing.",
  unit: "requests",
  query: ({ from }) => query`
    select count(*)::int as value
    from requests
    where monitored is not null and id > ${firstIdAt("req", from)}`,
};

/** Rules in force that decide nothing yet. */
export const monitoredRules: Measure = {
  name: "Monitored rules",
  about: "Rules of the version in force that are enabled and only watched.",
  unit: "rules",
  query: () => query`
    select count(*) filter (where (rule ->> 'isMonitored')::boolean)::int as value, count(*)::int as total
    from policy_versions v cross join jsonb_array_elements(v.rules) as rule
    where v.version = (select version from policy_head) and (rule ->> 'enabled')::boolean`,
};

/** Emergencies that nobody has looked at yet. */
export const breakGlassOpen: Measure = {
  name: "Break-glass reviews open",
  about:
    "Approvals by one admin alone, in an emergency, that no other admin has reviewed yet, whenever they were.",
  unit: "reviews",
  query: () => query`
    select count(*)::int as value
    from break_glass_reviews
    where reviewed_at is null`,
};

/** Those whose deadline has passed. */
export const breakGlassOverdue: Measure = {
  name: "Break-glass reviews overdue",
  about: "Open break-glass reviews whose deadline has passed.",
  unit: "reviews",
  query: ({ now }) => query`
    select count(*) filter (where due_at <= ${now.toISOString()}::timestamptz)::int as value, count(*)::int as total
    from break_glass_reviews
    where reviewed_at is null`,
};
