import { type FormEvent, useState } from "react";
import { focusInvalid } from "#components/forms/focus-invalid.ts";
import { Button } from "#components/ui/button";
import { Dialog, DialogCancel, DialogFooter, DialogHead } from "#components/ui/dialog/dialog";
import { isNumber, NumberField } from "./number-field.tsx";

/** Asks for the agent's number before the passkey prompt. */
export function NumberDialog(props: {
  agent: string;
  isOpen: boolean;
  onClose: () => void;
  onNumber: (number: string) => void;
}) {
  const { agent, isOpen, onClose, onNumber } = props;
  const [number, setNumber] = useState("");
  const [isMissing, setIsMissing] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setIsMissing(!isNumber(number));
    if (!isNumber(number)) return focusInvalid(event.currentTarget);
    setNumber("");
    onClose();
    onNumber(number);
  }

  return (
    <Dialog open={isOpen} onOpenChange={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
        <DialogHead title={`Which number does ${agent} show?`} isInForm>
          Look where the agent runs, such as its terminal or chat. If you don't see a number there, don't
          approve.
        </DialogHead>
        <NumberField value={number} onChange={setNumber} isMissing={isMissing} />
        <DialogFooter isApart>
          <DialogCancel />
          <Button type="submit">Continue</Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
