import { dropUndefined } from "#lib/policy/language/drop-undefined";
import { listIn } from "#lib/policy/language/lists";
import type { Rule } from "#lib/policy/language/rule";
import { isRecord } from "../action-types/schema/schema-keywords.ts";
import type { DocumentFault } from "./faults.ts";

/** A rule as in the file: the values of lists are in the file's `lists`, once. */
export function withoutListed(rule: Rule): Record<string, unknown> {
  const conditions = rule.conditions.map((condition) =>
    listIn(condition) ? dropUndefined({ ...condition, values: undefined }) : condition,
  );
  return { ...rule, conditions };
}

/** The file with the values of lists in the conditions, before its form is known to be right. */
export interface WithListed {
  value: unknown;
  faults: DocumentFault[];
}

/**
 * The reverse of {@link withoutListed}. A list that the file doesn't have is an error, and so is a list
 * that no rule uses: nothing would keep it.
 */
export function withListed(value: unknown): WithListed {
  if (!isRecord(value) || !Array.isArray(value.rules)) return { value, faults: [] };
  const lists = valuesByName(value.lists);
  const [used, faults] = [new Set<string>(), [] as DocumentFault[]];
  const filled = (condition: unknown, path: string): unknown => {
    if (!isRecord(condition) || typeof condition.list !== "string") return condition;
    const { list } = condition;
    used.add(list);
    if (!lists.has(list)) faults.push({ path: `${path}/list`, message: `no list is named “${list}”` });
    if (condition.values !== undefined)
      faults.push({ path: `${path}/values`, message: "are those of the list: leave them out" });
    return { ...condition, values: lists.get(list) ?? ["unknown"] };
  };
  const rules = value.rules.map((rule: unknown, index) => {
    if (!isRecord(rule) || !Array.isArray(rule.conditions)) return rule;
    const conditions = rule.conditions.map((one: unknown, place) =>
      filled(one, `/rules/${index}/conditions/${place}`),
    );
    return { ...rule, conditions };
  });
  return { value: { ...value, rules }, faults: [...faults, ...useless(value.lists, used)] };
}

function valuesByName(lists: unknown): Map<string, unknown> {
  const named = (Array.isArray(lists) ? lists : []).filter(isRecord);
  return new Map(named.map(({ name, values }) => [String(name), values]));
}

/** Lists without a rule, and second lists of a name. */
function useless(lists: unknown, used: ReadonlySet<string>): DocumentFault[] {
  const seen = new Set<unknown>();
  return (Array.isArray(lists) ? lists : []).filter(isRecord).flatMap(({ name }, index) => {
    const isSecond = seen.has(name);
    seen.add(name);
    if (isSecond) return [{ path: `/lists/${index}/name`, message: "is the name of another list" }];
    return typeof name !== "string" || used.has(name)
      ? []
      : [{ path: `/lists/${index}`, message: "no rule uses this list" }];
  });
}
