"use client";

import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { Input } from "#components/forms/input";
import { Saved } from "#components/forms/saved";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import { saveFlood } from "./actions.ts";

interface Bounds {
  min: number;
  max: number;
}

/** From when on an agent's requests are one card, announced once. */
export function FloodForm(props: {
  requests: number;
  minutes: number;
  bounds: { requests: Bounds; minutes: Bounds };
}) {
  const { pending, formProps, message, errorOf, done, dialog } = useConfirmedAction(saveFlood);
  const { requests, minutes, bounds } = props;
  return (
    <>
      <form className="grid gap-4" noValidate {...formProps}>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label="Pending requests"
            hint={`From ${bounds.requests.min} to ${bounds.requests.max}, by one agent.`}
            error={errorOf("requests")}
          >
            <Input name="requests" type="number" inputMode="numeric" required defaultValue={requests} />
          </Field>
          <Field
            label="Within minutes"
            hint={`From ${bounds.minutes.min} to ${bounds.minutes.max}.`}
            error={errorOf("minutes")}
          >
            <Input name="minutes" type="number" inputMode="numeric" required defaultValue={minutes} />
          </Field>
        </div>
        <FormMessage message={message} />
        <div className="flex items-center gap-3">
          <Button type="submit" disabled={pending}>
            {pending ? "Saving…" : "Save"}
          </Button>
          <Saved when={done} />
        </div>
      </form>
      <ConfirmDialog {...dialog} />
    </>
  );
}
