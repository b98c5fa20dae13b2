"use client";

import { AfterLoad, loadLater } from "#components/ui/after-load";

const OfferCard = loadLater(async () => (await import("./offer-card.tsx")).OfferCard);

/** OfferCard for the page of a request, where few views offer it. */
export function OfferCardLater() {
  return (
    <AfterLoad>
      <OfferCard />
    </AfterLoad>
  );
}
