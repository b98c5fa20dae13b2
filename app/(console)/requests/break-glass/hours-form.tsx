"use client";

import { FormMessage } from "#components/forms/form-message";
import { Saved } from "#components/forms/saved";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { useAction } from "../../../../components/forms/use-action.ts";
import { changeHours } from "./actions.ts";

/** Within how many hours a broken glass has to be reviewed. */
export function HoursForm({ hours, longest }: { hours: number; longest: number }) {
  const { pending, formProps, message, errorOf, done } = useAction(changeHours);
  return (
    <form className="grid gap-3" noValidate {...formProps}>
      <Field
        label="Hours until a review is due"
        hint="For glasses broken from now on. When it has passed, every admin is told."
        error={errorOf("hours")}
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
      <FormMessage message={message} />
      <div className="flex items-center gap-3">
        <Button type="submit" variant="outline" disabled={pending}>
          {pending ? "Saving…" : "Save"}
        </Button>
        <Saved when={done} />
      </div>
    </form>
  );
}
