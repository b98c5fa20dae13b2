import type { Value } from "./attribute.ts";
import { possibleAmong } from "./candidates.ts";
import { type Asked, valueAt } from "./context.ts";
import type { Found } from "./found.ts";
import type { IndexedSlice, Slice } from "./rule-index.ts";
import { isExpired } from "./verdict.ts";

/** The rules that apply. A block or step-up that is neither excluded nor applicable is indeterminate. */
export function findByPredicates(slice: IndexedSlice, asked: Asked, now: Date): Found {
  const found: Found = { applying: [], indeterminate: [] };
  const possible = possibleAmong(slice.candidates, asked.agent, reader(slice, asked, now));
  for (const { compiled, isReadable } of possible) {
    const { rule } = compiled;
    if (isReadable && !isExpired(rule, now)) found.applying.push(rule);
    else if (rule.outcome !== "allow") found.indeterminate.push(rule);
  }
  return found;
}

/** The step-up rules that may apply with totals anywhere between those of two asks. */
export function stepUpsReached(slice: IndexedSlice, from: Asked, to: Asked, now: Date): Found {
  const found: Found = { applying: [], indeterminate: [] };
  for (const { rule, tests } of slice.rules.values()) {
    if (rule.outcome !== "step_up" || (rule.agents && !rule.agents.includes(from.agent))) continue;
    const results = tests.map(({ read, matches, reaches }) => {
      const [lower, upper] = [valueAt(read, from, now), valueAt(read, to, now)];
      if (lower === undefined || upper === undefined) return undefined;
      return reaches ? reaches(lower, upper) : matches(lower);
    });
    if (results.includes(false)) continue;
    const isCertain = !results.includes(undefined) && !isExpired(rule, now);
    (isCertain ? found.applying : found.indeterminate).push(rule);
  }
  return found;
}

const unread = Symbol("unread");

// Reads each value once, when needed: most rules fail at their first comparison.
function reader({ reads }: Slice, asked: Asked, now: Date): (slot: number) => Value | undefined {
  const values = new Array<Value | undefined | typeof unread>(reads.length).fill(unread);
  return (slot) => {
    const known = values[slot];
    if (known !== unread) return known;
    const read = reads[slot];
    const value = read && valueAt(read, asked, now);
    values[slot] = value;
    return value;
  };
}
