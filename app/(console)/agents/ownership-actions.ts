"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { idField } from "#app/web/forms/id-field";
import { chosenApprover } from "#app/web/forms/resolve-person";
import { readForm } from "#app/web/forms/run-action";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { storableText } from "#lib/json/storable-text";
import { declineOffers, longestReason } from "#lib/ownership/offers/decline-offers";
import { offerOwnership } from "#lib/ownership/offers/offer-ownership";
import { withdrawOffer } from "#lib/ownership/offers/withdraw-offers";

const offered = z.object({ agentId: idField("agt"), toPersonId: z.string().min(1, "Select a person") });
const which = z.object({ offerId: idField("off") });
const declined = z.object({
  offerIds: z.array(idField("off")),
  reason: storableText(longestReason)
    .trim()
    .min(1, "Enter a reason. It helps the admin decide what to do next."),
});

/** Then opens the agent's page: the page of the form has nothing more to offer. */
export async function offerAgent(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer([], async (actor) => {
    const { db, clock } = runtime();
    const offer = readForm(offered, form);
    const toPersonId = await chosenApprover(actor, "toPersonId", offer.toPersonId);
    await offerOwnership(db, { actor, offers: [{ ...offer, toPersonId }], now: clock() });
    revalidatePath("/agents", "layout");
    redirect(`/agents/${offer.agentId}`);
  });
}

export async function withdraw(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer([], async (actor) => {
    const { db, clock } = runtime();
    await withdrawOffer(db, { actor, ...readForm(which, form), now: clock() });
    revalidatePath("/agents", "layout");
  });
}

export async function decline(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer([], async (actor) => {
    const { db, clock } = runtime();
    await declineOffers(db, { actor, ...readForm(declined, form, ["offerIds"]), now: clock() });
    // A published version, compiled. Immutable like the version itself, apart from lazily created
    // slices.
  });
}
