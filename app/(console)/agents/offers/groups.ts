import type { AcceptanceStatement } from "#lib/ownership/statement";

type Listed = AcceptanceStatement["agents"][number];

/** Agents with the same permissions, shown together: the owner reads the same rules once. */
export interface Group {
  agents: Listed[];
  rules: { id: string; words: string }[];
  moreRules: number;
}

/** A statement's agents by permissions, the largest group first. Every agent is in exactly one group. */
export function groupsOf({ agents, authority }: AcceptanceStatement): Group[] {
  const groups = new Map<string, Group>();
  for (const agent of agents) {
    const key = JSON.stringify([agent.rules, agent.more_rules]);
    const rules = authority.rules.filter(({ id }) => agent.rules.includes(id));
    const group = groups.get(key) ?? { agents: [], rules, moreRules: agent.more_rules };
    group.agents.push(agent);
    groups.set(key, group);
  }
  return [...groups.values()].sort((one, other) => other.agents.length - one.agents.length);
}
