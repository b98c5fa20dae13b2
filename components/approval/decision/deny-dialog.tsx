"use client";

import { type FormEvent, useState } from "react";
import { Field } from "#components/forms/field";
import { Textarea } from "#components/forms/textarea";
import { Button } from "#components/ui/button";
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogTitle,
  DialogTrigger,
} from "#components/ui/dialog";

export { ExpiredBar } from "./expired-bar.tsx";
export { Notices } from "./notices.tsx";

interface DenyDialogProps {
  isDisabled: boolean;
  /** Whether the request can no longer be decided: closes the dialogue. */
  isOver: boolean;
  reason: string;
  longest: number;
  onReason: (reason: string) => void;
  onDeny: () => void | Promise<void>;
}

/** Denies, with a reason for the agent. The typed reason remains when the dialog closes. */
export function DenyDialog({ isDisabled, isOver, reason, longest, onReason, onDeny }: DenyDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [isMissing, setIsMissing] = useState(false);

  function submit(event: FormEvent) {
    event.preventDefault();
    setIsMissing(!reason.trim());
    if (!reason.trim()) return;
    setIsOpen(false);
    void onDeny();
  }

  return (
    <Dialog open={isOpen && !isOver} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button
          size="lg"
          variant="destructive-outline"
          className="h-auto"
          data-shortcut="deny"
          disabled={isDisabled}
        >
          Deny…
        </Button>
      </DialogTrigger>
      <DialogContent>
        <form onSubmit={submit} className="grid gap-4" noValidate>
          <div className="grid gap-1 pr-8">
            <DialogTitle>Deny this request?</DialogTitle>
            <DialogDescription>The agent is notified right away and can ask again.</DialogDescription>
          </div>
          <Field
            label="Reason"
            hint="Sent to the agent."
            error={
              isMissing && !reason.trim()
                ? "Enter a reason so the agent knows what to do instead."
                : undefined
            }
          >
            <Textarea
              rows={4}
              required
              maxLength={longest}
              value={reason}
              onChange={(event) => onReason(event.target.value)}
            />
          </Field>
          <div className="flex flex-wrap justify-between gap-3">
            <DialogClose asChild>
              <Button variant="outline">Cancel</Button>
            </DialogClose>
            <Button type="submit" variant="destructive">
              Deny request
            </Button>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}
