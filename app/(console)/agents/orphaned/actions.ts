"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { idField } from "#app/web/forms/id-field";
import { chosenApprover } from "#app/web/forms/resolve-person";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { CountersignError } from "#lib/kernel/errors";
import { offerOwnership } from "#lib/ownership/offers/offer-ownership";
import type { Viewer } from "#lib/sessions/session";

const pairs = z
  .array(z.object({ agentId: idField("agt"), toPersonId: idField("per") }))
  .min(1)
  .max(200);

/**
 * Offers each agent to the person chosen in the field `owner:<agent id>`.
 * @returns the number of offers.
 */
export async function reassign(_previous: ActionState<number>, form: FormData): Promise<ActionState<number>> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    const parsed = pairs.safeParse(await chosenPairs(actor, form));
    if (!parsed.success)
      throw new CountersignError("invalid_input", "no agent has a new owner chosen", {
        userMessage: "Select a new owner for at least one agent.",
        cause: parsed.error,
      });
    await offerOwnership(db, { actor, offers: parsed.data, now: clock() });
    revalidatePath("/agents", "layout");
    return parsed.data.length;
  });
}

/**
 * The chosen person of each agent. Each person is looked up once, also when chosen for many agents.
 */
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
