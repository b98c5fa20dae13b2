"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { useDoneToast } from "#components/forms/use-done-toast.ts";
import { BulletList } from "#components/ui/bullet-list";
import { Button, type ButtonProps } from "#components/ui/button";
import { Dialog, DialogCancel, DialogFooter, DialogHead } from "#components/ui/dialog/dialog";
import type { ActionState } from "./action-state.ts";
import { FormMessage } from "./form-message.tsx";
import { useAction } from "./use-action.ts";

/** A button for an irreversible act: the first press lists the consequences, the second acts. */
export function ConfirmAction(props: {
  action: (previous: ActionState, form: FormData) => Promise<ActionState>;
  /** Hidden fields: the object of the action, as it was when the dialog opened. */
  fields: Record<string, string>;
  /** The button; left out where `control` opens the dialog. */
  trigger?: ReactNode;
  control?: { isOpen: boolean; setIsOpen: (isOpen: boolean) => void };
  triggerProps?: Pick<ButtonProps, "variant" | "size" | "aria-label">;
  title: string;
  description: string;
  /** What follows, a sentence each. */
  consequences?: string[];
  children?: ReactNode;
  confirm: string;
  confirmVariant?: ButtonProps["variant"];
  /** The dialog is open from the start on addresses with this `act`. */
  openAt?: string | undefined;
  /** The page to open afterwards, if the action removes the current page. */
  doneHref?: string;
  /** A message, if the page doesn't show the result. */
  done?: string;
}) {
  const { pending, formProps, message, state } = useAction(props.action);
  const own = useOpenAt(props.openAt);
  const [open, setOpen] = props.control ? [props.control.isOpen, props.control.setIsOpen] : own;
  useDoneToast(state, props.done);
  const router = useRouter();
  const { doneHref } = props;
  useEffect(() => {
    if (state.outcome !== "done") return;
    setOpen(false);
    if (doneHref) router.push(doneHref);
  }, [state, doneHref, router, setOpen]);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        props.trigger ? (
          <Button variant="outline" {...props.triggerProps}>
            {props.trigger}
          </Button>
        ) : undefined
      }
    >
      <DialogHead title={props.title}>{props.description}</DialogHead>
      {props.consequences ? (
        <BulletList items={props.consequences} className="mb-4 grid list-disc gap-1.5 pl-5" />
      ) : null}
      {/* Without a box, so that the footer stays in view above the form as well. */}
      <form className="contents" {...formProps}>
        <HiddenFields fields={props.fields} />
        {props.children}
        <FormMessage message={message} />
        <DialogFooter>
          <DialogCancel />
          <Button type="submit" variant={props.confirmVariant ?? "destructive"} disabled={pending}>
            {pending ? "Working…" : props.confirm}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

/** Fields as of the dialog's opening: a person confirms the text on the screen. */
function HiddenFields(props: { fields: Record<string, string> }) {
  const [fields] = useState(props.fields);
  return Object.entries(fields).map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ));
}

/** Open also by an address, which loses its `act`. A later dialog with the same `act` stays closed. */
function useOpenAt(openAt: string | undefined) {
  const [open, setOpen] = useState(false);
  const act = useSearchParams().get("act");
  const isAsked = openAt !== undefined && act === openAt;
  useEffect(() => {
    if (!isAsked) return;
    setOpen(true);
    const address = new URL(location.href);
    address.searchParams.delete("act");
    history.replaceState(null, "", address);
  }, [isAsked]);
  return [open, setOpen] as const;
}
