import type { Rule } from "#lib/policy/language/rule";
import type { RuleFault } from "./rule-fault.ts";

/** A glob takes its length times the text's, and an agent chooses the text. */
const mostGlobs = 200;

/** Action types whose rules have so many globs that an ask could block the process. */
export function globFaults(rules: Rule[]): RuleFault[] {
  const withGlobs = rules.filter((rule) => rule.enabled && globCount(rule) > 0);
  if (withGlobs.reduce((sum, rule) => sum + globCount(rule), 0) <= mostGlobs) return [];
  const bySelector = new Map<string, Rule[]>();
  for (const rule of withGlobs)
    for (const selector of new Set(rule.actions))
      bySelector.set(selector, [...(bySelector.get(selector) ?? []), rule]);
  for (const selector of bySelector.keys()) {
    const reaching = selectorsReaching(selector).flatMap((reached) => bySelector.get(reached) ?? []);
    const fault = faultOf(new Set(reaching), selector);
    if (fault) return [fault];
  }
  return [];
}

/** Every selector that covers this one: `a.b`, `a.*` and `*` for `a.b`. */
function selectorsReaching(selector: string): string[] {
  const parts = selector.split(".");
  const groups = parts.slice(0, -1).map((_, index) => `${parts.slice(0, index + 1).join(".")}.*`);
  return [...new Set([selector, ...groups, "*"])];
}

function faultOf(rules: Iterable<Rule>, selector: string): RuleFault | undefined {
  let count = 0;
  for (const rule of rules) {
    count += globCount(rule);
    if (count <= mostGlobs) continue;
    const about = selector === "*" ? "all action types" : selector;
    const message = `The rules for ${about} have more than ${mostGlobs} patterns with *. Remove some, or name exact values.`;
    return { ruleId: rule.id, path: "", message };
  }
  return undefined;
}

function globCount({ resource, audience, conditions }: Rule): number {
  const inConditions = conditions.flatMap((condition) =>
    condition.kind === "text" && condition.is === "like" ? condition.values : [],
  );
  return [resource, audience, ...inConditions].filter((text) => text?.includes("*")).length;
}
