import { numberWords } from "#lib/policy/explanation/phrases";
import { listIn } from "#lib/policy/language/lists";
import type { Rule } from "#lib/policy/language/rule";
import type { RuleFault } from "./rule-fault.ts";

/** Cedar's validator takes about 0.2 ms for a condition, and asks wait for the main thread. */
export const mostConditions = 3000;

/** Cedar's validator takes about 30 ms for 1,000 values, and its check of an ask reads them all. */
const mostListedValues = 10_000;

/** Rules that are too many for Cedar: looked for before Cedar reads them. */
export function sizeFaults(rules: Rule[]): RuleFault[] {
  const conditions = rules.flatMap((rule) => rule.conditions);
  const values = conditions.reduce((sum, one) => sum + (listIn(one)?.values.length ?? 0), 0);
  const messages = [
    ...(conditions.length > mostConditions
      ? [
          `The rules have ${conditions.length} conditions, and ${mostConditions} are allowed. Join rules with the same conditions.`,
        ]
      : []),
    ...(values > mostListedValues
      ? [
          `The lists of all rules have ${numberWords(values)} values together, and ${numberWords(mostListedValues)} are allowed. A list counts once for each condition that uses it: join rules that use the same one.`,
        ]
      : []),
  ];
  return messages.map((message) => ({ ruleId: "", path: "", message }));
}
