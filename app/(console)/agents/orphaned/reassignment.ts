import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineAct, idField } from "#app/web/forms/act";
import { chosenApprover } from "#app/web/forms/resolve-person";
import { CountersignError } from "#lib/kernel/errors";
import { offerOwnership } from "#lib/ownership/offers/offer-ownership";
import type { Viewer } from "#lib/sessions/session";

const pairs = z
  .array(z.object({ agentId: idField("agt"), toPersonId: idField("per") }))
  .min(1)
  .max(200);

/** Offers each agent to the person in the field `owner:<agent id>`. The result is the number of offers. */
export const reassignment = defineAct({
  name: "agents/reassign",
  roles: ["admin"],
  refreshes: ["/agents"],
  perform: async (actor, form) => {
    const { db, clock } = runtime();
    const parsed = pairs.safeParse(await chosenPairs(actor, form));
    if (!parsed.success)
      throw new CountersignError("invalid_input", "no agent has a new owner chosen", {
        userMessage: "Select a new owner for at least one agent.",
        cause: parsed.error,
      });
    await offerOwnership(db, { actor, offers: parsed.data, now: clock() });
    return parsed.data.length;
  },
});

/** The chosen person of each agent, looked up once, also when chosen for many agents. */
async function chosenPairs(actor: Viewer, form: FormData) {
  const chosen = [...form].filter(([name, value]) => name.startsWith("owner:") && value !== "");
  const people = new Map<string, string>();
  for (const [name, value] of chosen) {
    const text = String(value);
    if (!people.has(text)) people.set(text, await chosenApprover(actor, name, text));
  }
  return chosen.map(([name, value]) => ({
    agentId: name.slice("owner:".length),
    toPersonId: people.get(String(value)),
  }));
}
