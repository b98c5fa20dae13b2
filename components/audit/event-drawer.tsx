"use client";

import { useRouter } from "next/navigation";
import { type MouseEvent, type ReactNode, startTransition, useId, useLayoutEffect, useRef } from "react";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";

/**
 * A drawer over the page, open as long as the URL names its event. On the browser's own <dialog>, as
 * components/ui/dialog.tsx. Without script it is open above the page, and Close is a link.
 */
export function EventDrawer(props: {
  title: ReactNode;
  /** The page without the drawer. */
  closeHref: string;
  /** The element that gets the focus when the drawer closes. */
  rowId: string;
  children: ReactNode;
}) {
  const { title, closeHref, rowId } = props;
  const router = useRouter();
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    // The attribute is for browsers without script: with it the dialog can't become modal.
    dialog.removeAttribute("open");
    dialog.showModal();
    // A click beside the drawer, which Escape stands for on the keyboard.
    dialog.addEventListener("click", ({ target }) => {
      if (target === dialog) dialog.close();
    });
    return () => closeAndReturn(dialog, rowId);
  }, [rowId]);

  function close(event: MouseEvent<HTMLElement>) {
    event.preventDefault();
    ref.current?.close();
  }
  return (
    <dialog
      ref={ref}
      open
      aria-labelledby={titleId}
      onClose={(event) => {
        // React also hears the close of a drawer that Back has taken away.
        if (!event.currentTarget.isConnected) return;
        focusRow(rowId);
        startTransition(() => router.replace(closeHref, { scroll: false }));
      }}
      className="fixed inset-y-0 right-0 left-auto z-40 m-0 h-dvh max-h-none w-full max-w-none overflow-y-auto overscroll-contain bg-card text-foreground sm:w-[min(36rem,100vw)] sm:border-l"
    >
      <div className="min-h-full p-4 sm:p-5">
        <div className="mb-4 flex items-start justify-between gap-3">
          <h2 id={titleId} className="pt-1.5 font-semibold text-base [overflow-wrap:anywhere]">
            {title}
          </h2>
          <Button asChild variant="ghost" size="icon" className="text-muted-foreground">
            <a href={closeHref} aria-label="Close" onClick={close}>
              <Icon name="x" />
            </a>
          </Button>
        </div>
        {props.children}
      </div>
    </dialog>
  );
}

/** A modal dialog that is only removed would leave the focus nowhere. */
function closeAndReturn(dialog: HTMLDialogElement, rowId: string): void {
  if (!dialog.open) return;
  dialog.close();
  focusRow(rowId);
}

/** The row may be in a run that is closed. */
function focusRow(id: string): void {
  const row = document.getElementById(id);
  row?.closest("details")?.setAttribute("open", "");
  row?.focus();
}
