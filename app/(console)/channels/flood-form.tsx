"use client";

import { act } from "#app/(console)/acts/act";
import { Field, Input } from "#components/forms/field";
import { SettingsForm } from "#components/passkey/settings-form";
import type { floodBounds } from "#lib/notifications/channels/flood-limit";

export function FloodForm(props: { requests: number; minutes: number; bounds: typeof floodBounds }) {
  const { requests, minutes, bounds } = props;
  return (
    <SettingsForm action={act("workspace/flood-limit")}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Requests for approval"
          hint={`From ${bounds.requests.min} to ${bounds.requests.max}, by one agent.`}
        >
          <Input name="requests" type="number" inputMode="numeric" required defaultValue={requests} />
        </Field>
        <Field label="Within minutes" hint={`From ${bounds.minutes.min} to ${bounds.minutes.max}.`}>
          <Input name="minutes" type="number" inputMode="numeric" required defaultValue={minutes} />
        </Field>
      </div>
    </SettingsForm>
  );
}
