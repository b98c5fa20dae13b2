import { runtime } from "#app/runtime/runtime";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { counted } from "#components/text/plural.ts";
import { eventSourceFields, registerEventSource } from "#lib/provisioning/signals/register-event-source";

/** Events signed with the source's keys end sessions and suspend people, and freeze all agents if allowed. */
export const registration = defineConfirmedAction({
  name: "event-source/register",
  roles: ["admin"],
  refreshes: ["/settings/signals"],
  read: eventSourceFields,
  question: ({ name, issuer, audience, keys, mayFreeze }) => ({
    title: `Add ${name} as a security event source?`,
    facts: [
      fact("Issuer", issuer),
      fact("Audience", audience),
      keys.jwks
        ? fact("Keys", `${counted(keys.jwks.keys.length, "pasted key")}`)
        : fact("JWKS address", keys.url ?? ""),
    ],
    consequences: [
      "Events signed with these keys can end sessions and suspend people.",
      ...(mayFreeze ? ["They can also freeze all agents. Only an admin can release the agents."] : []),
      "You'll be the admin responsible for it.",
    ],
    confirm: "Add event source",
  }),
  run: async (db, by, fields) => {
    const { config } = runtime();
    await registerEventSource(db, { ...fields, config, ...by });
    return { name: fields.name, endpoint: `${config.origin}/ssf/events`, audience: fields.audience };
  },
});
