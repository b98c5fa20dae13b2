import type { AuditEventType } from "#lib/audit/event-types";
import type { FigureId } from "#lib/coverage/measures";
import type { CoverageWindow } from "#lib/coverage/window";
import type { Judged } from "#lib/requests/queue/queue-query";
import { agentsHref } from "./agent-query.ts";
import { auditQueryText } from "./audit-query.ts";
import { queueHref } from "./queue-query.ts";

/** The lists behind a figure: the counted rows, and the rows missing from its total. */
interface Lists {
  counted: string;
  missing?: string;
}

/** The lists behind the figures. A record, so that a figure without a list does not compile. */
export function coverageLinks(window: CoverageWindow): Record<FigureId, Lists> {
  const { keyAgeDays: keyDays, from } = window;
  const of = (type: AuditEventType): Lists => ({ counted: auditHref(type, window) });
  const judged = (how: Judged): Lists => ({ counted: queueHref({ state: "all", judged: how, from }) });
  const decided: Lists = { counted: queueHref({ state: "decided" }) };
  const reviews: Lists = { counted: "/requests/break-glass" };
  return {
    agentsOwned: { counted: agentsHref({ owned: "yes" }), missing: agentsHref({ owned: "no" }) },
    agentsAttested: {
      counted: agentsHref({ attestation: "confirmed" }),
      missing: agentsHref({ attestation: "due" }),
    },
    agentsWithYoungKeys: {
      counted: agentsHref({ keys: "young", keyDays }),
      missing: agentsHref({ keys: "old", keyDays }),
    },
    agentsWithoutKey: { counted: agentsHref({ keys: "none" }) },
    ghosts: { counted: "/agents/orphaned" },
    asymmetricKeys: { counted: agentsHref({ status: "not_revoked" }), missing: agentsHref({ keys: "hmac" }) },
    sharedKeys: { counted: agentsHref({ keys: "shared" }) },
    approversWithPasskey: { counted: "/people" },
    requestsAsked: { counted: queueHref({ state: "all", tests: "no", from }) },
    allowed: of("request.allowed"),
    approved: of("request.approved"),
    denied: of("request.denied"),
    blocked: of("request.blocked"),
    expired: of("request.expired"),
    cancelled: of("request.cancelled"),
    drawn: of("standing_approval.drawn"),
    standingEnded: of("standing_approval.ended"),
    medianTimeToDecide: decided,
    ninetiethTimeToDecide: decided,
    grantsUnused: judged("unused"),
    grantsRedeemed: of("grant.redeemed"),
    redemptionsRefused: of("grant.refused"),
    grantsRevoked: of("grant.revoked"),
    callsRefused: of("agent.refused"),
    decisionsRefused: of("approval.refused"),
    agentsQuarantined: of("agent.quarantined"),
    agentsHeld: of("agent.held"),
    freezes: of("agents.frozen"),
    freezesEnded: of("agents.released"),
    agentsRevoked: of("agent.revoked"),
    keysRevoked: of("agent_key.revoked"),
    ownersChanged: of("agent.owner_changed"),
    policyPublished: of("policy.published"),
    breakGlassUsed: of("break_glass.used"),
    breakGlassOpen: reviews,
    breakGlassOverdue: reviews,
    uncertainExecutions: { counted: queueHref({ state: "all", judged: "uncertain" }) },
    defaultHits: judged("default"),
    policyFaults: judged("policy_unchecked"),
    uncheckedDecisions: judged("rule_unchecked"),
    monitoredRules: { counted: "/policy/monitor" },
    monitoredRequests: judged("monitored"),
  };
}

/** The audit page, narrowed to one type within a span of time. */
export function auditHref(type: AuditEventType, { from, to }: { from: Date; to?: Date }): string {
  const moment = (at: Date) => at.toISOString().slice(0, 16);
  return `/audit?${auditQueryText({ type, from: moment(from), to: to && moment(to) })}`;
}
