import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineAct, idField, withFields } from "#app/web/forms/act";
import { chosenApprover } from "#app/web/forms/resolve-person";
import { readForm } from "#app/web/forms/run-action";
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

/** Then opens the agent's page, because the form's page offers nothing more. */
export const offering = defineAct({
  name: "agent/offer",
  roles: "everyone",
  refreshes: [],
  perform: async (actor, form): Promise<void> => {
    const { db, clock } = runtime();
    const offer = readForm(offered, form);
    const toPersonId = await chosenApprover(actor, "toPersonId", offer.toPersonId);
    await offerOwnership(db, { actor, offers: [{ ...offer, toPersonId }], now: clock() });
    revalidatePath("/agents", "layout");
    redirect(`/agents/${offer.agentId}`);
  },
});

export const offerWithdrawal = defineAct({
  name: "agent/withdraw-offer",
  roles: "everyone",
  refreshes: ["/agents"],
  perform: withFields(which, withdrawOffer),
});

/** No page is rendered again, because the offer's page is gone. */
export const offerDeclining = defineAct({
  name: "agent/decline-offers",
  roles: "everyone",
  refreshes: [],
  perform: withFields(declined, declineOffers, ["offerIds"]),
});
