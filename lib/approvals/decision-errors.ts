import type { CloseReason, RequestState } from "#db/schema/requests";
import { CountersignError } from "#lib/kernel/errors";
import type { PendingColumns } from "#lib/publishing/pending-outcome";
import { isEntitled } from "./counting/capacities.ts";
import type { EligibleApprovers } from "./eligible-approvers.ts";

/** `lock`: locks the person's row and the request until the deciding transaction ends. */
export interface Decider {
  requestId: string;
  personId: string;
  now: Date;
  lock?: boolean;
}

export interface DecidableRow extends PendingColumns, Record<string, unknown> {
  state: RequestState;
  action_digest: string;
  agent_key_id: string;
  owner_epoch: number;
  policy_version: number;
  approvals_given: number;
  agent_status: string;
  agent_epoch: number;
  close_reason: CloseReason | null;
  closed_at: string | null;
  /** The person who decided or held the agent; null if no person closed the request. */
  closer_id: string | null;
  closer_name: string | null;
  is_owner_active: boolean;
  is_approver: boolean;
  has_decided: boolean;
}

/** Names the person who came first. @throws `request_expired`, `request_cancelled`, `already_decided` */
export function refuseOver(row: DecidableRow, { personId, now }: Pick<Decider, "personId" | "now">): void {
  if (row.state === "pending" && new Date(row.expires_at) > now) return;
  if (row.state === "pending" || row.state === "expired") {
    throw new CountersignError("request_expired", `${row.id} expired`, {
      userMessage: "This request expired. It wasn't approved and the agent was notified.",
    });
  }
  if (row.state === "cancelled") {
    throw new CountersignError("request_cancelled", `${row.id} was cancelled`, {
      userMessage: row.closer_name
        ? `${closedBy(row, personId)} put the agent on hold ${agoOf(row, now)}, which cancelled this request.`
        : whyCancelled(row),
    });
  }
  const andHeld = row.close_reason === "unexpected" ? " and put the agent on hold" : "";
  throw new CountersignError("already_decided", `${row.id} is ${row.state}`, {
    userMessage: row.closer_name
      ? `${closedBy(row, personId)} ${row.state} this request ${agoOf(row, now)}${andHeld}.`
      : `This request was already ${row.state}.`,
    details: { state: row.state },
  });
}

function whyCancelled({ close_reason }: DecidableRow): string {
  return close_reason === "wrong_number"
    ? "Approvers typed three wrong numbers, which cancelled this request. It wasn't approved and the agent was notified."
    : "This request was cancelled before you decided.";
}

function closedBy({ closer_id, closer_name }: DecidableRow, personId: string): string {
  return closer_id === personId ? "You" : (closer_name ?? "");
}

const units = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/** "3 seconds ago", in the largest whole unit. */
function agoOf({ closed_at }: DecidableRow, now: Date): string {
  const seconds = closed_at === null ? 0 : Math.floor((now.getTime() - new Date(closed_at).getTime()) / 1000);
  const [unit, size] = units.find(([, each]) => seconds >= each) ?? [];
  // Two callers read their clocks before either gets the lock.
  return unit ? new Intl.RelativeTimeFormat("en").format(-Math.floor(seconds / size), unit) : "just now";
}

/** Refuses a person who is not an active approver. @throws {CountersignError} `not_entitled` */
export function refuseWithoutRole(row: DecidableRow): void {
  if (row.is_approver) return;
  throw new CountersignError("not_entitled", `not an active approver for ${row.id}`, {
    userMessage: "You need the Approver role to approve. Ask an admin.",
  });
}

/** Why a person may not decide. @throws {CountersignError} `not_entitled`, `already_decided` */
export function refuseWithoutCapacity(
  eligible: EligibleApprovers,
  { requestId, personId, now }: Decider,
): never {
  if (isEntitled(eligible, personId, now)) {
    throw new CountersignError("already_decided", `${requestId} was decided in the place of ${personId}`, {
      userMessage:
        "Someone has already decided on behalf of the same person. The other approval must come from someone else.",
      details: { state: "pending" },
    });
  }
  throw new CountersignError("not_entitled", `${personId} has no capacity on ${requestId}`, {
    userMessage: whyNot(eligible, personId, now),
  });
}

function whyNot({ parts, requirements }: EligibleApprovers, personId: string, now: Date): string {
  if (personId === parts.ownerId) {
    return "You own this agent, and this request needs someone other than its owner.";
  }
  const starts = requirements
    .map(({ escalateAfterSeconds }) => escalateAfterSeconds)
    .filter((seconds) => seconds !== undefined);
  const from = parts.askedAt.getTime() + Math.min(...starts) * 1000;
  if (parts.backupIds.includes(personId) && starts.length > 0 && from > now.getTime()) {
    const at = new Date(from).toISOString().slice(11, 16);
    return `Backup approvers can decide from ${at} UTC if the owner hasn't by then. Reload after that.`;
  }
  return "You can view this request but you're not one of its approvers.";
}

/** Refuses if the agent's owner or status changed. @throws {CountersignError} `agent_quarantined` */
export function refuseVoid(row: DecidableRow): void {
  if (row.agent_status !== "active" || row.agent_epoch !== row.owner_epoch || !row.is_owner_active) {
    throw new CountersignError(
      "agent_quarantined",
      `the owner or status of ${row.agent_id} changed since ${row.id} was made`,
      {
        userMessage:
          "The agent's owner or status changed after this request was made, so it can't be decided.",
      },
    );
  }
}

/** Refuses to decide twice. @throws {CountersignError} `already_decided` */
export function refuseTwice(row: DecidableRow): void {
  if (row.has_decided) {
    throw new CountersignError("already_decided", `${row.id} has this person's decision already`, {
      userMessage: "You've already decided this request. The other approval must come from someone else.",
      details: { state: "pending" },
    });
  }
}

/** The request no longer matches the person's screen. */
export function requestChanged(message: string): CountersignError {
  return new CountersignError("request_changed", message, {
    userMessage: "This request changed while you had it open. Reload and review it again.",
  });
}

export function requestNotFound(requestId: string, personId: string): CountersignError {
  return new CountersignError("not_found", `no request ${requestId} for ${personId}`, {
    userMessage: "This request doesn't exist, or you don't have access to it.",
  });
}
