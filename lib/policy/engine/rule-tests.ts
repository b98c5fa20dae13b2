import type { Hours } from "#lib/policy/language/hours";
import { spansOf } from "#lib/policy/language/minute-of-week";
import type { Rule } from "#lib/policy/language/rule";
import { globMatcher } from "#lib/text/glob";
import { attributeOf, type Read, type Value } from "./attribute.ts";
import { cedarPattern, cedarString } from "./cedar/cedar-text.ts";
import { type Test, testsOfCondition } from "./condition-tests.ts";

/** A rule's comparisons without types, agents and expiry: all must match, and each reads one attribute. */
export function testsOf(rule: Rule): Test[] {
  return [
    ...rule.conditions.flatMap((condition, index) =>
      testsOfCondition(condition, rule.actions).map((test) => ({ field: `conditions.${index}`, ...test })),
    ),
    ...likeTests("resource", rule.resource),
    ...likeTests("audience", rule.audience),
    ...labelTests(rule.labels),
    ...hoursTests(rule.hours),
  ];
}

function likeTests(field: "resource" | "audience", glob: string | undefined): Test[] {
  if (glob === undefined) return [];
  const read: Read = { attribute: field, as: field, path: [] };
  const expression = `${attributeOf(read)} like ${cedarPattern(glob)}`;
  const fits = globMatcher(glob);
  return [{ field, read, expression, matches: (text) => fits(text as string) }];
}

function labelTests(labels: string[] | undefined): Test[] {
  if (labels === undefined) return [];
  const read: Read = { attribute: "labels", as: "labels", path: [] };
  const expression = `${attributeOf(read)}.containsAny([${labels.map(cedarString).join(", ")}])`;
  const matches = (has: Value) => labels.some((label) => (has as readonly string[]).includes(label));
  return [{ field: "labels", read, expression, matches, texts: labels }];
}

function hoursTests(hours: Hours | undefined): Test[] {
  if (hours === undefined) return [];
  const read: Read = {
    attribute: `minute_of_week.${hours.timeZone}`,
    as: "minute_of_week",
    path: [hours.timeZone],
  };
  const minute = attributeOf(read);
  const spans = spansOf(hours);
  const within = `(${spans.map(([from, to]) => `(${minute} >= ${from} && ${minute} < ${to})`).join(" || ")})`;
  const isWithin = (at: Value) => spans.some(([from, to]) => (at as number) >= from && (at as number) < to);
  return hours.is === "within"
    ? [{ field: "hours", read, expression: within, matches: isWithin }]
    : [{ field: "hours", read, expression: `!${within}`, matches: (at) => !isWithin(at) }];
}
