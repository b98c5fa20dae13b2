"use client";

import { ActButton } from "#components/forms/act-button";
import type { FormAction } from "#components/forms/action-state.ts";

interface Props {
  action: FormAction<void>;
  agentId: string;
  denialId: string;
  actionType: string;
}

/** Ends a standing denial, without a passkey. */
export function EndStandingDenial({ action, agentId, denialId, actionType }: Props) {
  return (
    <ActButton action={action} fields={{ agentId, denialId }} label="End" size="sm">
      <span className="sr-only"> the standing denial of {actionType}</span>
    </ActButton>
  );
}
