import { z } from "zod";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { chosenApprover, chosenApprovers, peopleShown } from "#app/web/forms/resolve-person";
import { kindIds } from "#components/agents/connect/kinds.ts";
import { createAgent } from "#lib/agents/create-agent";
import { findAgent } from "#lib/agents/find-agent";
import { looksLikeTestAgent, testAgentNameWords } from "#lib/test-agents/reserved-words";
import { singleLine } from "#lib/text/single-line";
import { giveKey } from "../agents/give-key.ts";
import { addedKeyFields, isCredentialOf, keyFacts, riskOfKey } from "../agents/key-fields.ts";
import { type Connected, connected } from "./connected.ts";

const agent = z
  .object({
    name: singleLine(80, "Enter a name").refine((name) => !looksLikeTestAgent(name), testAgentNameWords),
    ownerId: z.string().min(1, "Select a person"),
    backupIds: z.array(z.string()).max(500),
    connects: z.enum(kindIds),
  })
  .and(addedKeyFields)
  .refine(isCredentialOf, { path: ["keyKind"], error: "must be a credential that this way uses" });

/** The holder of the first key gets every auto-approved action, so creation takes the admin's passkey. */
export const creation = defineConfirmedAction({
  name: "agent/create",
  roles: ["admin"],
  refreshes: ["/agents"],
  read: agent,
  many: ["backupIds"],
  look: async (viewer, fields) => {
    const ownerId = await chosenApprover(viewer, "ownerId", fields.ownerId);
    const backupIds = await chosenApprovers(viewer, "backupIds", fields.backupIds);
    const [owner, backups] = [await peopleShown([ownerId]), await peopleShown(backupIds)];
    return { ownerId, backupIds, owner, backups };
  },
  about: ({ keyKind }) => [keyKind],
  question: (fields, { owner, backups }) => ({
    title: `Create ${fields.name}?`,
    facts: [fact("Owner", owner), fact("Backup approvers", backups || "None"), ...keyFacts(fields)],
    consequences: [
      "Once it has a key, the agent can do anything policy auto-approves.",
      ...(fields.keyKind === "workload" ? riskOfKey(fields, fields.name) : []),
    ],
    confirm: "Create agent",
  }),
  run: async (db, { actor, now }, { name, connects, ...key }, { ownerId, backupIds }): Promise<Connected> => {
    // A refused credential leaves no agent behind, of which a second try would make two.
    const { agentId, ...issued } = await db.transaction(async (tx) => {
      const created = await createAgent(tx, { actor, name, ownerId, backupIds, now });
      return { ...created, ...(await giveKey(tx, actor, created.agentId, key)) };
    });
    const { owner } = await findAgent(db, { viewer: actor, agentId, now });
    // The owner, unless the creator can approve too, as owner or backup approver.
    const approver = [ownerId, ...backupIds].includes(actor.personId) ? undefined : owner.name;
    return { ...connected({ id: agentId, name }, { ...issued, connects, since: now }), approver };
  },
});
