import { canonicalJson } from "#lib/json/canonical";
import type { WrittenRule } from "./read-document.ts";

/** A rule and its place, counted from 0. */
export interface PlacedRule {
  at: number;
  rule: WrittenRule;
}

interface Pair {
  before: PlacedRule;
  after: PlacedRule;
}

/** `moved`: the same rule at another place. */
export interface RuleDifference {
  added: PlacedRule[];
  changed: Pair[];
  removed: PlacedRule[];
  moved: Pair[];
}

/** Compares rules. Another place is a difference too, because the first matching rule applies. */
export function compareRules(before: readonly WrittenRule[], after: readonly WrittenRule[]): RuleDifference {
  const [old, now] = withoutCommon(before.map(place), after.map(place));
  const moved = pairs(old, now, ({ text }) => text);
  const changed = pairs(moved.onlyBefore, moved.onlyAfter, ({ rule }) => rule.tool);
  return {
    ...{ moved: moved.paired, changed: changed.paired },
    ...{ removed: changed.onlyBefore, added: changed.onlyAfter },
  };
}

type Comparable = PlacedRule & { text: string };

function place(rule: WrittenRule, at: number): Comparable {
  return { at, rule, text: canonicalJson(rule) };
}

/** The rest of two lists without their longest common subsequence. */
function withoutCommon(old: Comparable[], now: Comparable[]): [Comparable[], Comparable[]] {
  const width = now.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  const lengthAt = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        old[i]?.text === now[j]?.text
          ? lengthAt(i + 1, j + 1) + 1
          : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
  const common = new Set<Comparable | undefined>();
  for (let [i, j] = [0, 0]; i < old.length && j < now.length; ) {
    if (old[i]?.text === now[j]?.text) common.add(old[i++]).add(now[j++]);
    else if (lengthAt(i + 1, j) >= lengthAt(i, j + 1)) i++;
    else j++;
  }
  return [old.filter((one) => !common.has(one)), now.filter((one) => !common.has(one))];
}

/** Pairs rules with the same key, in order. */
function pairs(old: Comparable[], now: Comparable[], keyOf: (rule: Comparable) => string) {
  const free = new Map<string, Comparable[]>();
  for (const rule of now) if (!free.get(keyOf(rule))?.push(rule)) free.set(keyOf(rule), [rule]);
  const paired: Pair[] = [];
  const onlyBefore = old.filter((before) => {
    const after = free.get(keyOf(before))?.shift();
    if (after) paired.push({ before, after });
    return !after;
  });
  const taken = new Set<PlacedRule>(paired.map(({ after }) => after));
  return { paired, onlyBefore, onlyAfter: now.filter((one) => !taken.has(one)) };
}
