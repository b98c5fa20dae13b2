"use client";

import { Checkbox } from "#components/forms/checkbox";
import { SettingsForm } from "#components/passkey/settings-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { saveDetails } from "./actions.ts";

/** A tick for each channel whose messages may name the action and the amount. */
export function DetailsForm({ channels }: { channels: { id: string; label: string; isOn: boolean }[] }) {
  const form = useConfirmedAction(saveDetails);
  return (
    <SettingsForm form={form}>
      <div className="grid gap-2 sm:grid-cols-2">
        {channels.map(({ id, label, isOn }) => (
          <Checkbox key={id} name="channels" value={id} label={label} defaultChecked={isOn} />
        ))}
      </div>
    </SettingsForm>
  );
}
