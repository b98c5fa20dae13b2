import { stateLabels } from "#lib/text/labels";
import { agentMeasures } from "./agents.ts";
import { events } from "./events.ts";
import type { Figure, Measure } from "./figure.ts";
import { judgementMeasures } from "./judgements.ts";
import { medianTimeToDecide, ninetiethTimeToDecide } from "./time-to-decide.ts";
import { grantsUnused } from "./unused-grants.ts";

/** Every figure, defined once, so that dashboard and report cannot disagree. */
export const measures = {
  ...agentMeasures,
  requestsAsked: events(["request.allowed", "request.blocked", "request.pending"], {
    name: "Requests",
    about: "Everything agents requested, whatever the outcome, except test requests.",
    unit: "requests",
  }),
  allowed: events("request.allowed", {
    name: stateLabels.allowed,
    about: "Requests a rule auto-approved.",
    unit: "requests",
  }),
  approved: events("request.approved", {
    name: stateLabels.approved,
    about: "Requests people approved with a passkey, one by one or by a standing approval.",
    unit: "requests",
  }),
  drawn: events("standing_approval.drawn", {
    name: "Approved by a standing approval",
    about: "Requests within bounds that a person signed. No one was asked.",
    unit: "requests",
  }),
  standingEnded: events("standing_approval.ended", {
    name: "Standing approvals ended",
    about: "Ended by a surprise, a change, their last day or a person.",
    unit: "events",
  }),
  denied: events("request.denied", {
    name: stateLabels.denied,
    about: "Requests someone denied, also with a standing denial of an earlier request.",
    unit: "requests",
  }),
  blocked: events("request.blocked", {
    name: stateLabels.blocked,
    about: "Requests policy blocked.",
    unit: "requests",
  }),
  expired: events("request.expired", {
    name: stateLabels.expired,
    about: "Requests no one decided in time. Treated as denied.",
    unit: "requests",
  }),
  cancelled: events("request.cancelled", {
    name: stateLabels.cancelled,
    about: "Requests withdrawn by the agent or ended by a change of policy, owner, key or agent.",
    unit: "requests",
  }),
  medianTimeToDecide,
  ninetiethTimeToDecide,
  grantsUnused,
  grantsRedeemed: events("grant.redeemed", {
    name: "Grants redeemed",
    about: "Grants used. Each can be used once.",
    unit: "grants",
  }),
  redemptionsRefused: events("grant.refused", {
    name: "Rejected redemptions",
    about:
      "Attempts to use a grant that were rejected (already used, expired, wrong action, wrong tool or no active owner).",
    unit: "events",
  }),
  grantsRevoked: events("grant.revoked", {
    name: "Grants revoked before use",
    about: "Grants that ended unused because of a change to the owner, agent, key or policy.",
    unit: "grants",
  }),
  callsRefused: events("agent.refused", {
    name: "Rejected agent calls",
    about: "Calls rejected because of a bad signature or an agent that isn't allowed to ask.",
    unit: "events",
  }),
  decisionsRefused: events("approval.refused", {
    name: "Rejected decisions",
    about: "Decisions that were rejected (not an approver, wrong passkey, or the request changed or closed).",
    unit: "events",
  }),
  agentsQuarantined: events("agent.quarantined", {
    name: "Agents quarantined",
    about:
      "Agents quarantined because the owner was suspended, deactivated or lost the role, or didn't confirm ownership in time.",
    unit: "events",
  }),
  agentsHeld: events("agent.held", {
    name: "Agents put on hold",
    about: "Agents stopped by a person, or by themselves, until a person releases them.",
    unit: "events",
  }),
  freezes: events("agents.frozen", {
    name: "Freezes of all agents",
    about: "Each stopped every agent, in earnest or as a drill.",
    unit: "events",
  }),
  freezesEnded: events("agents.released", {
    name: "Releases from a freeze",
    about: "Freezes that an admin ended with a passkey.",
    unit: "events",
  }),
  agentsRevoked: events("agent.revoked", {
    name: "Agents revoked",
    about: "Agents permanently revoked with their keys, pending requests and grants.",
    unit: "events",
  }),
  keysRevoked: events("agent_key.revoked", {
    name: "Keys revoked",
    about: "Agent keys revoked before they expired.",
    unit: "events",
  }),
  ownersChanged: events("agent.owner_changed", {
    name: "Ownership transfers",
    about: "Agents a new owner accepted with a passkey.",
    unit: "events",
  }),
  policyPublished: events("policy.published", {
    name: "Policy versions published",
    about: "Versions an admin published with a passkey signature over the exact contents.",
    unit: "events",
  }),
  breakGlassUsed: events("break_glass.used", {
    name: "Break-glass approvals",
    about: "Approvals one admin made alone in an emergency.",
    unit: "events",
  }),
  ...judgementMeasures,
} satisfies Record<string, Measure>;

export type FigureId = keyof typeof measures;
export type Figures = Record<FigureId, Figure>;
