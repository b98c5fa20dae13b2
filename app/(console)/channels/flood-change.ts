import { z } from "zod";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { counted } from "#components/text/plural.ts";
import { floodBounds, isQuieter, saveFloodLimit } from "#lib/notifications/channels/flood-limit";
import { findFloodLimit } from "#lib/workspace/find-workspace";

const change = z.object({ requests: between("requests"), minutes: between("minutes") });

/** Changes from when on an agent floods. Fewer requests, or a longer time, take a passkey. */
export const floodChange = defineConfirmedAction({
  name: "workspace/flood-limit",
  roles: ["admin"],
  refreshes: ["/channels"],
  read: change,
  look: async (_, __, { db }) => {
    const { floodRequests, floodMinutes } = await findFloodLimit(db);
    return { requests: floodRequests, minutes: floodMinutes };
  },
  about: ({ requests, minutes }) => [`${requests}+${minutes}`],
  isFast: (wanted, seen) => !isQuieter(wanted, seen),
  question: (wanted, seen) => ({
    title: "Change the flood limit?",
    facts: [fact("Current limit", words(seen)), fact("New limit", words(wanted))],
    consequences: [
      "Above the new limit, an agent's requests for approval become one card.",
      "Its owner is notified once, and no one is notified of each request.",
    ],
    confirm: "Change limit",
  }),
  run: async (db, by, wanted, seen) => {
    const confirmedFrom = by.confirmedWith ? seen : undefined;
    await saveFloodLimit(db, { ...wanted, confirmedFrom, ...by });
  },
});

function words({ requests, minutes }: { requests: number; minutes: number }): string {
  return `${counted(requests, "request")} in ${counted(minutes, "minute")}`;
}

function between(what: keyof typeof floodBounds) {
  const { min, max } = floodBounds[what];
  const error = `enter a whole number from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}
