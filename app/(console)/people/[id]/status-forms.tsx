"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { FormMessage } from "#components/forms/form-message";
import { Button } from "#components/ui/button";
import { useAction } from "../../../../components/forms/use-action.ts";
import { changeStatus } from "./actions.ts";

/** Suspend or mark as left: says what will happen, in numbers, before it does. */
export function EndAccess(props: {
  personId: string;
  name: string;
  change: "suspend" | "leave";
  label: string;
  consequences: string[];
}) {
  return (
    <ConfirmAction
      action={changeStatus}
      fields={{ personId: props.personId, change: props.change }}
      trigger={props.label}
      title={`${props.label}: ${props.name}`}
      description="This happens at once and together:"
      consequences={props.consequences}
      confirm={props.label}
    />
  );
}

export function Reinstate({ personId }: { personId: string }) {
  const { pending, formProps, message } = useAction(changeStatus);
  return (
    <form className="grid gap-3" {...formProps}>
      <input type="hidden" name="personId" value={personId} />
      <input type="hidden" name="change" value="reinstate" />
      <FormMessage message={message} />
      <Button type="submit" variant="outline" className="w-fit" disabled={pending}>
        {pending ? "Working…" : "Reinstate"}
      </Button>
    </form>
  );
}
