import { listsOf } from "#lib/policy/language/lists";
import type { Rule } from "#lib/policy/language/rule";

/** The values that a list gained and lost: all of them, if one of the two policies doesn't have the list. */
export interface ListChange {
  name: string;
  kind: "added" | "removed" | "changed";
  added: string[];
  removed: string[];
}

/** The lists with other values, by name. Each change is also one of the rules that use the list. */
export function compareLists(before: readonly Rule[], after: readonly Rule[]): ListChange[] {
  const [had, has] = [valuesByName(before), valuesByName(after)];
  const names = [...new Set([...had.keys(), ...has.keys()])].sort();
  return names.flatMap((name): ListChange[] => {
    const [earlier, later] = [had.get(name), has.get(name)];
    const added = [...(later ?? [])].filter((value) => !earlier?.has(value));
    const removed = [...(earlier ?? [])].filter((value) => !later?.has(value));
    const kind = !earlier ? "added" : !later ? "removed" : "changed";
    return added.length + removed.length === 0 ? [] : [{ name, kind, added, removed }];
  });
}

function valuesByName(rules: readonly Rule[]): Map<string, ReadonlySet<string>> {
  return new Map(listsOf(rules).map(({ name, values }) => [name, new Set(values)]));
}
