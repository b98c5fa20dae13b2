import type { Statement } from "#lib/approvals/statement";
import type { RequestView } from "#lib/requests/request-view";

/** The person in whose place a delegate signs; undefined for the approver's own statement. */
export function delegatorName(view: RequestView, statement: Statement | undefined): string | undefined {
  const id = statement?.on_behalf_of;
  if (id === undefined) return undefined;
  const named = view.requirements
    .flatMap(({ deciders }) => deciders)
    .flatMap((decider) => [decider, ...(decider.onBehalfOf ? [decider.onBehalfOf] : [])]);
  return named.find((person) => person.id === id)?.name ?? id;
}
