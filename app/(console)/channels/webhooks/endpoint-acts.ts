import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineAct, idField, withFields } from "#app/web/forms/act";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { beforeAfter } from "#app/web/forms/proposal-words";
import { readField, readForm } from "#app/web/forms/run-action";
import { changeEvents } from "#lib/notifications/webhooks/change-events";
import { findEndpoint } from "#lib/notifications/webhooks/find-endpoint";
import {
  endpointFields,
  endpointUrl,
  eventTypesField,
  type RegisteredEndpoint,
  registerEndpoint,
} from "#lib/notifications/webhooks/register-endpoint";
import { rotateSecret } from "#lib/notifications/webhooks/rotate-secret";
import { sendAgain, sendTestEvent } from "#lib/notifications/webhooks/send-again";
import { removeEndpoint, switchEndpoint } from "#lib/notifications/webhooks/switch-endpoint";
import type { Viewer } from "#lib/sessions/session";
import type { Proposed } from "#lib/two-admins/propose-change";

const which = z.object({ endpointId: idField("whe") });

export const registration = defineConfirmedAction({
  name: "webhook/register",
  roles: ["admin"],
  refreshes: ["/channels"],
  read: (form) => {
    const fields = readForm(endpointFields, form, ["eventTypes"]);
    return { ...fields, url: readField("url", () => endpointUrl(fields.url, runtime().config)) };
  },
  question: ({ url, description, eventTypes }) => ({
    title: `Add ${description} as an endpoint?`,
    facts: [fact("URL", url), fact("Events", eventTypes.join("\n"))],
    consequences: consequencesOfEndpoint,
    confirm: "Add endpoint",
  }),
  run: async (db, by, fields): Promise<RegisteredEndpoint | Proposed> => {
    const { secret: masterSecret, config } = runtime();
    return registerEndpoint(db, { ...by, ...fields, masterSecret, config });
  },
  proposes: "webhook.register",
  proposalWords: ({ url, description, event_types }) => ({
    title: `Add the webhook endpoint ${description}`,
    href: "/channels/webhooks",
    facts: [fact("URL", url), fact("Events", event_types.join("\n"))],
    consequences: consequencesOfEndpoint,
  }),
});

const consequencesOfEndpoint = [
  "IDs, states and action types of requests are sent to this URL. Parameters and names aren't.",
  "The secret is shown once.",
];

export const eventsChange = defineConfirmedAction({
  name: "webhook/events",
  roles: ["admin"],
  refreshes: ["/channels"],
  read: which.extend({ eventTypes: eventTypesField }),
  many: ["eventTypes"],
  look: async (viewer, { endpointId }, { db }) => {
    const { url, eventTypes } = await findEndpoint(db, { viewer, endpointId });
    return { url, before: eventTypes };
  },
  about: ({ endpointId }) => [endpointId],
  question: ({ eventTypes }, { url, before }) => ({
    title: "Change the events?",
    facts: [fact("URL", url), fact("Before", before.join("\n")), fact("After", eventTypes.join("\n"))],
    consequences: consequencesOfEvents,
    confirm: "Change events",
  }),
  run: (db, by, { endpointId, eventTypes }, { before: seen }): Promise<Proposed | undefined> =>
    changeEvents(db, { ...by, endpointId, seen, eventTypes }),
  proposes: "webhook.events",
  proposalWords: ({ endpoint, url, description, before, after }) => ({
    title: `Change the events of ${description}`,
    href: `/channels/webhooks/${endpoint}`,
    facts: [fact("URL", url), ...beforeAfter(before.join("\n"), after.join("\n"))],
    consequences: consequencesOfEvents,
  }),
});

const consequencesOfEvents = ["The change applies to events from now on."];

export const rotation = defineConfirmedAction({
  name: "webhook/rotate",
  roles: "everyone",
  refreshes: [],
  read: which,
  look: urlOf,
  about: ({ endpointId }) => [endpointId],
  question: (_, { url }) => ({
    title: "Rotate the secret?",
    facts: [fact("URL", url)],
    consequences: [
      "The new secret is shown once.",
      "For 24 hours, messages are signed with both secrets. Then the old one stops working.",
    ],
    confirm: "Rotate secret",
  }),
  run: (db, by, { endpointId }) => rotateSecret(db, { ...by, endpointId, masterSecret: runtime().secret }),
});

export const switching = defineConfirmedAction({
  name: "webhook/switch",
  roles: "everyone",
  refreshes: ["/"],
  read: which.extend({ to: z.enum(["active", "disabled"]) }),
  look: urlOf,
  about: ({ to, endpointId }) => [to, endpointId],
  question: ({ to }, { url }) => ({
    title: to === "active" ? "Turn the endpoint on?" : "Turn the endpoint off?",
    facts: [fact("URL", url)],
    consequences:
      to === "active"
        ? ["Events from now on are sent to it. Events it missed aren't."]
        : ["Messages that are on their way aren't sent, and new events aren't either."],
    confirm: to === "active" ? "Turn on" : "Turn off",
    isDestructive: to === "disabled",
  }),
  run: (db, by, { to, endpointId }) => switchEndpoint(db, { ...by, endpointId, to }),
});

/** For an endpoint. The page is gone afterwards. */
export const removal = defineConfirmedAction({
  name: "webhook/remove",
  roles: ["admin"],
  refreshes: [],
  read: which,
  look: urlOf,
  about: ({ endpointId }) => [endpointId],
  question: (_, { url }) => ({
    title: "Remove the endpoint?",
    facts: [fact("URL", url)],
    consequences: ["Deletes its secret. Messages that are on their way aren't sent."],
    confirm: "Remove endpoint",
    isDestructive: true,
  }),
  run: (db, by, { endpointId }) => removeEndpoint(db, { ...by, endpointId }),
});

/** For a callback, also managed by the agent's owner. */
export const callbackRemoval = defineConfirmedAction({
  ...removal,
  name: "webhook/remove-callback",
  roles: "everyone",
  refreshes: ["/agents"],
});

export const testSending = defineAct({
  name: "webhook/test",
  roles: "everyone",
  refreshes: ["/"],
  perform: withFields(which, sendTestEvent),
});

export const sendingAgain = defineAct({
  name: "webhook/send-again",
  roles: "everyone",
  refreshes: ["/"],
  perform: withFields(which.extend({ deliveryId: idField("dlv") }), sendAgain),
});

async function urlOf(viewer: Viewer, { endpointId }: { endpointId: string }) {
  const { url } = await findEndpoint(runtime().db, { viewer, endpointId });
  return { url };
}
