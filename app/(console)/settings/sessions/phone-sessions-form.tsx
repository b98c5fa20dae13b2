"use client";

import { act } from "#app/(console)/acts/act";
import { Field, Input } from "#components/forms/field";
import { SettingsForm } from "#components/passkey/settings-form";

export function PhoneSessionsForm(props: { days: number; bounds: { min: number; max: number } }) {
  const { min, max } = props.bounds;
  return (
    <SettingsForm action={act("workspace/phone-sessions")}>
      <Field label="Days without use" hint={`${min} to ${max}. With 0, sessions end after 12 hours.`}>
        <Input
          name="days"
          type="number"
          inputMode="numeric"
          required
          defaultValue={props.days}
          className="max-w-40"
        />
      </Field>
    </SettingsForm>
  );
}
