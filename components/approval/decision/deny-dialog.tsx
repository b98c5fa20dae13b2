import { type FormEvent, useEffect, useRef, useState } from "react";
import { useAreShortcutsOn } from "#components/device/use-shortcuts-setting.ts";
import { SelectField, TextField } from "#components/forms/controlled-field";
import { Button } from "#components/ui/button";
import { cn } from "#components/ui/cn.ts";
import { Dialog, DialogCancel, DialogFooter, DialogHead } from "#components/ui/dialog/dialog";
import type { Standing } from "#lib/approvals/standing/stand";
import type { DenyReason } from "#lib/policy/action-types/action-type";
import type { DecisionProps } from "./decision-props.ts";

export { Notices } from "./notices.tsx";
export { Denying, WhileOpen } from "./while-open.tsx";

interface DenyDialogProps {
  isDisabled: boolean;
  /** Whether the request can no longer be decided: closes the dialogue. */
  isOver: boolean;
  /** A test request: no agent waits for the denial. */
  isTest: boolean;
  /** The words of the button and the title, unless about one request. */
  labels?: { button: string; title: string };
  className?: string;
  reasons: DenyReason[];
  /** Offers to deny later requests too; undefined for a test, and for several requests. */
  later?: DecisionProps["denyLater"];
  message: string;
  longest: number;
  onMessage: (message: string) => void;
  onOpen?: () => void;
  /** `reason`: the chosen reason, as shown; undefined to deny with the message alone. */
  onDeny: (reason: DenyReason | undefined, standing?: Standing) => void;
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

/** Denies by one tap on a reason, or with a message to the agent. The dialog keeps a typed message. */
export function DenyDialog({ isDisabled, isOver, isTest, reasons, message, ...props }: DenyDialogProps) {
  const { consequence, hint } = isTest ? testWords : words;
  const labels = props.labels ?? ofOneRequest;
  const [isOpen, setIsOpen] = useState(false);
  const hasMessage = message.trim() !== "";
  const [stands, setStands] = useState<Lasting>("no");
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The browser would focus the first reason, and a held Enter on Deny… would press the reason.
    if (isOpen) title.current?.focus();
  }, [isOpen]);

  function deny(reason?: DenyReason) {
    setIsOpen(false);
    props.onDeny(reason, standingOf(stands));
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
        setStands("no");
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
          {stands === "no"
            ? consequence
            : "The agent is notified right away, and until when not to ask again."}
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
        {props.later ? (
          <SelectField
            label="Also deny later requests"
            hint={
              stands === "no"
                ? undefined
                : "Those that need approval are denied, and no one is asked. You can end this on this page later."
            }
            options={lastingOptions(props.later)}
            value={stands}
            onChange={setStands}
          />
        ) : null}
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

type Lasting = "no" | `${Standing["scope"]} ${number}`;

function lastingOptions({
  hasResource,
  title,
}: NonNullable<DecisionProps["denyLater"]>): Record<string, string> {
  return {
    no: "No",
    "action 1": "The same action, for 1 day",
    "action 7": "The same action, for 7 days",
    ...(hasResource && { "resource 1": `Any “${title}” about the same resource, for 1 day` }),
    "type 1": `Any “${title}” by this agent, for 1 day`,
  };
}

function standingOf(lasting: Lasting): Standing | undefined {
  const [scope, days] = lasting.split(" ");
  return days === undefined ? undefined : { scope: scope as Standing["scope"], days: Number(days) };
}

/** A button for each reason. The keys from 1 on choose too, except while typing or with single keys off. */
function DenyReasons(props: { reasons: DenyReason[]; onChoose: (reason: DenyReason) => void }) {
  const { reasons, onChoose } = props;
  const areShortcutsOn = useAreShortcutsOn();
  const list = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    if (!areShortcutsOn) return;
    const choose = (event: KeyboardEvent) => {
      const { target } = event;
      const isTyping = target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
      if (isTyping || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
      const chosen = reasons[Number(event.key) - 1];
      if (chosen) onChoose(chosen);
    };
    const dialog = list.current?.closest("dialog");
    dialog?.addEventListener("keydown", choose);
    return () => dialog?.removeEventListener("keydown", choose);
  }, [areShortcutsOn, reasons, onChoose]);
  return (
    <fieldset ref={list} className="grid gap-2 short:grid-cols-2">
      <legend className="sr-only">Reason</legend>
      {reasons.map((reason, index) => (
        <Button
          key={reason.code}
          variant="outline"
          className="min-h-12 w-full justify-between whitespace-normal text-left md:min-h-12"
          aria-keyshortcuts={areShortcutsOn ? String(index + 1) : undefined}
          onClick={() => onChoose(reason)}
        >
          {reason.text}
          {areShortcutsOn ? (
            <kbd aria-hidden className="hidden text-muted-foreground text-xs fine:inline">
              {index + 1}
            </kbd>
          ) : null}
        </Button>
      ))}
    </fieldset>
  );
}
