"use client";

import { type ComponentProps, createContext, useContext, useId, useRef } from "react";
import { Button } from "#components/ui/button";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
import { Slot } from "#components/ui/slot";
import { useModal } from "./use-modal.ts";

interface DialogState {
  open: boolean;
  setOpen: (open: boolean) => void;
  titleId: string;
  descriptionId: string;
}

const DialogContext = createContext<DialogState | undefined>(undefined);

function useDialog(): DialogState {
  const state = useContext(DialogContext);
  if (!state) throw new Error("Dialog parts belong inside <Dialog>");
  return state;
}

/**
 * A modal dialogue on the browser's own <dialog>: focus, Escape, the inert page and the top layer
 * come from the platform, and nothing injects styles that a strict content security policy would
 * refuse.
 */
export function Dialog(props: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  children: React.ReactNode;
}) {
  const id = useId();
  const state: DialogState = {
    open: props.open,
    setOpen: props.onOpenChange,
    titleId: `${id}-title`,
    descriptionId: `${id}-description`,
  };
  return <DialogContext value={state}>{props.children}</DialogContext>;
}

export function DialogTrigger({ asChild, ...props }: ComponentProps<"button"> & { asChild?: boolean }) {
  const { setOpen } = useDialog();
  const Part = asChild ? Slot : "button";
  return <Part type="button" aria-haspopup="dialog" onClick={() => setOpen(true)} {...props} />;
}

export function DialogClose({ asChild, ...props }: ComponentProps<"button"> & { asChild?: boolean }) {
  const { setOpen } = useDialog();
  const Part = asChild ? Slot : "button";
  return <Part type="button" onClick={() => setOpen(false)} {...props} />;
}

export function DialogContent({ className, children, ...props }: ComponentProps<"dialog">) {
  const { open, setOpen, titleId, descriptionId } = useDialog();
  const ref = useRef<HTMLDialogElement>(null);
  const isOwnClose = useModal(ref, open);
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      aria-describedby={descriptionId}
      // Escape. The close event comes later: an opener that is pressed before it would open nothing.
      onCancel={({ target, currentTarget }) => target === currentTarget && setOpen(false)}
      // The event is late: the dialog may be open again, or about to open.
      onClose={({ currentTarget }) => isOwnClose() || currentTarget.open || setOpen(false)}
      className={cn(
        "m-auto max-h-[calc(100dvh-2rem)] w-[min(32rem,calc(100vw-2rem))] overflow-y-auto rounded-lg border bg-card p-5 text-foreground",
        className,
      )}
      {...props}
    >
      {open ? children : null}
      <Button
        variant="ghost"
        size="icon"
        aria-label="Close"
        className="absolute top-2 right-2 text-muted-foreground"
        onClick={() => setOpen(false)}
      >
        <Icon name="x" />
      </Button>
    </dialog>
  );
}

export function DialogHeader({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("mb-4 grid gap-1.5 pr-10", className)} {...props} />;
}

export function DialogTitle({ className, children, ...props }: ComponentProps<"h2">) {
  return (
    <h2 id={useDialog().titleId} className={cn("font-semibold text-base", className)} {...props}>
      {children}
    </h2>
  );
}

export function DialogDescription({ className, ...props }: ComponentProps<"div">) {
  return <div id={useDialog().descriptionId} className={cn("text-muted-foreground", className)} {...props} />;
}

/**
 * The buttons, which stay in view at the end of a dialog that is longer than the screen; the text fades
 * into them. `isApart`: in one row, as far apart as it allows. Not in a grid, where it can't stay in view.
 */
export function DialogFooter({
  className,
  isApart,
  ...props
}: ComponentProps<"div"> & { isApart?: boolean }) {
  return (
    <div
      className={cn(
        "sticky -bottom-5 z-10 -mx-5 -mb-5 flex bg-card px-5 pt-1 pb-5 short:pb-3",
        "before:pointer-events-none before:absolute before:inset-x-0 before:bottom-full before:h-4 before:bg-linear-to-t before:from-card before:to-transparent",
        isApart
          ? "flex-wrap justify-between gap-3"
          : "mt-4 flex-col-reverse gap-2 sm:flex-row sm:justify-end short:flex-row short:flex-wrap short:justify-end",
        className,
      )}
      {...props}
    />
  );
}
