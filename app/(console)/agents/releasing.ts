import { z } from "zod";
import { defineAct, idField, withFields } from "#app/web/forms/act";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { findAgent } from "#lib/agents/find-agent";
import { optionalText } from "#lib/json/storable-text";
import { holdAgent, longestHoldReason, releaseAgent } from "#lib/lifecycle/hold-agent";
import { holdAgents } from "#lib/lifecycle/hold-agents";
import { labelSchema } from "#lib/policy/language/rule";

const which = z.object({ agentId: idField("agt") });
const held = which.extend({ reason: optionalText(longestHoldReason) });
const scoped = z.object({
  owner: idField("per").optional(),
  label: labelSchema.optional(),
  reason: optionalText(longestHoldReason),
});

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
  perform: withFields(scoped, holdAgents),
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
      "Cancelled requests stay cancelled and revoked grants stay revoked.",
    ],
    confirm: "Release agent",
  }),
  run: (db, by, { agentId }) => releaseAgent(db, { ...by, agentId }),
});
