"use client";

import { act } from "#app/(console)/acts/act";
import { codeGoesTo, EnrollmentCode } from "#components/boundaries/enrollment-code";
import { SubmitButton } from "#components/forms/act-form";
import { FormMessage } from "#components/forms/form-message";
import { ProposedNote } from "#components/forms/proposed";
import { ConfirmedActForm } from "#components/passkey/confirmed-act-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";

export function NewCode(props: { boundaryId: string; origin: string; kind: string | null }) {
  const { boundaryId, origin, kind } = props;
  const form = useConfirmedAction(act("boundary/code"));
  const { message, result } = form;
  return (
    <div className="grid gap-4">
      <ConfirmedActForm form={form} fields={{ boundaryId }}>
        <SubmitButton variant="outline" working="Checking…">
          Create code…
        </SubmitButton>
      </ConfirmedActForm>
      <FormMessage message={message} />
      <ProposedNote when={result !== undefined && "proposalId" in result}>{codeGoesTo}</ProposedNote>
      {result && "code" in result ? <EnrollmentCode origin={origin} issued={result} kind={kind} /> : null}
    </div>
  );
}
