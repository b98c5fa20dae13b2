"use client";

import { useEffect, useState } from "react";
import { FormMessage } from "#components/forms/form-message";
import { Button } from "#components/ui/button";
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
  DialogTrigger,
} from "#components/ui/dialog";
import { useAction } from "../../../../components/forms/use-action.ts";
import { changeStatus } from "./actions.ts";

/** Suspend or mark as left: says what will happen, in numbers, before it does. */
export function EndAccess(props: {
  personId: string;
  name: string;
  change: "suspend" | "leave";
  label: string;
  /** One sentence for each thing that follows. */
  consequences: string[];
}) {
  const { pending, formProps, message, done } = useAction(changeStatus);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (done) setOpen(false);
  }, [done]);
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="destructive-outline">{props.label}</Button>
      </DialogTrigger>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>
            {props.label}: {props.name}
          </DialogTitle>
          <DialogDescription>This happens at once and together:</DialogDescription>
        </DialogHeader>
        <ul className="grid list-disc gap-1.5 pl-5">
          {props.consequences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <form {...formProps}>
          <input type="hidden" name="personId" value={props.personId} />
          <input type="hidden" name="change" value={props.change} />
          <div className="mt-4 empty:hidden">
            <FormMessage message={message} />
          </div>
          <DialogFooter>
            <DialogClose asChild>
              <Button variant="outline">Cancel</Button>
            </DialogClose>
            <Button type="submit" variant="destructive" disabled={pending}>
              {pending ? "Working…" : props.label}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

export function Reinstate({ personId }: { personId: string }) {
  const { pending, formProps, message } = useAction(changeStatus);
  return (
    <form className="grid gap-3" {...formProps}>
      <input type="hidden" name="personId" value={personId} />
      <input type="hidden" name="change" value="reinstate" />
      <FormMessage message={message} />
      <Button type="submit" variant="outline" className="w-fit" disabled={pending}>
        {pending ? "Working…" : "Reinstate"}
      </Button>
    </form>
  );
}
