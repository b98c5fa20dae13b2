import { z } from "zod";
import { idField } from "#app/web/forms/act";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { beforeAfter, nameOf, namesOf } from "#app/web/forms/proposal-words";
import { chosenApprovers, peopleShown } from "#app/web/forms/resolve-person";
import { findAgent } from "#lib/agents/find-agent";
import { setBackups } from "#lib/agents/set-backups";

const change = z.object({
  agentId: idField("agt"),
  seenIds: z.array(idField("per")).max(500),
  backupIds: z.array(z.string()).max(500),
});

/**
 * An added backup approver may decide requests, so adding takes the admin's passkey. Removing takes
 * none. `setBackups` refuses when the backup approvers differ from those on the page.
 */
export const backupsChange = defineConfirmedAction({
  name: "agent/backups",
  roles: ["admin"],
  refreshes: ["/agents"],
  read: change,
  many: ["seenIds", "backupIds"],
  look: async (viewer, { agentId, seenIds, ...fields }, { db, now }) => {
    const { name, owner } = await findAgent(db, { viewer, agentId, now });
    const chosen = await chosenApprovers(viewer, "backupIds", fields.backupIds);
    const backupIds = chosen.filter((id) => id !== owner.id);
    const added = await peopleShown(backupIds.filter((id) => !seenIds.includes(id)));
    const removed = await peopleShown(seenIds.filter((id) => !backupIds.includes(id)));
    return { name, backupIds, added, removed };
  },
  about: ({ agentId }) => [agentId],
  isFast: (_, { added }) => added === "",
  question: (_, { name, added, removed }) => ({
    title: `Change the backup approvers of ${name}?`,
    facts: [fact("Add", added), fact("Remove", removed || "None")],
    consequences: consequencesOfBackups({ hasRemoved: removed !== "" }),
    confirm: "Change approvers",
  }),
  run: (db, by, { agentId, seenIds }, { backupIds }) =>
    setBackups(db, { ...by, agentId, seenIds, backupIds }),
  proposes: "agent.backups",
  proposalWords: ({ agent, before, after }, names) => ({
    title: `Change the backup approvers of ${nameOf(agent, names)}`,
    href: `/agents/${agent}`,
    facts: beforeAfter(namesOf(before, names), namesOf(after, names)),
    consequences: consequencesOfBackups({ hasRemoved: before.some((id) => !after.includes(id)) }),
  }),
});

function consequencesOfBackups({ hasRemoved }: { hasRemoved: boolean }): string[] {
  return [
    "Added people can approve this agent's requests right away.",
    ...(hasRemoved
      ? ["Unused grants that rest on approvals by removed people are revoked. The agent has to ask again."]
      : []),
  ];
}
