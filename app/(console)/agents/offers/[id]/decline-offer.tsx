"use client";

import { DeclineDialog } from "#components/ownership/decline-dialog";
import { decline } from "../../ownership-actions.ts";

export function DeclineOffer(props: { offerId: string; name: string; longest: number }) {
  const { offerId, name, longest } = props;
  return (
    <DeclineDialog
      action={decline}
      offers={[{ offerId, name }]}
      longest={longest}
      trigger="Decline"
      size="lg"
      doneHref="/agents/mine"
    />
  );
}
