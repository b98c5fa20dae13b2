import * as agents from "./agents.ts";
import { events } from "./events.ts";
import type { Figure, Measure } from "./figure.ts";
import * as judgements from "./judgements.ts";
import { medianTimeToDecide, ninetiethTimeToDecide } from "./time-to-decide.ts";

/** Every figure there is, once. Dashboard and report both show these, so that they cannot disagree. */
export const measures = {
  agentsOwned: agents.agentsOwned,
  agentsAttested: agents.agentsAttested,
  agentsWithYoungKeys: agents.agentsWithYoungKeys,
  agentsWithoutKey: agents.agentsWithoutKey,
  ghosts: agents.ghosts,
  asymmetricKeys: agents.asymmetricKeys,
  sharedKeys: agents.sharedKeys,
  approversWithPasskey: agents.approversWithPasskey,
  requestsAsked: events(["request.allowed", "request.blocked", "request.pending"], {
    name: "Requests",
    about: "What agents asked for, whatever became of it.",
    unit: "requests",
  }),
  allowed: events("request.allowed", {
    name: "Allowed by policy",
    about: "Requests that a rule allowed, with nobody asked.",
    unit: "requests",
  }),
  approved: events("request.approved", {
    name: "Approved by people",
    about: "Requests that people approved, each with a passkey over the very action.",
    unit: "requests",
  }),
  denied: events("request.denied", {
    name: "Denied by people",
    about: "Requests that somebody denied.",
    unit: "requests",
  }),
  blocked: events("request.blocked", {
    name: "Blocked by policy",
    about: "Requests that policy refused at once.",
    unit: "requests",
  }),
  expired: events("request.expired", {
    name: "Ran out undecided",
    about: "Requests that nobody decided in time, and that therefore ended as refused.",
    unit: "requests",
  }),
  cancelled: events("request.cancelled", {
    name: "Cancelled",
    about: "Requests withdrawn by their agent, or ended by a change of policy, owner, key or agent.",
    unit: "requests",
  }),
  medianTimeToDecide,
  ninetiethTimeToDecide,
  grantsUnused: events(
    "grant.expired",
    {
      name: "Grants unused",
      about:
        "Of the grants that were redeemed, revoked or ran out, those that ran out: permission given and not needed.",
      unit: "grants",
    },
    ["grant.redeemed", "grant.expired", "grant.revoked"],
  ),
  grantsRedeemed: events("grant.redeemed", {
    name: "Grants redeemed",
    about: "Grants used, each once.",
    unit: "grants",
  }),
  redemptionsRefused: events("grant.refused", {
    name: "Redemptions refused",
    about:
      "Attempts to redeem that were refused: used before, run out, another action, another audience, no owner.",
    unit: "events",
  }),
  grantsRevoked: events("grant.revoked", {
    name: "Grants revoked before use",
    about: "Grants that ended unused with their owner, agent, key or permission.",
    unit: "grants",
  }),
  callsRefused: events("agent.refused", {
    name: "Calls of agents refused",
    about: "Calls in an agent's name that were refused: a wrong signature, or an agent that may not ask.",
    unit: "events",
  }),
  decisionsRefused: events("approval.refused", {
    name: "Decisions refused",
    about:
      "Attempts to decide that were refused: not entitled, another passkey, changed or over since it was shown.",
    unit: "events",
  }),
  agentsQuarantined: events("agent.quarantined", {
    name: "Agents quarantined",
    about:
      "Agents stopped because their owner was suspended, left or lost the role, or did not confirm them.",
    unit: "events",
  }),
  agentsRevoked: events("agent.revoked", {
    name: "Agents revoked",
    about: "Agents ended for good, with their keys, waiting requests and grants.",
    unit: "events",
  }),
  keysRevoked: events("agent_key.revoked", {
    name: "Keys revoked",
    about: "Keys of agents that were revoked before they expired.",
    unit: "events",
  }),
  ownersChanged: events("agent.owner_changed", {
    name: "Changes of owner",
    about: "Agents taken over by a new owner, who accepted with a passkey.",
    unit: "events",
  }),
  policyPublished: events("policy.published", {
    name: "Versions of the policy published",
    about: "Published by an admin with a passkey over the digest of what was published.",
    unit: "events",
  }),
  breakGlassUsed: events("break_glass.used", {
    name: "Glass broken",
    about: "Approvals by one admin alone, in an emergency, in place of the approvals that were needed.",
    unit: "events",
  }),
  breakGlassOpen: judgements.breakGlassOpen,
  breakGlassOverdue: judgements.breakGlassOverdue,
  defaultHits: judgements.defaultHits,
  policyFaults: judgements.policyFaults,
  doubtfulDecisions: judgements.doubtfulDecisions,
  monitoredRules: judgements.monitoredRules,
  monitoredRequests: judgements.monitoredRequests,
} satisfies Record<string, Measure>;

/** Which figure. */
export type FigureId = keyof typeof measures;
/** All of them, of one moment. */
export type Figures = Record<FigureId, Figure>;
