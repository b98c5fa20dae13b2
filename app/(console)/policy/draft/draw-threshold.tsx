"use client";

import { act } from "#app/(console)/acts/act";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { Button } from "#components/ui/button";

/** Converts rules that together form a threshold, except for the name, to a threshold. */
export function DrawThreshold(props: { thresholdId: string; title: string; revision: number }) {
  const { pending, formProps, message } = useAction(act("draft/draw-threshold"));
  return (
    <form className="grid gap-2" {...formProps}>
      <input type="hidden" name="thresholdId" value={props.thresholdId} />
      <input type="hidden" name="revision" value={props.revision} />
      <FormMessage message={message} />
      <Button type="submit" variant="outline" size="sm" className="w-fit" disabled={pending}>
        {pending ? "Converting…" : "Convert to threshold"}
        <span className="sr-only">: {props.title}</span>
      </Button>
    </form>
  );
}
