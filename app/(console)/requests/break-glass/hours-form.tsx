"use client";

import { act } from "#app/(console)/acts/act";
import { Field, Input } from "#components/forms/field";
import { SettingsForm } from "#components/passkey/settings-form";

export function HoursForm({ hours, longest }: { hours: number; longest: number }) {
  return (
    <SettingsForm action={act("workspace/break-glass-deadline")}>
      <Field
        label="Review deadline in hours"
        hint="For break-glass approvals from now on. All admins are notified when a review is overdue."
      >
        <Input
          name="hours"
          type="number"
          min={1}
          max={longest}
          defaultValue={hours}
          className="sm:max-w-32"
        />
      </Field>
    </SettingsForm>
  );
}
