import type { ScopeChoices } from "#components/policy/scope-fields";
import type { Rule } from "#lib/policy/rule";
import type { PolicyWords } from "../policy-view.ts";

/** What a rule can be about: the catalogue's types and all agents, and those that the rule names already. */
export function scopeChoices({ catalogue, names }: PolicyWords, rule: Rule): ScopeChoices {
  const agents = new Map([...(rule.agents ?? []).map((id) => [id, id] as const), ...names.agents]);
  return {
    actions: catalogue.map(({ type, title }) => ({ type, title })),
    agents: [...agents].map(([id, name]) => ({ id, name })),
  };
}
