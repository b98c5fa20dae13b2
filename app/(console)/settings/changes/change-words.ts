import { runtime } from "#app/runtime/runtime";
import type { ChangeWords } from "#app/web/forms/proposal-words";
import { agentNames } from "#lib/agents/agent-names";
import { listGroups } from "#lib/people/list-groups";
import { personLabels } from "#lib/people/person-names";
import type { ProposedChange } from "#lib/proposals/proposed-change";
import type { Viewer } from "#lib/sessions/session";
import { proposers } from "../../acts/definitions.ts";

/** In the given order. The number of look-ups is constant, with one more for each proposed mapping. */
export async function changeWords(viewer: Viewer, changes: ProposedChange[]): Promise<ChangeWords[]> {
  const { db } = runtime();
  const ids = [...new Set(changes.flatMap(idsIn))];
  const of = (prefix: string) => ids.filter((id) => id.startsWith(prefix));
  const [people, agents, groups] = await Promise.all([
    personLabels(db, of("per_")),
    agentNames(db, viewer, of("agt_")),
    listGroups(db),
  ]);
  const names = new Map([...people, ...agents, ...groups.map(({ id, name }) => [id, name] as const)]);
  return Promise.all(changes.map((change) => proposers[change.act].proposalWords(change, names)));
}

function idsIn(change: ProposedChange): string[] {
  const values = Object.values(change).flat() as unknown[];
  return values.filter((value) => typeof value === "string");
}
