"use client";

import { type ReactNode, useState } from "react";
import type { ActionState } from "#components/forms/action-state.ts";
import { ConfirmAction } from "#components/forms/confirm-action";
import { TextField } from "#components/forms/controlled-field";
import type { ButtonProps } from "#components/ui/button";

interface Props {
  action: (previous: ActionState, form: FormData) => Promise<ActionState>;
  longestReason: number;
  size?: ButtonProps["size"];
  fields: Record<string, string>;
  trigger: ReactNode;
  openAt?: string | undefined;
  title: string;
  consequences: string[];
  confirm: string;
}

/** Asks for a hold, with an optional reason. */
export function HoldDialog({ longestReason, size, ...shown }: Props) {
  const [reason, setReason] = useState("");
  return (
    <ConfirmAction {...shown} triggerProps={size ? { size } : {}} description="Right away:">
      <TextField
        label="Reason"
        hint="Shown to the owner and admins."
        optional
        name="reason"
        maxLength={longestReason}
        rows={2}
        value={reason}
        onChange={setReason}
      />
    </ConfirmAction>
  );
}
