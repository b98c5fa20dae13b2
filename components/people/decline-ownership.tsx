"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { ActionState } from "#components/forms/action-state.ts";
import { TextField } from "#components/forms/controlled-field";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { Button, type ButtonProps } from "#components/ui/button";
import { Dialog, DialogCancel, DialogFooter, DialogHead } from "#components/ui/dialog/dialog";

export interface OfferedAgent {
  offerId: string;
  name: string;
}

/** Declines offers, with a reason for their sender. The dialog keeps a typed reason. */
export function DeclineDialog(props: {
  action: (previous: ActionState, form: FormData) => Promise<ActionState>;
  offers: OfferedAgent[];
  longest: number;
  trigger: string;
  size?: ButtonProps["size"];
  disabled?: boolean;
  doneHref: string;
}) {
  const { offers, doneHref } = props;
  const { pending, formProps, message, errorOf, state } = useAction(props.action);
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState("");
  const router = useRouter();
  useEffect(() => {
    if (state.outcome !== "done") return;
    setIsOpen(false);
    setReason("");
    router.push(doneHref);
    router.refresh();
  }, [state, doneHref, router]);
  const what = offers.length === 1 ? offers[0]?.name : `${offers.length} agents`;
  return (
    <>
      <Button
        variant="outline"
        size={props.size}
        disabled={props.disabled || offers.length === 0}
        onClick={() => setIsOpen(true)}
      >
        {props.trigger}
      </Button>
      <Dialog open={isOpen && offers.length > 0} onOpenChange={setIsOpen}>
        <DialogHead title={`Decline ${what}?`}>
          Ownership doesn't change. The person who sent {offers.length === 1 ? "it" : "them"} is notified.
        </DialogHead>
        {offers.length > 1 ? (
          <ul className="mb-4 grid max-h-48 list-disc gap-1 overflow-y-auto pl-5">
            {offers.map(({ offerId, name }) => (
              <li key={offerId} className="[overflow-wrap:anywhere]">
                {name}
              </li>
            ))}
          </ul>
        ) : null}
        <form className="contents" {...formProps}>
          {offers.map(({ offerId }) => (
            <input key={offerId} type="hidden" name="offerIds" value={offerId} />
          ))}
          <TextField
            label="Reason"
            hint="Sent to the admin who started the transfer."
            error={errorOf("reason")}
            rows={3}
            name="reason"
            maxLength={props.longest}
            value={reason}
            onChange={setReason}
          />
          <FormMessage message={message} />
          <DialogFooter>
            <DialogCancel />
            <Button type="submit" variant="destructive" disabled={pending}>
              {pending ? "Declining…" : "Decline"}
            </Button>
          </DialogFooter>
        </form>
      </Dialog>
    </>
  );
}
