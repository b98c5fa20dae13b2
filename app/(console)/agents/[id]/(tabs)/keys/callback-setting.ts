import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { idField } from "#app/web/forms/act";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { readField, readForm } from "#app/web/forms/run-action";
import { findAgent } from "#lib/agents/find-agent";
import { findCallback } from "#lib/notifications/webhooks/find-endpoint";
import { endpointUrl } from "#lib/notifications/webhooks/register-endpoint";
import { setCallback } from "#lib/notifications/webhooks/set-callback";

const fields = z.object({ agentId: idField("agt"), url: z.string().trim().max(2048) });

/** Sets or replaces an agent's callback. By an admin or the agent's owner. */
export const callbackSetting = defineConfirmedAction({
  name: "agent/callback",
  roles: "everyone",
  refreshes: [],
  read: (form) => {
    const { agentId, url } = readForm(fields, form);
    return { agentId, url: readField("url", () => endpointUrl(url, runtime().config)) };
  },
  look: async (viewer, { agentId }, { db, now }) => {
    const { name, owner } = await findAgent(db, { viewer, agentId, now });
    const before = await findCallback(db, { viewer, agent: { id: agentId, ownerId: owner.id } });
    return { name, before: before?.url ?? null };
  },
  about: ({ agentId }) => [agentId],
  question: ({ url }, { name, before }) => ({
    title: `Set the callback of ${name}?`,
    facts: [...(before === null ? [] : [fact("Before", before)]), fact("URL", url)],
    consequences: [
      "When a request of this agent closes, its ID and state are sent to this URL.",
      "The secret is shown once.",
    ],
    confirm: "Set callback",
  }),
  run: async (db, by, { agentId, url }) => {
    const { secret: masterSecret, config } = runtime();
    return setCallback(db, { ...by, agentId, url, config, masterSecret });
  },
});
