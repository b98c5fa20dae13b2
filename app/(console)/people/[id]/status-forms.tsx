"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { endAccess } from "./actions.ts";

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
      action={endAccess}
      fields={{ personId: props.personId, change: props.change }}
      trigger={props.label}
      title={`${props.label}: ${props.name}`}
      description="This happens at once and together:"
      consequences={props.consequences}
      confirm={props.label}
    />
  );
}
