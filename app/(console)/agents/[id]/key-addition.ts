import { z } from "zod";
import { defineAct, idField, withFields } from "#app/web/forms/act";
import { defineConfirmedAction } from "#app/web/forms/confirmed-action";
import { kindIds } from "#components/agents/connect/kinds.ts";
import { findAgent } from "#lib/agents/find-agent";
import { removeWorkloadIdentity } from "#lib/ownership/remove-workload-identity";
import { revokeKey } from "#lib/ownership/revoke-key";
import { type Connected, connected } from "../../connect/connected.ts";
import { giveKey } from "../give-key.ts";
import { addedKeyFields, isCredentialOf, keyFacts, riskOfKey } from "../key-fields.ts";

const addition = z
  .object({ agentId: idField("agt"), connects: z.enum(kindIds).optional() })
  .and(addedKeyFields)
  .refine(isCredentialOf, { path: ["keyKind"], error: "must be a credential that this way uses" });

/**
 * The holder of a key acts as the agent, so the admin or owner confirms with a passkey: also the
 * issuer, audience, subject and claims of a workload whose tokens get short-lived keys.
 */
export const keyAddition = defineConfirmedAction({
  name: "agent/key",
  roles: "everyone",
  refreshes: ["/agents"],
  read: addition,
  look: async (viewer, { agentId }, { db, now }) => {
    const { name } = await findAgent(db, { viewer, agentId, now });
    return { name };
  },
  about: ({ agentId, keyKind }) => (keyKind === "workload" ? [keyKind, agentId] : [agentId, keyKind]),
  question: (key, { name }) => ({
    title: key.keyKind === "workload" ? `Add a workload identity to ${name}?` : `Add a key to ${name}?`,
    facts: keyFacts(key),
    consequences: riskOfKey(key, name),
    confirm: key.keyKind === "workload" ? "Add identity" : "Add key",
  }),
  run: async (db, { actor, now }, { agentId, connects, ...key }, { name }): Promise<Connected> => {
    const { keys } = await findAgent(db, { viewer: actor, agentId, now });
    const issued = await giveKey(db, actor, agentId, key);
    const replaces = keys.some(({ algorithm }) => algorithm !== "bearer");
    return connected({ id: agentId, name }, { ...issued, connects, replaces, since: now });
  },
});

export const keyRemoval = defineAct({
  name: "agent/remove-key",
  roles: "everyone",
  refreshes: ["/agents"],
  perform: withFields(z.object({ agentId: idField("agt"), keyId: idField("key") }), revokeKey),
});

export const workloadRemoval = defineAct({
  name: "agent/remove-workload",
  roles: "everyone",
  refreshes: ["/agents"],
  perform: withFields(
    z.object({ agentId: idField("agt"), identityId: idField("wid") }),
    removeWorkloadIdentity,
  ),
});
