"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { decline } from "../../ownership-actions.ts";

export function DeclineOffer({ offerId, name }: { offerId: string; name: string }) {
  return (
    <ConfirmAction
      action={decline}
      fields={{ offerId }}
      trigger="Decline"
      triggerProps={{ variant: "outline", size: "lg" }}
      title={`Decline ${name}?`}
      description="It stays as it is, and whoever offered it sees that you declined."
      confirm="Decline"
      doneHref="/agents/mine"
    />
  );
}
