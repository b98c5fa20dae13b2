import { z } from "zod";
import { idField } from "#app/web/forms/act";
import { defineConfirmedAction } from "#app/web/forms/confirmed-action";
import { beforeAfter, listed, nameOf } from "#app/web/forms/proposal-words";
import { findAgent } from "#lib/agents/find-agent";
import { labelsSchema, setLabels } from "#lib/agents/set-labels";
import { CountersignError } from "#lib/kernel/errors";
import { hasSameMembers } from "#lib/text/same-members";

const typedLabels = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .pipe(labelsSchema);
/** `seen`: the labels on the page of the change. */
const change = z.object({ agentId: idField("agt"), labels: typedLabels, seen: typedLabels });

/** Rules target labels: removing a label can loosen the agent's policy. May return a proposal. */
export const labelsChange = defineConfirmedAction({
  name: "agent/labels",
  roles: ["admin"],
  refreshes: ["/agents"],
  read: change,
  look: async (viewer, { agentId, seen }, { db, now }) => {
    const { name, labels } = await findAgent(db, { viewer, agentId, now });
    if (!hasSameMembers(seen, labels)) throw changedMeanwhile(agentId);
    return { name, before: labels };
  },
  about: ({ agentId, labels }) => [agentId, labels.join(",")],
  question: ({ labels }, { name, before }) => ({
    title: `Change the labels of ${name}?`,
    facts: beforeAfter(before.join(", ") || "None", labels.join(", ") || "None"),
    consequences: consequencesOfLabels,
    confirm: "Change labels",
  }),
  run: (db, by, fields, { before }) => setLabels(db, { ...fields, seen: before, ...by }),
  proposes: "agent.labels",
  proposalWords: ({ agent, before, after }, names) => ({
    title: `Change the labels of ${nameOf(agent, names)}`,
    href: `/agents/${agent}`,
    facts: beforeAfter(listed(before), listed(after)),
    consequences: consequencesOfLabels,
  }),
});

function changedMeanwhile(agentId: string): CountersignError {
  return new CountersignError("conflict", `the labels of ${agentId} differ from those on the page`, {
    userMessage: "The labels changed. Reload and try again.",
  });
}

const consequencesOfLabels = [
  "Rules that target a label apply differently right away. The agent's pending requests are evaluated again.",
];
