import type { StandingEnd } from "#db/schema/requests";
import { type AuditRow, auditRow } from "#lib/audit/record";
import { descriptorDigest } from "#lib/descriptors/digests";
import { newId } from "#lib/kernel/ids";
import type { LoadedPolicy } from "#lib/policy/engine/rule-index";
import type { Verdict } from "#lib/policy/engine/verdict";
import type { Action } from "#lib/policy/language/action";
import { standingActor } from "#lib/voiding/end-standing-approvals";
import { capacitiesOf } from "../../counting/capacities.ts";
import { descriptorOf } from "../../descriptor-of.ts";
import { asksAsBefore } from "./asks-as-before.ts";
import { outsideAt } from "./bounds.ts";
import { mayRunAt } from "./limits.ts";
import type { Recalled, RecalledDenial, Standing } from "./recall-standing.ts";
import { sampledFrom } from "./sample.ts";
import type { StandingStatement } from "./statement.ts";

/** What an ask does with the agent's standing approval, in the statement that stores its request. */
export type Draw =
  | { standing: string; isEnding: true; reason: StandingEnd }
  | {
      standing: string;
      isEnding: false;
      /** Whether a person reads the request anyway. */
      isSample: boolean;
      /** From when the day counts after a request that a person reads. */
      sampledFrom: Date;
      capacity: StandingStatement["capacity"];
      terms: StandingStatement["terms"];
      /** Undefined for a type without an amount. */
      amount: number | undefined;
      approvalId: string;
      /** Its event, around the number of the draw. */
      event: Pick<AuditRow, "id"> & { before: string; after: string };
    };

/** An evaluated ask. */
export interface Evaluated {
  request: { id: string; agentId: string; resource: string | null; actionDigest: string };
  action: Action;
  verdict: Verdict;
  policy: LoadedPolicy;
  isTest: boolean;
  /** What the action counts by the policy. */
  amount: number | undefined;
  isSample: boolean;
  now: Date;
}

/**
 * What an ask does with a standing approval: policy has decided that a person is asked, and a draw replaces
 * the asking and nothing else. A request of the type outside the bounds ends it, also one that policy blocks.
 * What may change until the request is stored, the statement that stores it checks again, on locked rows.
 * @returns undefined when there is none, or the request is for people
 */
export function planDraw({ approvals, denials }: Standing, asked: Evaluated): Draw | undefined {
  const { action, verdict, now } = asked;
  const standing = approvals.get(action.type);
  if (!standing || verdict.outcome === "allow" || now >= standing.expiresAt) return undefined;
  // A person's denial decides first, and in its own transaction.
  const isDenied = denials.some((denial) => denies(denial, asked));
  if (isDenied && verdict.outcome === "step_up") return undefined;
  const reason = reasonToEnd(standing, asked);
  if (reason) return { standing: standing.id, isEnding: true, reason };
  return verdict.outcome === "step_up" && replacesAsking(standing, asked) ? draw(standing, asked) : undefined;
}

/** Whether an action is outside the bounds of a standing approval. */
export function isOutsideBounds({ action, terms }: StandingStatement, asked: Action): boolean {
  return outsideAt({ action, may_differ: terms.may_differ }, asked) !== undefined;
}

function denies({ actionType, resource, actionDigest }: RecalledDenial, { request, action }: Evaluated) {
  if (actionType !== action.type) return false;
  if (resource !== null && resource !== request.resource) return false;
  return actionDigest === null || actionDigest === request.actionDigest;
}

// What changes descriptor or environment ends the standing approval itself: the second guard.
function reasonToEnd(
  { statement, isOfEnvironment }: Recalled,
  { action, policy, verdict }: Evaluated,
): StandingEnd | undefined {
  if (isOutsideBounds(statement, action)) return "outside_bounds";
  if (verdict.outcome === "block") return undefined;
  const live = descriptorOf(policy, action.type);
  const isDescribed = (live && descriptorDigest(live.descriptor)) === statement.display.descriptor?.digest;
  if (!isDescribed) return "policy_changed";
  if (!isOfEnvironment) return "environment_changed";
}

/** Whether policy asks as for the read request, the person of the standing approval as signed, at this time. */
function replacesAsking(
  { statement, read, eligible }: Recalled,
  { verdict, isTest, now }: Evaluated,
): boolean {
  if (isTest || !asksAsBefore(verdict, read) || !mayRunAt(statement, now)) return false;
  const asNew = { ...eligible, parts: { ...eligible.parts, askedAt: now } };
  return capacitiesOf(asNew, statement.approver, now).some(
    ({ capacity, onBehalfOf }) => capacity === statement.capacity && onBehalfOf === undefined,
  );
}

function draw({ id, statement }: Recalled, { request, amount, isSample, now }: Evaluated): Draw {
  const approvalId = newId("apr", now);
  const subject = {
    request: request.id,
    agent: request.agentId,
    approval: approvalId,
    standing_approval: id,
  };
  const data = { draw: 0 };
  const row = auditRow({ type: "standing_approval.drawn", actor: standingActor, subject, data }, now);
  // The statement that stores it knows the number.
  const [before = "", after = ""] = Buffer.from(row.body).toString().split('"data":{"draw":0}');
  return {
    ...{ standing: id, isEnding: false, isSample, sampledFrom: sampledFrom(now) },
    ...{ capacity: statement.capacity, terms: statement.terms, amount, approvalId },
    event: {
      id: row.id,
      before: `${before}"data":{"draw":`,
      after: `}${after}`,
    },
  };
}
