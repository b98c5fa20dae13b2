import type { Progress } from "#lib/requests/progress";
import { type Ending, endingOf } from "./ending.ts";

/** A change of a request with an open page, as text. */
export interface Change extends Omit<Ending, "tone"> {
  tone: Ending["tone"] | "warning" | "info";
  /** Whether the shown content can no longer be decided. */
  isFinal: boolean;
  hasEnded?: true;
  /** The approvals given by now, after a new approval. */
  given?: number;
}

/** Compares a request's state with the state on the page; undefined without a relevant change. */
export function changeSince(before: Progress, after: Progress, viewerId: string): Change | undefined {
  const ending = endingOf(after, viewerId);
  if (ending && after.state !== before.state) return { ...ending, isFinal: true, hasEnded: true };
  if (ending) return undefined;
  if (after.actionDigest !== before.actionDigest) return edited(after, viewerId);
  if (
    after.approvals.required !== before.approvals.required ||
    after.policyVersion !== before.policyVersion
  ) {
    return {
      tone: "warning",
      title: "The policy changed",
      text:
        after.approvals.required === before.approvals.required
          ? "How this is approved may have changed. Review it again before you decide."
          : `This now needs ${count(after.approvals.required)}. Review it again before you decide.`,
      isFinal: true,
    };
  }
  if (before.mayDecide && !after.mayDecide) return lostRightToDecide(after, viewerId);
  const news = after.decisions.filter(
    (made) =>
      made.personId !== viewerId && !before.decisions.some((known) => known.personId === made.personId),
  );
  const [first] = news;
  if (!first) return undefined;
  return {
    tone: "info",
    title: `${first.name} approved${first.forWhom ? ` for ${first.forWhom}` : ""}`,
    text: `${after.approvals.given} of ${count(after.approvals.required)}. Yours is still needed.`,
    isFinal: false,
    given: after.approvals.given,
  };
}

function edited({ editedBy }: Progress, viewerId: string): Change {
  const who = editedBy?.personId === viewerId ? "You" : (editedBy?.name ?? "An approver");
  return {
    tone: "warning",
    title: `${who} edited this request`,
    text: "Review the edited request before you decide. Approvals of the original no longer count.",
    isFinal: true,
  };
}

function lostRightToDecide(after: Progress, viewerId: string): Change {
  if (after.decisions.some((made) => made.personId === viewerId)) {
    return {
      tone: "success",
      title: "Your approval was recorded",
      text: `${after.approvals.given} of ${count(after.approvals.required)}. Waiting for another approver.`,
      isFinal: true,
    };
  }
  return {
    tone: "warning",
    title: "You can no longer decide this",
    text: "The agent's status or owner, or your own access, changed while this page was open.",
    isFinal: true,
  };
}

function count(approvals: number): string {
  return `${approvals} approval${approvals === 1 ? "" : "s"}`;
}
