"use client";

import { ActButton } from "#components/forms/act-button";
import type { FormAction } from "#components/forms/action-state.ts";

interface Props {
  action: FormAction<void>;
  fields: Record<string, string>;
  /** What ends, such as “the standing denial of refund.create”. */
  what: string;
}

/** Ends a standing denial or approval, without a passkey. */
export function EndStanding({ action, fields, what }: Props) {
  return (
    <ActButton action={action} fields={fields} label="End" size="sm">
      <span className="sr-only"> {what}</span>
    </ActButton>
  );
}
