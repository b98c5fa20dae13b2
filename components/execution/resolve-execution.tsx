import { useEffect, useState } from "react";
import type { ActionState } from "#components/forms/action-state.ts";
import { Radio } from "#components/forms/checkbox";
import { TextField } from "#components/forms/controlled-field";
import { Fieldset } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { UntrustedCode } from "#components/text/untrusted-text";
import { Button } from "#components/ui/button";
import { Dialog, DialogCancel, DialogFooter, DialogHead } from "#components/ui/dialog/dialog";

/** Records whether an uncertain action ran. No passkey: the finding allows nothing. */
export function ResolveExecution(props: {
  action: (previous: ActionState, form: FormData) => Promise<ActionState>;
  requestId: string;
  /** The action, to tell apart the buttons of a list. */
  what: string;
  /** The agent's own notation of the action, to tell apart actions of one type: untrusted. */
  notation?: string | null;
  longestNote: number;
}) {
  const { pending, formProps, message, done, errorOf } = useAction(props.action);
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState("");
  useEffect(() => {
    if (done) setOpen(false);
  }, [done]);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button variant="outline" size="sm" className="w-fit">
          Resolve…<span className="sr-only"> {props.what}</span>
        </Button>
      }
    >
      <DialogHead title="Resolve this action?">
        Look in the tool first. Your finding is stored permanently and can't be undone.
      </DialogHead>
      <div className="mb-4 grid gap-0.5">
        <p className="font-medium [overflow-wrap:anywhere]">{props.what}</p>
        {props.notation ? <UntrustedCode text={props.notation} className="text-muted-foreground" /> : null}
      </div>
      <form className="flex flex-col gap-4" noValidate {...formProps}>
        <input type="hidden" name="requestId" value={props.requestId} />
        <Fieldset legend="What did you find?" error={errorOf("finding")}>
          <Radio name="finding" value="ran" label="It ran" />
          <Radio name="finding" value="did_not_run" label="It didn't run" />
        </Fieldset>
        <TextField
          label="Note"
          hint="Say where you looked and what you saw."
          error={errorOf("note")}
          name="note"
          rows={3}
          required
          maxLength={props.longestNote}
          value={note}
          onChange={setNote}
        />
        <FormMessage message={message} />
        <DialogFooter>
          <DialogCancel />
          <Button type="submit" disabled={pending}>
            {pending ? "Saving…" : "Resolve action"}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
