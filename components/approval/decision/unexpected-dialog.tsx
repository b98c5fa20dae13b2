import { type FormEvent, useState } from "react";
import { TextField } from "#components/forms/controlled-field";
import { counted } from "#components/text/plural.ts";
import { BulletList } from "#components/ui/bullet-list";
import { Button } from "#components/ui/button";
import { Dialog, DialogCancel, DialogFooter, DialogHead } from "#components/ui/dialog/dialog";
import { type TextPlace, useStoredText } from "./safeguards/stored-text.ts";

/** The further effects of the hold. */
export interface Unexpected {
  agent: string;
  otherRequests: number;
  openGrants: number;
  longestNote: number;
}

interface UnexpectedDialogProps extends Unexpected {
  place: TextPlace;
  isDisabled: boolean;
  /** Whether the request can no longer be decided: closes the dialog. */
  isOver: boolean;
  onConfirm: (note: string) => void;
}

/** Denies the request and holds its agent, without a passkey. A typed note stays until sent. */
export function UnexpectedDialog({ agent, place, onConfirm, ...props }: UnexpectedDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [note, setNote] = useStoredText(place, "unexpected");

  function submit(event: FormEvent) {
    event.preventDefault();
    setIsOpen(false);
    onConfirm(note);
  }

  return (
    <Dialog
      open={isOpen && !props.isOver}
      onOpenChange={setIsOpen}
      trigger={
        <Button variant="link" className="text-[0.8125rem]" disabled={props.isDisabled}>
          I didn't expect this…
        </Button>
      }
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <DialogHead title={`Deny and hold ${agent}?`} isInForm>
          <BulletList items={consequences(agent, props)} className="grid list-disc gap-1 pl-5" wraps />
        </DialogHead>
        <TextField
          label="Note"
          optional
          hint="Shown to the owner and admins. The agent doesn't see it."
          rows={2}
          maxLength={props.longestNote}
          value={note}
          onChange={setNote}
        />
        <DialogFooter isApart>
          <DialogCancel />
          <Button type="submit" variant="destructive">
            Deny and hold agent
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

function consequences(agent: string, ends: Pick<Unexpected, "otherRequests" | "openGrants">): string[] {
  const { otherRequests, openGrants } = ends;
  return [
    "This request is denied.",
    `${agent} can't request anything until its owner or an admin releases it.`,
    ...(otherRequests > 0 ? [`Its ${are(otherRequests, "other pending request")} cancelled.`] : []),
    ...(openGrants > 0 ? [`Its ${are(openGrants, "unused grant")} revoked.`] : []),
    "The admins are notified.",
  ];
}

function are(count: number, noun: string): string {
  return count === 1 ? `${noun} is` : `${counted(count, noun)} are`;
}
