"use client";

import { act } from "#app/(console)/acts/act";
import { codeGoesTo, EnrollmentCode } from "#components/boundaries/enrollment-code";
import { FormMessage } from "#components/forms/form-message";
import { ProposedNote } from "#components/forms/proposed";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";

export function NewCode(props: { boundaryId: string; origin: string; kind: string | null }) {
  const { boundaryId, origin, kind } = props;
  const { pending, formProps, message, result, dialog } = useConfirmedAction(act("boundary/code"));
  return (
    <div className="grid gap-4">
      <form {...formProps}>
        <input type="hidden" name="boundaryId" value={boundaryId} />
        <Button type="submit" variant="outline" disabled={pending}>
          {pending ? "Checking…" : "Create code…"}
        </Button>
      </form>
      <ConfirmDialog {...dialog} />
      <FormMessage message={message} />
      <ProposedNote when={result !== undefined && "proposalId" in result}>{codeGoesTo}</ProposedNote>
      {result && "code" in result ? <EnrollmentCode origin={origin} issued={result} kind={kind} /> : null}
    </div>
  );
}
