import type { Read, Value } from "./attribute.ts";
import type { CompiledRule } from "./compile.ts";

/** A rule with its comparisons, each of the value in one place of a list. */
interface Candidate {
  compiled: CompiledRule;
  checks: { slot: number; holds: (value: Value) => boolean }[];
}

/** Rules by the agents that they are for. */
export interface Candidates {
  forAll: Candidate[];
  byAgent: ReadonlyMap<string, Candidate[]>;
}

/** @param reads everything that the rules read: a slot is a place in this list. */
export function candidatesOf(rules: CompiledRule[], reads: readonly Read[]): Candidates {
  const slots = new Map(reads.map((read, slot) => [read.attribute, slot]));
  const forAll: Candidate[] = [];
  const byAgent = new Map<string, Candidate[]>();
  for (const compiled of rules) {
    const checks = compiled.tests.map(({ read, holds }) => ({
      slot: slots.get(read.attribute) ?? -1,
      holds,
    }));
    if (compiled.rule.agents === undefined) forAll.push({ compiled, checks });
    for (const agent of new Set(compiled.rule.agents)) {
      byAgent.set(agent, [...(byAgent.get(agent) ?? []), { compiled, checks }]);
    }
  }
  return { forAll, byAgent };
}

/**
 * The rules of this agent that no readable value rules out. Exact where it answers: a value that is there and fails a comparison settles it,
 * in Cedar and here. Whatever is missing or unreadable rules nothing out.
 */
export function possibleAmong(
  { forAll, byAgent }: Candidates,
  agent: string,
  valueIn: (slot: number) => Value | undefined,
): CompiledRule[] {
  const isPossible = ({ checks }: Candidate) => {
    for (const { slot, holds } of checks) {
      const value = valueIn(slot);
      if (value !== undefined && !holds(value)) return false;
    }
    return true;
  };
  const possible = forAll.filter(isPossible);
  for (const candidate of byAgent.get(agent) ?? []) if (isPossible(candidate)) possible.push(candidate);
  return possible.map(({ compiled }) => compiled);
}
