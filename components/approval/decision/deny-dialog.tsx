"use client";

import { type FormEvent, useState } from "react";
import { Field } from "#components/forms/field";
import { focusInvalid } from "#components/forms/focus-invalid.ts";
import { Textarea } from "#components/forms/textarea";
import { Button } from "#components/ui/button";
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogTitle,
  DialogTrigger,
} from "#components/ui/dialog/dialog";

export { Notices } from "./notices.tsx";
export { WhileOpen } from "./while-open.tsx";

interface DenyDialogProps {
  isDisabled: boolean;
  /** Whether the request can no longer be decided: closes the dialogue. */
  isOver: boolean;
  /** A test request, for whose denial no agent waits. */
  isTest: boolean;
  reason: string;
  longest: number;
  onReason: (reason: string) => void;
  onDeny: () => void | Promise<void>;
}

const words = {
  consequence: "The agent is notified right away and can ask again.",
  hint: "Sent to the agent.",
  missing: "Enter a reason so the agent knows what to do instead.",
};

const testWords: typeof words = {
  consequence: "This is a test, so no agent is notified.",
  hint: "For a real request, the reason is sent to the agent.",
  missing: "Enter a reason, as for a real request.",
};

/** Denies, with a reason for the agent. The typed reason remains when the dialog closes. */
export function DenyDialog({ isDisabled, isOver, isTest, reason, longest, ...props }: DenyDialogProps) {
  const { consequence, hint, missing } = isTest ? testWords : words;
  const [isOpen, setIsOpen] = useState(false);
  const [isMissing, setIsMissing] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setIsMissing(!reason.trim());
    if (!reason.trim()) return focusInvalid(event.currentTarget);
    setIsOpen(false);
    void props.onDeny();
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
        <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
          <div className="grid gap-1 pr-8">
            <DialogTitle>Deny this request?</DialogTitle>
            <DialogDescription>{consequence}</DialogDescription>
          </div>
          <Field label="Reason" hint={hint} error={isMissing && !reason.trim() ? missing : undefined}>
            <Textarea
              rows={4}
              required
              maxLength={longest}
              value={reason}
              onChange={(event) => props.onReason(event.target.value)}
            />
          </Field>
          <DialogFooter isApart>
            <DialogClose asChild>
              <Button variant="outline">Cancel</Button>
            </DialogClose>
            <Button type="submit" variant="destructive">
              Deny request
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
