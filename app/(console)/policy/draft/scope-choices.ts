import { runtime } from "#app/runtime";
import type { ScopeChoices } from "#components/policy/scope-fields";
import { listLabels } from "#lib/agents/list-labels";
import { listGroups } from "#lib/directory/list-groups";
import type { Rule } from "#lib/policy/rule";
import type { PolicyWords } from "../policy-view.ts";

/** What a rule can be about: the catalogue's types, all agents with their labels, groups of people, and whatever the rule names already. */
export async function scopeChoices(
  { catalogue, names }: PolicyWords,
  rule: Pick<Rule, "agents">,
): Promise<ScopeChoices> {
  const { db } = runtime();
  const [labels, groups] = await Promise.all([listLabels(db), listGroups(db)]);
  const agents = new Map([...(rule.agents ?? []).map((id) => [id, id] as const), ...names.agents]);
  return {
    actions: catalogue.map(({ type, title }) => ({ type, title })),
    agents: [...agents].map(([id, name]) => ({ id, name })),
    labels,
    groups,
  };
}
