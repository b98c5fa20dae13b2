import type { Progress } from "#lib/requests/progress";

/** In words for people: how a request stands that can no longer be decided. */
export interface Ending {
  tone: "success" | "danger" | "warning" | "info";
  title: string;
  text: string;
}

type Facts = Pick<Progress, "state" | "closeReason" | "decisions">;

const cancellations: Record<NonNullable<Facts["closeReason"]>, string> = {
  by_agent: "The agent withdrew its request. Nothing was approved.",
  blocked_by_policy: "A newer policy blocks this action. The agent was told.",
  owner_changed: "The agent's owner or the owner's standing changed. The agent has to ask again.",
  attestation_lapsed:
    "The agent's owner did not confirm in time that they still answer for it. It can ask again once they have.",
  agent_revoked: "The agent was revoked. Nothing was approved.",
  key_revoked: "The key that the agent asked with was revoked. The agent has to ask again with another.",
  timed_out: "Time ran out before it was decided.",
};

/** How a request ended; undefined while it is pending. `viewerId` makes "you" of the viewer's own decision. */
export function endingOf({ state, closeReason, decisions }: Facts, viewerId: string): Ending | undefined {
  const by = (decision: "approve" | "deny") =>
    listed(
      decisions
        .filter((made) => made.decision === decision)
        .map(
          (made) =>
            (made.personId === viewerId ? "you" : made.name) + (made.forWhom ? ` for ${made.forWhom}` : ""),
        ),
    );
  switch (state) {
    case "pending":
      return undefined;
    case "approved":
      return {
        tone: "success",
        title: `Approved by ${by("approve")}`,
        text: "The agent got a grant for exactly this action, good for one use.",
      };
    case "denied":
      return {
        tone: "danger",
        title: `Denied by ${by("deny")}`,
        text: "The agent was told, with the reason.",
      };
    case "expired":
      return {
        tone: "warning",
        title: "Time ran out",
        text: "Nobody decided in time, so it was not approved. The agent was told.",
      };
    case "cancelled":
      return { tone: "warning", title: "Cancelled", text: cancellations[closeReason ?? "by_agent"] };
    case "allowed":
      return {
        tone: "info",
        title: "Allowed by policy",
        text: "The policy allows this without asking a person. The agent got a grant for one use.",
      };
    case "blocked":
      return {
        tone: "danger",
        title: "Blocked by policy",
        text: "The policy never allows this. Nobody was asked, and the agent was told.",
      };
  }
}

/** "you", "you and Bo", "you, Bo and Cy". */
function listed(names: string[]): string {
  const last = names.at(-1) ?? "somebody";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
