"use client";

import { act } from "#app/(console)/acts/act";
import { Field, Input } from "#components/forms/field";
import { SettingsForm } from "#components/passkey/settings-form";
import type { attestationBounds } from "#lib/ownership/attestation-setting";

export function AttestationForm(props: {
  days: number;
  graceDays: number;
  bounds: typeof attestationBounds;
}) {
  return (
    <SettingsForm action={act("workspace/ownership-review")}>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field
          label="Review interval in days"
          hint={`From ${props.bounds.days.min} to ${props.bounds.days.max} days.`}
        >
          <Input name="days" type="number" inputMode="numeric" required defaultValue={props.days} />
        </Field>
        <Field
          label="Grace period in days"
          hint={`From ${props.bounds.graceDays.min} to ${props.bounds.graceDays.max}. Owners get a notification.`}
        >
          <Input name="graceDays" type="number" inputMode="numeric" required defaultValue={props.graceDays} />
        </Field>
      </div>
      <p className="text-muted-foreground">
        Owners get the full grace period after a change. You'll confirm with your passkey if agents get more
        time.
      </p>
    </SettingsForm>
  );
}
