import type { Read, Value } from "./attribute.ts";
import type { CompiledRule } from "./compile.ts";

/** A rule with its comparisons. Each has the index of its value. */
interface Candidate {
  compiled: CompiledRule;
  /** The index of the rule. */
  place: number;
  checks: { slot: number; matches: (value: Value) => boolean }[];
}

/** Rules that compare an attribute with given texts, such as a currency, by text. */
interface TextIndex {
  slot: number;
  all: Candidate[];
  byText: ReadonlyMap<Value, Candidate[]>;
}

/** Rules by target agent; rules for all agents by a compared text, if any. */
export interface Candidates {
  others: Candidate[];
  byText: TextIndex[];
  byAgent: ReadonlyMap<string, Candidate[]>;
}

/** @param reads everything the rules read: a slot is an index into this list. */
export function candidatesOf(rules: CompiledRule[], reads: readonly Read[]): Candidates {
  const slots = new Map(reads.map((read, slot) => [read.attribute, slot]));
  const slotOf = (read: Read) => slots.get(read.attribute) ?? -1;
  const others: Candidate[] = [];
  const indexed = new Map<number, [string, Candidate][]>();
  const forAgents: [string, Candidate][] = [];
  for (const [place, compiled] of rules.entries()) {
    const checks = compiled.tests.map(({ read, matches }) => ({ slot: slotOf(read), matches }));
    const candidate = { compiled, place, checks };
    const telling = compiled.tests.find(({ texts }) => texts !== undefined);
    const entries = new Set(compiled.rule.agents ?? telling?.texts);
    const keyed = [...entries].map((key): [string, Candidate] => [key, candidate]);
    if (compiled.rule.agents) forAgents.push(...keyed);
    else if (telling)
      indexed.set(slotOf(telling.read), [...(indexed.get(slotOf(telling.read)) ?? []), ...keyed]);
    else others.push(candidate);
  }
  const byText = [...indexed].map(([slot, entries]) => ({
    slot,
    all: [...new Set(entries.map(([, candidate]) => candidate))],
    byText: grouped(entries),
  }));
  return { others, byText, byAgent: grouped(forAgents) };
}

function grouped(entries: [string, Candidate][]): Map<string, Candidate[]> {
  const groups = new Map<string, Candidate[]>();
  for (const [key, candidate] of entries) {
    const group = groups.get(key);
    if (group) group.push(candidate);
    else groups.set(key, [candidate]);
  }
  return groups;
}

/**
 * The rules for this agent not excluded by a readable value, in order. Exact: a present value that
 * fails a comparison excludes the rule, in Cedar and here. A missing or unreadable value excludes
 * no rule.
 */
export function possibleAmong(
  { others, byText, byAgent }: Candidates,
  agent: string,
  valueIn: (slot: number) => Value | undefined,
): CompiledRule[] {
  const isPossible = ({ checks }: Candidate) => {
    for (const { slot, matches } of checks) {
      const value = valueIn(slot);
      if (value !== undefined && !matches(value)) return false;
    }
    return true;
  };
  const possible = others.filter(isPossible);
  for (const index of byText) {
    const value = valueIn(index.slot);
    const worth = value === undefined ? index.all : (index.byText.get(value) ?? []);
    for (const candidate of worth) if (isPossible(candidate)) possible.push(candidate);
  }
  for (const candidate of byAgent.get(agent) ?? []) if (isPossible(candidate)) possible.push(candidate);
  return possible.sort((one, other) => one.place - other.place).map(({ compiled }) => compiled);
}
