"use client";

import { useSearchParams } from "next/navigation";
import { type ReactNode, type RefObject, useId, useLayoutEffect, useMemo, useRef } from "react";
import { Button } from "#components/ui/button";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
import { SheetContext, useSheetClose } from "./sheet-context.ts";
import { useFormChanges } from "./use-form-changes.ts";

const fields = "input:not([type=hidden]), select, textarea, [role=slider]";

/** Open while the URL names the content. Without script open above the page, and Close is a link. */
export function Sheet(props: {
  title: ReactNode;
  description?: ReactNode;
  /** The page without the sheet. */
  closeHref: string;
  /** The ID of the element that gets the focus when the sheet closes. */
  returnTo: string;
  /** For forms and comparisons. */
  isWide?: boolean;
  children: ReactNode;
}) {
  const { title, description, closeHref, returnTo } = props;
  const titleId = useId();
  const content = useRef<HTMLDivElement>(null);
  const here = useSearchParams().toString();
  const isClosed = here === new URLSearchParams(closeHref.split("?")[1]).toString();
  const dialog = useRef<HTMLDialogElement>(null);
  const isChanged = useFormChanges(dialog, !isClosed);
  const state = useMemo(() => ({ dialog, isChanged }), [isChanged]);
  useModal(dialog, content, { isClosed, titleId, returnTo, isChanged });
  return (
    <dialog
      ref={dialog}
      open
      aria-labelledby={titleId}
      onClose={(event) => {
        const { currentTarget: sheet, target } = event;
        // React also hears the close of a sheet that Back has taken away, and of a dialog in the sheet.
        if (!sheet.isConnected || target !== sheet) return;
        focusElement(returnTo);
        // Only the address changes under the sheet: a navigation would wait for the server, and a press
        // before the answer would find the sheet half closed.
        history.replaceState(null, "", closeHref);
      }}
      className={cn(
        "fixed inset-y-0 right-0 left-auto z-40 m-0 h-dvh max-h-none w-full max-w-none overflow-y-auto overscroll-contain bg-card has-[form]:scroll-pb-24 has-[form_[role=alert]:not(:empty)]:scroll-pb-48 text-foreground sm:border-l",
        props.isWide ? "sm:w-[min(52rem,100vw)]" : "sm:w-[min(36rem,100vw)]",
      )}
    >
      <SheetContext value={state}>
        <div className="min-h-full p-4 sm:p-5">
          <SheetHeader {...{ titleId, title, description, closeHref }} />
          {/* A reopened form starts from the saved state. */}
          <div ref={content}>{isClosed ? null : props.children}</div>
        </div>
      </SheetContext>
    </dialog>
  );
}

function SheetHeader(props: {
  titleId: string;
  title: ReactNode;
  description?: ReactNode;
  closeHref: string;
}) {
  const { titleId, title, description, closeHref } = props;
  const close = useSheetClose();
  return (
    <div className="mb-4 flex items-start justify-between gap-3">
      <div className="grid gap-1 pt-1.5">
        <h2
          id={titleId}
          tabIndex={-1}
          className="font-semibold text-base outline-none [overflow-wrap:anywhere]"
        >
          {title}
        </h2>
        {description ? <p className="text-muted-foreground">{description}</p> : null}
      </div>
      <Button asChild variant="ghost" size="icon" className="text-muted-foreground">
        <a href={closeHref} aria-label="Close" onClick={close}>
          <Icon name="x" />
        </a>
      </Button>
    </div>
  );
}

/** Opens the dialog over the page for as long as the URL is not that of the page alone. */
function useModal(
  ref: RefObject<HTMLDialogElement | null>,
  content: RefObject<HTMLElement | null>,
  of: { isClosed: boolean; titleId: string; returnTo: string; isChanged: () => boolean },
): void {
  const { isClosed, titleId, returnTo, isChanged } = of;
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog || isClosed) return;
    // The attribute is for browsers without script: with it the dialog can't become modal.
    dialog.removeAttribute("open");
    dialog.showModal();
    focusFirst(content.current, document.getElementById(titleId));
    // A click beside the sheet, in place of Escape. Ignored after a change, which a stray press would
    // lose, and by a saving editor.
    const closeBeside = ({ target }: Event) => {
      if (target !== dialog || isChanged()) return;
      if (dialog.dispatchEvent(new Event("cancel", { cancelable: true }))) dialog.close();
    };
    dialog.addEventListener("click", closeBeside);
    return () => {
      dialog.removeEventListener("click", closeBeside);
      closeAndReturn(dialog, returnTo);
    };
  }, [ref, content, titleId, returnTo, isClosed, isChanged]);
}

/** On Close, first in a sheet, the first Enter would close the sheet (WAI-ARIA Authoring Practices). */
function focusFirst(content: Element | null, heading: HTMLElement | null): void {
  const controls = content?.querySelectorAll<HTMLElement>(
    `a[href], button, summary, [tabindex="0"], ${fields}`,
  );
  const first = [...(controls ?? [])].find(
    (control) => !control.matches(":disabled") && control.checkVisibility(),
  );
  const target = first?.matches(fields) ? first : heading;
  target?.focus({ preventScroll: true });
}

/** A modal dialog that is only removed would leave the focus nowhere. */
function closeAndReturn(dialog: HTMLDialogElement, returnTo: string): void {
  if (!dialog.open) return;
  dialog.close();
  focusElement(returnTo);
}

/** The element may be in a group that is closed. */
function focusElement(id: string): void {
  const element = document.getElementById(id);
  element?.closest("details")?.setAttribute("open", "");
  element?.focus();
}
