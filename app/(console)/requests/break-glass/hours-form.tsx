"use client";

import { act } from "#app/(console)/acts/act";
import { Field, Input } from "#components/forms/field";
import { SettingsForm } from "#components/passkey/settings-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";

export function HoursForm({ hours, longest }: { hours: number; longest: number }) {
  const form = useConfirmedAction(act("workspace/break-glass-deadline"));
  return (
    <SettingsForm form={form}>
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
