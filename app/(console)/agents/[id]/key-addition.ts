import { z } from "zod";
import { defineAct, idField, withFields } from "#app/web/forms/act";
import { defineConfirmedAction } from "#app/web/forms/confirmed-action";
import { findAgent } from "#lib/agents/find-agent";
import { revokeKey } from "#lib/ownership/revoke-key";
import { giveKey } from "../give-key.ts";
import { addedKeyFields, keyFacts } from "../key-fields.ts";

const addition = z.object({ agentId: idField("agt") }).and(addedKeyFields);

/** The holder of a key acts as the agent, so the admin or owner confirms with a passkey. */
export const keyAddition = defineConfirmedAction({
  name: "agent/key",
  roles: "everyone",
  refreshes: ["/agents"],
  read: addition,
  look: async (viewer, { agentId }, { db, now }) => {
    const { name } = await findAgent(db, { viewer, agentId, now });
    return { name };
  },
  about: ({ agentId, keyKind }) => [agentId, keyKind],
  question: (key, { name }) => ({
    title: `Add a key to ${name}?`,
    facts: keyFacts(key),
    consequences: [
      key.keyKind === "token"
        ? `Anyone who has this token can ask as ${name}, and use what is approved.`
        : `Anyone who has this key can send requests and act as ${name}.`,
    ],
    confirm: "Add key",
  }),
  run: (_, { actor }, { agentId, ...key }) => giveKey(actor, agentId, key),
});

export const keyRemoval = defineAct({
  name: "agent/remove-key",
  roles: "everyone",
  refreshes: ["/agents"],
  perform: withFields(z.object({ agentId: idField("agt"), keyId: idField("key") }), revokeKey),
});
