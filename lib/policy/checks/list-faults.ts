import { quote } from "#lib/policy/explanation/phrases";
import { listIn } from "#lib/policy/language/lists";
import type { Rule } from "#lib/policy/language/rule";
import type { RuleFault } from "./rule-fault.ts";

/** Conditions whose values differ from those that an earlier condition has under the same list's name. */
export function listFaults(rules: Rule[]): RuleFault[] {
  const first = new Map<string, string>();
  return rules.flatMap(({ id: ruleId, conditions }) =>
    conditions.flatMap((condition, index) => {
      const list = listIn(condition);
      if (!list) return [];
      const values = JSON.stringify(list.values);
      const known = first.get(list.name) ?? values;
      first.set(list.name, known);
      const message = `The list ${quote(list.name)} has other values in another condition. Use the same values, or another name.`;
      return known === values ? [] : [{ ruleId, path: `conditions.${index}.list`, message }];
    }),
  );
}
