"use client";

import { useAction } from "#components/forms/use-action.ts";
import { Button } from "#components/ui/button";
import { see } from "./notice-actions.ts";

export function SeeNotice({ noticeId, what }: { noticeId: string; what: string }) {
  const { pending, formProps } = useAction(see);
  return (
    <form {...formProps}>
      <input type="hidden" name="noticeId" value={noticeId} />
      <Button type="submit" variant="outline" size="sm" disabled={pending}>
        Dismiss<span className="sr-only">: {what}</span>
      </Button>
    </form>
  );
}
