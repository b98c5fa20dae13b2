import type { GrantState } from "#db/schema/grants";
import type { CloseReason, RequestState } from "#db/schema/requests";
import type { RequestView } from "./request-view.ts";

/** A decision that isn't void. `isStanding`: the person wasn't asked. */
export interface CountedDecision {
  decision: "approve" | "deny";
  personId: string;
  name: string;
  forWhom: string | null;
  isStanding: boolean;
}

/** A request's progress since an open page was rendered. */
export interface Progress {
  state: RequestState;
  closeReason: CloseReason | null;
  isTest: boolean;
  policyVersion: number;
  actionDigest: string;
  editedBy: { personId: string; name: string } | null;
  approvals: { required: number; given: number };
  decisions: CountedDecision[];
  grant: GrantState | null;
  /** Whether the viewer may decide; if not, the code that a try would be refused with. */
  mayDecide: boolean;
  refusal: string | null;
}

/** A request's progress for one viewer. */
export function progressOf(view: RequestView): Progress {
  const { viewerRole } = view;
  return {
    state: view.state,
    closeReason: view.closeReason,
    isTest: view.agent.isTest,
    policyVersion: view.policy.version,
    actionDigest: view.actionDigest,
    editedBy: view.edit && { personId: view.edit.by.id, name: view.edit.by.name },
    approvals: view.approvals,
    decisions: view.decisions
      .filter(({ voided }) => !voided)
      .map(({ decision, person, onBehalfOf, isStanding }) => ({
        ...{
          decision,
          personId: person.id,
          name: person.name,
          forWhom: onBehalfOf?.name ?? null,
          isStanding,
        },
      })),
    grant: view.grant?.state ?? null,
    mayDecide: viewerRole.mayDecide,
    refusal: viewerRole.mayDecide ? null : viewerRole.code,
  };
}
