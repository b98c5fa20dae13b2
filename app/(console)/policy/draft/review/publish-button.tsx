"use client";

import type { Question } from "#components/forms/action-state.ts";
import { FormMessage } from "#components/forms/form-message";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import { useIsReady } from "#components/ui/use-browser-state.ts";
import { propose, publish } from "./actions.ts";

/**
 * Publishes or proposes the reviewed version. The review around it is the question: a dialog asks
 * again only if the server's question differs.
 */
export function PublishButton(props: { isFirst: boolean; digest: string; question: Question }) {
  const { isFirst, digest, question } = props;
  const isReady = useIsReady();
  const { pending, formProps, message, dialog } = useConfirmedAction(isFirst ? propose : publish, question);
  return (
    <>
      <form
        className="-mx-4 -mb-4 sm:-mx-5 sm:-mb-5 sticky bottom-0 z-10 grid gap-2 border-t bg-card px-4 py-3 sm:px-5"
        {...formProps}
      >
        <input type="hidden" name="digest" value={digest} />
        <FormMessage message={message} />
        <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
          <p className="mr-auto text-muted-foreground text-sm">You'll confirm with your passkey.</p>
          <Button type="submit" disabled={pending || !isReady}>
            {pending ? "Waiting for your passkey…" : question.confirm}
          </Button>
        </div>
      </form>
      <ConfirmDialog {...dialog} />
    </>
  );
}
