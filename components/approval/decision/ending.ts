import { listed } from "#components/text/shorten-list.ts";
import type { Progress } from "#lib/requests/progress";
import { stateLabels } from "#lib/text/labels";

/** The state of a request after its end, as text for people. */
export interface Ending {
  tone: "success" | "danger" | "neutral";
  title: string;
  text: string;
  hasExpired?: true;
}

type GrantState = NonNullable<Progress["grant"]>;

type Facts = Pick<Progress, "state" | "closeReason" | "decisions" | "isTest"> &
  Partial<Pick<Progress, "grant">>;

const cancellations: Record<NonNullable<Facts["closeReason"]>, string> = {
  by_agent: "The agent withdrew this request. Nothing was approved.",
  blocked_by_policy: "A newer policy version blocks this action. The agent was notified.",
  owner_changed: "The agent's owner changed, or the owner's access did. The agent has to ask again.",
  ownership_unconfirmed:
    "Ownership of the agent wasn't confirmed in time. The agent can ask again once it is.",
  agent_held: "The agent was put on hold. It has to ask again once it's released.",
  agent_revoked: "The agent was revoked. Nothing was approved.",
  key_revoked: "The key used for this request was revoked. The agent has to ask again with another key.",
  restored: "The database was restored from a backup. The agent has to ask again.",
  standing_denial: "An approver denied requests like this one in advance. The agent was notified.",
  timed_out: "It expired before anyone decided.",
  wrong_number: "Approvers typed three wrong numbers. Nothing was approved and the agent was notified.",
  unexpected: "The request wasn't expected, so it was denied and the agent was put on hold.",
};

function denialText(closeReason: Facts["closeReason"], by: string): string {
  if (closeReason === "unexpected")
    return "The request wasn't expected, so the agent was put on hold and the admins were notified.";
  if (closeReason === "standing_denial")
    return `No one was asked, because ${by} denied an earlier request like it. The agent was notified, with the reason.`;
  return "The agent was notified, with the reason.";
}

/** In place of the texts below, about grants and waiting agents. */
const testTexts: Partial<Record<Progress["state"], string>> = {
  approved: "This was a test. Nothing was executed.",
  denied: "This was a test. Nothing was executed.",
  expired: "No one decided in time. This was a test.",
  cancelled: "This was a test. Nothing was approved.",
  allowed: "Policy auto-approves test requests, so no one was asked. Nothing was executed.",
  blocked: "Policy blocks test requests, so no one was asked. Nothing was executed.",
};

/** In place of the texts below, about usable grants. */
const unusedTexts: Partial<Record<GrantState, string>> = {
  expired: "The agent didn't use it in time.",
  revoked: "It was revoked before the agent used it.",
};

/** How a request ended; undefined while pending. `viewerId` makes "you" of the viewer's own decision. */
export function endingOf(facts: Facts, viewerId: string): Ending | undefined {
  const ending = endingOfAny(facts, viewerId);
  if (!ending) return undefined;
  const unused = facts.grant ? unusedTexts[facts.grant] : undefined;
  const text = facts.isTest ? testTexts[facts.state] : unused;
  return text ? { ...ending, text, ...(unused && { tone: "neutral" }) } : ending;
}

function endingOfAny({ state, closeReason, decisions }: Facts, viewerId: string): Ending | undefined {
  const by = (decision: "approve" | "deny") =>
    listed(
      decisions
        .filter((made) => made.decision === decision)
        .map(
          (made) =>
            (made.personId === viewerId ? "you" : made.name) + (made.forWhom ? ` for ${made.forWhom}` : ""),
        ),
    ) || "someone";
  const isDrawn = decisions.some(({ decision, isStanding }) => decision === "approve" && isStanding);
  switch (state) {
    case "pending":
      return undefined;
    case "approved":
      return {
        tone: "success",
        title: `${stateLabels.approved} by ${isDrawn ? "a standing approval" : by("approve")}`,
        text: `${isDrawn ? `No one was asked, because ${by("approve")} signed for requests like it. ` : ""}The agent received a one-time grant for exactly this action.`,
      };
    case "denied":
      return {
        tone: "danger",
        title: `${stateLabels.denied} by ${closeReason === "standing_denial" ? "a standing denial" : by("deny")}`,
        text: denialText(closeReason, by("deny")),
      };
    case "expired":
      return {
        tone: "neutral",
        title: stateLabels.expired,
        text: "No one decided in time. Nothing was approved and the agent was notified.",
        hasExpired: true,
      };
    case "cancelled":
      return {
        tone: "neutral",
        title: stateLabels.cancelled,
        text: cancellations[closeReason ?? "by_agent"],
      };
    case "allowed":
      return {
        tone: "neutral",
        title: stateLabels.allowed,
        text: "Policy allows this without approval. The agent received a one-time grant.",
      };
    case "blocked":
      return {
        tone: "danger",
        title: stateLabels.blocked,
        text: "Policy blocks this action. The agent was notified.",
      };
  }
}
