"use client";

import { act } from "#app/(console)/acts/act";
import { ActForm, SubmitButton } from "#components/forms/act-form";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { Alert } from "#components/ui/alert";

export function SendTest() {
  const form = useAction(act("mail/test"));
  const { pending, result, message } = form;
  const shown = pending ? undefined : result;
  return (
    <ActForm form={form} className="grid gap-3">
      <SubmitButton variant="outline" className="w-fit" working="Sending…">
        Send test email
      </SubmitButton>
      <FormMessage message={message} />
      <div role="status" className="empty:absolute">
        {shown && shown.fault === undefined ? (
          <Alert variant="success" title="Test email sent">
            The mail server accepted it for {shown.sentTo}. Check your inbox.
          </Alert>
        ) : null}
      </div>
      <div role="alert" className="empty:absolute">
        {shown?.fault === undefined ? null : (
          <Alert variant="danger" title="Test email not sent">
            {shown.fault}
          </Alert>
        )}
      </div>
    </ActForm>
  );
}
