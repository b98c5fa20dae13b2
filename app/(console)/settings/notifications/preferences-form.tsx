"use client";

import { useState } from "react";
import { act } from "#app/(console)/acts/act";
import { ActForm, SubmitButton } from "#components/forms/act-form";
import { Checkbox } from "#components/forms/checkbox";
import { Field, Input, Select } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { useDoneToast } from "#components/forms/use-done-toast.ts";
import { useTimeZone } from "#components/ui/use-browser-state.ts";
import { ChannelsByClass } from "./channels-by-class.tsx";
import type { PreferencesShown } from "./preference-fields.ts";

export function PreferencesForm(props: {
  preferences: PreferencesShown;
  channels: string[];
  budgetBounds: { min: number; max: number };
}) {
  const { preferences } = props;
  const form = useAction(act("preferences/save"));
  useDoneToast(form.state, "Saved");
  const [isQuiet, setIsQuiet] = useState(preferences.quietFrom !== null);
  const [digest, setDigest] = useState<string>(preferences.digest);
  return (
    <ActForm form={form} className="grid gap-6">
      <ChannelsByClass chosen={preferences.channels} channels={props.channels} />
      <fieldset className="grid gap-3">
        <legend className="mb-2 font-semibold text-sm">Quiet hours</legend>
        <Checkbox
          name="quiet"
          label="Use quiet hours"
          hint="Notifications wait until they end. Backup approvers are notified instead."
          checked={isQuiet}
          onChange={({ target }) => setIsQuiet(target.checked)}
        />
        {isQuiet ? (
          <QuietHours preferences={preferences} />
        ) : (
          preferences.quietExcept.map((each) => (
            <input key={each} type="hidden" name="quietExcept" value={each} />
          ))
        )}
        <TimeZone saved={preferences.isSaved ? preferences.timeZone : undefined} />
      </fieldset>
      <fieldset className="grid items-start gap-3 sm:grid-cols-2">
        <legend className="mb-2 font-semibold text-sm">Digest, budget and delegation</legend>
        <Field
          label="Low-risk requests"
          hint="Read-only and Write. Requests that would expire sooner are sent alone."
        >
          <Select name="digest" value={digest} onChange={({ target }) => setDigest(target.value)}>
            <option value="off">Each request immediately</option>
            <option value="hourly">One digest an hour</option>
            <option value="daily">One digest a day</option>
          </Select>
        </Field>
        {digest === "daily" ? (
          <Field label="Digest time">
            <Input name="digestAt" type="time" required defaultValue={preferences.digestAt} />
          </Field>
        ) : null}
        <Field
          label="Hourly budget"
          optional
          hint="Requests an hour. Above it, similar ones come together and backup approvers are notified."
        >
          <Input
            name="hourlyBudget"
            type="number"
            inputMode="numeric"
            min={props.budgetBounds.min}
            max={props.budgetBounds.max}
            defaultValue={preferences.hourlyBudget ?? ""}
          />
        </Field>
        <Checkbox
          name="holdsFloods"
          label="Hold an agent that floods me"
          hint="An agent you own is put on hold if it asks you more than twice your budget in an hour."
          defaultChecked={preferences.holdsFloods}
        />
        <Field label="While a delegate decides" hint="Applies during your delegations.">
          <Select name="whenAway" defaultValue={preferences.whenAway}>
            <option value="delegate">Notify only my delegate</option>
            <option value="both">Notify both of us</option>
          </Select>
        </Field>
      </fieldset>
      <FormMessage message={form.message} />
      <SubmitButton working="Saving…" className="justify-self-start">
        Save preferences
      </SubmitButton>
    </ActForm>
  );
}

function QuietHours({ preferences }: { preferences: PreferencesShown }) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="From">
        <Input name="quietFrom" type="time" required defaultValue={preferences.quietFrom ?? "22:00"} />
      </Field>
      <Field label="Until">
        <Input name="quietUntil" type="time" required defaultValue={preferences.quietUntil ?? "07:00"} />
      </Field>
      <Checkbox
        className="sm:col-span-2"
        name="quietExcept"
        value="critical"
        label="Let critical requests through"
        hint="Production, Destructive and Unclassified."
        defaultChecked={preferences.quietExcept.includes("critical")}
      />
      <Checkbox
        className="sm:col-span-2"
        name="quietExcept"
        value="financial"
        label="Let financial requests through"
        defaultChecked={preferences.quietExcept.includes("financial")}
      />
    </div>
  );
}

/** The browser's time zone until the person saves a time zone. */
function TimeZone({ saved }: { saved: string | undefined }) {
  const here = useTimeZone();
  return (
    <Field label="Time zone" hint="For example Europe/Berlin.">
      <Input key={saved ?? here} name="timeZone" required defaultValue={saved ?? here} />
    </Field>
  );
}
