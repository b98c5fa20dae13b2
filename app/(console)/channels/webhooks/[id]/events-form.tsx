"use client";

import { act } from "#app/(console)/acts/act";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { type EventChoice, EventChoices } from "../event-choices.tsx";

export function EventsForm(props: { endpointId: string; choices: EventChoice[]; chosen: string[] }) {
  const form = useConfirmedAction(act("webhook/events"));
  return (
    <ConfirmedForm form={form} submit="Change events…" fields={{ endpointId: props.endpointId }}>
      <EventChoices choices={props.choices} chosen={props.chosen} />
    </ConfirmedForm>
  );
}
