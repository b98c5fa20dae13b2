"use client";

import { act } from "#app/(console)/acts/act";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { Button } from "#components/ui/button";

export function CancelReplay({ replayId }: { replayId: string }) {
  const { pending, formProps, message } = useAction(act("replay/cancel"));
  return (
    <form className="grid gap-3" {...formProps}>
      <input type="hidden" name="replayId" value={replayId} />
      <Button type="submit" variant="outline" className="w-fit" disabled={pending}>
        {pending ? "Stopping…" : "Stop preview"}
      </Button>
      <FormMessage message={message} />
    </form>
  );
}
