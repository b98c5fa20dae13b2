"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { attempt, readForm } from "#app/attempt";
import { chosenApprover } from "#app/chosen";
import { idField } from "#app/id-field";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { storableText } from "#lib/json/storable-text";
import { withdrawOffer } from "#lib/ownership/close-offer";
import { declineOffers, longestReason } from "#lib/ownership/decline-offers";
import { offerOwnership } from "#lib/ownership/offer-ownership";
import type { ActionState } from "../../../components/forms/action-state.ts";

const offered = z.object({ agentId: idField("agt"), toPersonId: z.string().min(1, "Select a person") });
const which = z.object({ offerId: idField("off") });
const declined = z.object({
  offerIds: z.array(idField("off")),
  reason: storableText(longestReason)
    .trim()
    .min(1, "Enter a reason. It helps the admin decide what to do next."),
});

export async function offerAgent(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer();
  return attempt(async () => {
    const { db, clock } = runtime();
    const offer = readForm(offered, form);
    const toPersonId = await chosenApprover(actor, "toPersonId", offer.toPersonId);
    await offerOwnership(db, { actor, offers: [{ ...offer, toPersonId }], now: clock() });
    revalidatePath("/agents", "layout");
    return undefined;
  });
}

export async function withdraw(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer();
  return attempt(async () => {
    const { db, clock } = runtime();
    await withdrawOffer(db, { actor, ...readForm(which, form), now: clock() });
    revalidatePath("/agents", "layout");
    return undefined;
  });
}

export async function decline(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer();
  return attempt(async () => {
    const { db, clock } = runtime();
    await declineOffers(db, { actor, ...readForm(declined, form, ["offerIds"]), now: clock() });
    // The page may be gone with the offers: the client opens another page, which is rendered fresh.
    return undefined;
  });
}
