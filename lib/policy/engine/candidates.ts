import { byKey } from "#lib/kernel/by-key";
import type { Read, Value } from "./attribute.ts";
import type { CompiledRule } from "./compile.ts";

/** A rule with its comparisons. Each has the index of its value. */
interface Candidate {
  compiled: CompiledRule;
  place: number;
  checks: { slot: number; matches: (value: Value) => boolean }[];
}

/** Rules that compare an attribute with given texts, such as a currency or labels, by text. */
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

export interface PossibleRule {
  compiled: CompiledRule;
  /** Whether every value that the rule reads is readable: all its comparisons then match. */
  isReadable: boolean;
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
    byText: byKey(entries),
  }));
  return { others, byText, byAgent: byKey(forAgents) };
}

/** The rules for this agent, in order, that no readable value excludes. */
export function possibleAmong(
  { others, byText, byAgent }: Candidates,
  agent: string,
  valueIn: (slot: number) => Value | undefined,
): PossibleRule[] {
  const possible: (PossibleRule & { place: number })[] = [];
  const consider = ({ compiled, place, checks }: Candidate) => {
    let isReadable = true;
    for (const { slot, matches } of checks) {
      const value = valueIn(slot);
      if (value === undefined) isReadable = false;
      else if (!matches(value)) return;
    }
    possible.push({ compiled, isReadable, place });
  };
  for (const candidate of others) consider(candidate);
  for (const index of byText)
    for (const candidate of worthOf(index, valueIn(index.slot))) consider(candidate);
  for (const candidate of byAgent.get(agent) ?? none) consider(candidate);
  return possible.sort((one, other) => one.place - other.place);
}

const none: Candidate[] = [];

/** The rules of an index that this value may match. A value with several texts is a set of labels. */
function worthOf({ all, byText }: TextIndex, value: Value | undefined): Iterable<Candidate> {
  if (value === undefined) return all;
  if (typeof value !== "object") return byText.get(value) ?? none;
  if (value.length === 1) return byText.get(value[0] ?? "") ?? none;
  return new Set(value.flatMap((text) => byText.get(text) ?? none));
}
