import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { Button, LinkButton } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { dismissToast, latestToast, onToast, type Toast, undoToast } from "./toast.ts";

const shownMilliseconds = 6000;

/** The place of short messages, whose time stops under the pointer or the focus. */
export function ToastRegion() {
  const toast = useSyncExternalStore(onToast, latestToast, () => undefined);
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => {
    if (!toast || toast.failure || isHeld) return;
    const timer = setTimeout(() => dismissToast(toast), shownMilliseconds);
    return () => clearTimeout(timer);
  }, [toast, isHeld]);
  // A message that is gone is under no pointer.
  useEffect(() => {
    if (!toast) setIsHeld(false);
  }, [toast]);
  const region = useRef<HTMLDivElement>(null);
  // Over an open list, such as the notifications.
  useEffect(() => {
    if (!toast) return;
    region.current?.showPopover();
    return () => region.current?.hidePopover();
  }, [toast]);
  useUndoKey(toast);
  return createPortal(
    <div
      ref={region}
      data-shell
      popover="manual"
      className="pointer-events-none fixed inset-x-0 top-auto m-0 w-auto overflow-visible border-0 bg-transparent py-0 text-foreground bottom-[calc(4rem+env(safe-area-inset-bottom))] z-40 grid justify-items-center px-gutter desk:bottom-6 desk:left-[14.5rem]"
    >
      <div role="status">
        {toast ? (
          // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the message on the screen
          <div
            key={toast.id}
            onMouseEnter={() => setIsHeld(true)}
            onMouseLeave={() => setIsHeld(false)}
            onFocus={() => setIsHeld(true)}
            onBlur={() => setIsHeld(false)}
            className="toast pointer-events-auto flex max-w-sm items-center gap-2 rounded-lg border bg-card py-1 pr-1 pl-3.5 shadow-lg"
          >
            <Icon
              name={toast.failure ? "circle-alert" : "circle-check"}
              className={toast.failure ? "text-danger" : "text-success"}
            />
            <span className="min-w-0 py-1.5 text-sm [overflow-wrap:anywhere]">{toast.text}</span>
            {toast.undo ? (
              <Button
                variant="ghost"
                aria-keyshortcuts="Control+Z Meta+Z"
                className="px-2 text-link"
                onClick={() => undoToast(toast)}
              >
                Undo
              </Button>
            ) : null}
            {toast.failure ? (
              <LinkButton
                href={toast.failure.href}
                variant="ghost"
                className="px-2 text-link"
                onClick={() => dismissToast(toast)}
              >
                {toast.failure.label}
              </LinkButton>
            ) : null}
            <Button
              variant="ghost"
              size="icon"
              aria-label="Dismiss"
              className="text-muted-foreground"
              onClick={() => dismissToast(toast)}
            >
              <Icon name="x" />
            </Button>
          </div>
        ) : null}
      </div>
    </div>,
    document.body,
  );
}

/** Ctrl Z takes back the act of a message: Tab may pass a whole page before the button. */
function useUndoKey(toast: Toast | undefined): void {
  useEffect(() => {
    if (!toast?.undo) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const { target, key, ctrlKey, metaKey, shiftKey } = event;
      const isTyping = target instanceof Element && target.closest("input, textarea, select");
      if (key !== "z" || !(ctrlKey || metaKey) || shiftKey || isTyping) return;
      event.preventDefault();
      undoToast(toast);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [toast]);
}
