import { type FormEvent, useEffect, useRef, useState } from "react";
import { TextField } from "#components/forms/controlled-field";
import { Button } from "#components/ui/button";
import { cn } from "#components/ui/cn.ts";
import { Dialog, DialogCancel, DialogFooter, DialogHead } from "#components/ui/dialog/dialog";
import type { DenyReason } from "#lib/policy/action-types/action-type";
import { DenyReasons } from "./deny-reasons.tsx";

export { Notices } from "./notices.tsx";
export { Denying, WhileOpen } from "./while-open.tsx";

interface DenyDialogProps {
  isDisabled: boolean;
  /** Whether the request can no longer be decided: closes the dialogue. */
  isOver: boolean;
  /** A test request, for whose denial no agent waits. */
  isTest: boolean;
  /** What the button and the title say, if not about one request. */
  labels?: { button: string; title: string };
  className?: string;
  reasons: DenyReason[];
  message: string;
  longest: number;
  onMessage: (message: string) => void;
  /** Told when the dialog opens. */
  onOpen?: () => void;
  /** `reason`: the chosen one, as shown; undefined to deny with the message alone. */
  onDeny: (reason: DenyReason | undefined) => void;
}

const words = {
  consequence: "The agent is notified right away and can ask again.",
  hint: "Added to the reason you choose.",
};

const ofOneRequest = { button: "Deny…", title: "Deny this request?" };

const testWords: typeof words = {
  consequence: "This is a test, so no agent is notified.",
  hint: "For a real request, it's sent to the agent.",
};

/**
 * Denies by one tap on a reason, or with a message to the agent. The message remains when the dialog
 * closes.
 */
export function DenyDialog({ isDisabled, isOver, isTest, reasons, message, ...props }: DenyDialogProps) {
  const { consequence, hint } = isTest ? testWords : words;
  const labels = props.labels ?? ofOneRequest;
  const [isOpen, setIsOpen] = useState(false);
  const hasMessage = message.trim() !== "";
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The browser would choose the first reason, and an Enter that is held on Deny… would press it.
    if (isOpen) title.current?.focus();
  }, [isOpen]);

  function deny(reason?: DenyReason) {
    setIsOpen(false);
    props.onDeny(reason);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (hasMessage) deny();
  }

  return (
    <Dialog
      open={isOpen && !isOver}
      onOpenChange={(opens) => {
        if (opens) props.onOpen?.();
        setIsOpen(opens);
      }}
      trigger={
        <Button
          variant="destructive-outline"
          className={cn("h-auto", props.className)}
          data-shortcut="deny"
          disabled={isDisabled}
        >
          {labels.button}
        </Button>
      }
    >
      <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
        <DialogHead title={labels.title} titleRef={title} isInForm>
          {consequence}
        </DialogHead>
        <DenyReasons reasons={reasons} onChoose={deny} />
        <TextField
          label="Message to the agent"
          optional
          hint={hint}
          rows={2}
          maxLength={props.longest}
          value={message}
          onChange={props.onMessage}
        />
        <DialogFooter isApart>
          <DialogCancel />
          <Button type="submit" variant="destructive" disabled={!hasMessage}>
            Deny with message
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
