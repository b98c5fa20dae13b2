import { z } from "zod";
import { defineAct, idField, withFields } from "#app/web/forms/act";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { counted } from "#components/text/plural.ts";
import { findAgent } from "#lib/agents/find-agent";
import { endStandingApproval } from "#lib/approvals/standing/approvals/end";
import { endStandingDenial } from "#lib/approvals/standing/stand";
import { optionalText } from "#lib/json/storable-text";
import { CountersignError } from "#lib/kernel/errors";
import { holdAgent, longestHoldReason } from "#lib/lifecycle/hold-agent";
import { holdAgents, listHeldBy } from "#lib/lifecycle/hold-agents";
import { releaseHolds } from "#lib/lifecycle/release-holds";
import { labelSchema } from "#lib/policy/language/rule";

const which = z.object({ agentId: idField("agt") });
const held = which.extend({ reason: optionalText(longestHoldReason) });
const scoped = z.object({ owner: idField("per").optional(), label: labelSchema.optional() });
const heldScope = scoped.extend({ reason: optionalText(longestHoldReason) });

/** No passkey: stopping an agent must be easy. */
export const holding = defineAct({
  name: "agents/hold",
  roles: "everyone",
  refreshes: ["/"],
  perform: withFields(held, holdAgent),
});

/** Holds the agents that the list shows for an owner or a label. */
export const holdingAll = defineAct({
  name: "agents/hold-all",
  roles: ["admin"],
  refreshes: ["/"],
  perform: withFields(heldScope, holdAgents),
});

/** No passkey: it approves nothing, and people are asked again. */
export const endingStandingDenial = defineAct({
  name: "agents/end-standing-denial",
  roles: "everyone",
  refreshes: ["/agents", "/requests"],
  perform: withFields(which.extend({ denialId: idField("apr") }), endStandingDenial),
});

/** No passkey, for the same reason. */
export const endingStandingApproval = defineAct({
  name: "agents/end-standing-approval",
  roles: "everyone",
  refreshes: ["/agents", "/requests"],
  perform: withFields(which.extend({ standingId: idField("sta") }), endStandingApproval),
});

/** Ends one hold: the passkey confirms the hold in the dialog, and no later hold. */
export const releasing = defineConfirmedAction({
  name: "agents/release",
  roles: "everyone",
  refreshes: ["/agents"],
  read: which,
  look: async (viewer, { agentId }, { db, now }) => {
    const { name, hold } = await findAgent(db, { viewer, agentId, now });
    const seen = {
      heldBy: hold?.by ?? (hold ? "The agent itself" : ""),
      heldAt: hold?.at.toISOString() ?? "",
      reason: hold?.reason ?? "",
      ownReason: hold?.ownReason ?? "",
    };
    return { name, ...seen };
  },
  about: ({ agentId }) => [agentId],
  question: (_, { name, heldBy, heldAt, reason, ownReason }) => ({
    title: `Release ${name}?`,
    facts: [
      fact("On hold by", heldBy),
      ...(heldAt ? [fact("Since", new Date(heldAt))] : []),
      ...(reason ? [fact("Reason", reason)] : []),
      ...(ownReason ? [fact("Unverified, written by the agent", ownReason)] : []),
    ],
    consequences: [
      "The agent can make requests again, unless its owner is inactive or a review is overdue.",
      nothingReturns,
    ],
    confirm: "Release agent",
  }),
  run: (db, by, { agentId }, { heldAt }) =>
    releaseHolds(db, { ...by, holds: [{ agentId, heldAt: new Date(heldAt) }] }),
});

/** Ends the holds that the list shows for an owner or a label: exactly those of the agents in the dialog. */
export const releasingAll = defineConfirmedAction({
  name: "agents/release-all",
  roles: ["admin"],
  refreshes: ["/"],
  read: scoped,
  look: async (_, scope, { db }) => {
    const { held, hasMore } = await listHeldBy(db, scope);
    if (held.length === 0) throw noneHeld();
    return { agents: held.map((agent) => ({ ...agent, heldAt: agent.heldAt.toISOString() })), hasMore };
  },
  question: (_, { agents, hasMore }) => {
    const what = counted(agents.length, "agent");
    return {
      title: `Release ${what}?`,
      facts: [fact("Agents", agents.map(heldLine).join("\n"))],
      consequences: [
        "The agents can make requests again, unless an owner is inactive or a review is overdue.",
        nothingReturns,
        ...(hasMore ? ["More agents stay on hold. Release them afterwards."] : []),
      ],
      confirm: `Release ${what}`,
    };
  },
  run: (db, by, _, { agents }) => {
    const holds = agents.map(({ id, heldAt }) => ({ agentId: id, heldAt: new Date(heldAt) }));
    return releaseHolds(db, { ...by, holds });
  },
});

/** One line, whatever the reason is: it must not look like another agent. */
function heldLine({ name, heldBy, reason }: { name: string; heldBy: string; reason: string | null }): string {
  const why = reason === null ? "" : ` · ${reason.replaceAll(/\s+/g, " ")}`;
  return `${name} · on hold by ${heldBy}${why}`;
}

const nothingReturns = "Cancelled requests stay cancelled and revoked grants stay revoked.";

function noneHeld(): CountersignError {
  return new CountersignError("conflict", "no person holds an agent of this scope", {
    userMessage: "No agent here is on hold, so nothing was changed. Reload the page.",
  });
}
