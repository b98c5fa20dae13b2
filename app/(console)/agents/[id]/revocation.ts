import { z } from "zod";
import { idField } from "#app/web/forms/act";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { counted } from "#components/text/plural.ts";
import { agentNames } from "#lib/agents/agent-names";
import { revokeAgents } from "#lib/ownership/revoke-agents";

const which = z.object({ agentIds: z.array(idField("agt")).min(1, "Select an agent").max(200) });

/** The kill switch, for one agent or many. */
export const revocation = defineConfirmedAction({
  name: "agents/revoke",
  roles: "everyone",
  refreshes: ["/agents"],
  read: which,
  many: ["agentIds"],
  look: async (viewer, { agentIds }, { db }) => {
    const names = await agentNames(db, viewer, agentIds);
    return { names: agentIds.map((id) => names.get(id) ?? id).sort() };
  },
  question: (_, { names }) => {
    const [what, its] = names.length === 1 ? [`${names}`, "its"] : [counted(names.length, "agent"), "their"];
    return {
      title: `Revoke ${what}?`,
      facts: names.length === 1 ? [] : [fact("Agents", names.join("\n"))],
      consequences: [
        `All ${its} keys and enrollment codes stop working.`,
        "Pending requests are cancelled and the agent is notified.",
        "Unused grants are revoked.",
        "This can't be undone.",
      ],
      confirm: names.length === 1 ? "Revoke agent" : `Revoke ${what}`,
      isDestructive: true,
    };
  },
  run: (db, by, { agentIds }) => revokeAgents(db, { ...by, agentIds }),
});
