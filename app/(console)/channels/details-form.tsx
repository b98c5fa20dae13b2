"use client";

import { act } from "#app/(console)/acts/act";
import { Checkbox } from "#components/forms/checkbox";
import { SettingsForm } from "#components/passkey/settings-form";

/** A tick for each channel whose messages may name the action and the amount. */
export function DetailsForm({ channels }: { channels: { id: string; label: string; isOn: boolean }[] }) {
  return (
    <SettingsForm action={act("workspace/message-details")}>
      <div className="grid gap-2 sm:grid-cols-2">
        {channels.map(({ id, label, isOn }) => (
          <Checkbox key={id} name="channels" value={id} label={label} defaultChecked={isOn} />
        ))}
      </div>
    </SettingsForm>
  );
}
