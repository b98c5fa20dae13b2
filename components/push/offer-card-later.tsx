"use client";

import { later } from "#components/ui/after-load";

/** OfferCard for the page of a request, where few views offer it. */
export const OfferCardLater = later(async () => (await import("./offer-card.tsx")).OfferCard);
