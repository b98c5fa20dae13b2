"use client";

import { useEffect, useRef } from "react";
import { useAction } from "#components/forms/use-action.ts";
import { Button } from "#components/ui/button";
import { see } from "./notice-actions.ts";

/** Dismisses a notice. The focus moves to the list, because the button leaves the page with it. */
export function SeeNotice({ noticeId, what }: { noticeId: string; what: string }) {
  const { pending, formProps } = useAction(see);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const panel = form.current?.closest<HTMLElement>("[popover]");
    return () => {
      if (panel?.matches(":popover-open")) panel.focus();
    };
  }, []);
  return (
    <form {...formProps} ref={form}>
      <input type="hidden" name="noticeId" value={noticeId} />
      <Button type="submit" variant="outline" size="sm" disabled={pending}>
        Dismiss<span className="sr-only">: {what}</span>
      </Button>
    </form>
  );
}
