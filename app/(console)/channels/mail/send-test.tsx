"use client";

import { act } from "#app/(console)/acts/act";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { Alert } from "#components/ui/alert";
import { Button } from "#components/ui/button";

export function SendTest() {
  const { pending, formProps, result, message } = useAction(act("mail/test"));
  const shown = pending ? undefined : result;
  return (
    <form className="grid gap-3" {...formProps}>
      <Button type="submit" variant="outline" className="w-fit" disabled={pending}>
        {pending ? "Sending…" : "Send test email"}
      </Button>
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
    </form>
  );
}
