"use client";

import { confirmedAction } from "#components/passkey/confirmation.ts";
import { TakeResponsibility } from "../take-responsibility.tsx";
import { takeResponsibilityForEventSource } from "./actions.ts";

const confirmed = confirmedAction(
  takeResponsibilityForEventSource,
  (form) => `transmitter/answer/${form.get("id") as `trm_${string}`}`,
);

export function TakeResponsibilityForEventSource({
  eventSourceId,
  name,
}: {
  eventSourceId: string;
  name: string;
}) {
  return <TakeResponsibility action={confirmed} id={eventSourceId} name={name} />;
}
