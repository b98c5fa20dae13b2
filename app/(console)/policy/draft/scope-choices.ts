import type { PolicyWords } from "#app/(console)/policy/policy-view";
import { runtime } from "#app/runtime/runtime";
import { agentChoices } from "#app/web/forms/person-options";
import type { ScopeChoices } from "#components/policy/rule/scope-fields";
import { listLabels } from "#lib/agents/set-labels";
import { listGroups } from "#lib/people/list-groups";
import type { Rule } from "#lib/policy/language/rule";
import type { Viewer } from "#lib/sessions/session";

/** A rule's choices of action types, agents, labels and groups, and the agents that the rule names. */
export async function scopeChoices(
  viewer: Viewer,
  { catalog, names }: PolicyWords,
  rule: Pick<Rule, "agents">,
): Promise<ScopeChoices> {
  const { db } = runtime();
  const [agents, labels, groups] = await Promise.all([agentChoices(viewer), listLabels(db), listGroups(db)]);
  const listed = new Set(agents.options.map(({ id }) => id));
  const named = (rule.agents ?? []).filter((id) => !listed.has(id));
  return {
    actions: catalog.map(({ type, title }) => ({ type, title })),
    agents: {
      ...agents,
      options: [...named.map((id) => ({ id, name: names.agents.get(id) ?? id })), ...agents.options],
    },
    labels,
    groups,
  };
}
