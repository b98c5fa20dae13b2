import {
  type ComponentProps,
  createContext,
  type ReactElement,
  type ReactNode,
  type Ref,
  type RefObject,
  useContext,
  useEffect,
  useId,
  useRef,
} from "react";
import { Button } from "#components/ui/button";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
import { Slot } from "#components/ui/slot";

interface Parts {
  titleId: string;
  descriptionId: string;
  close: () => void;
}

const DialogContext = createContext<Parts | undefined>(undefined);

/** @throws outside a dialog, which would have no name there. */
function useDialog(): Parts {
  const dialog = useContext(DialogContext);
  if (!dialog) throw new Error("Dialog parts belong inside <Dialog>");
  return dialog;
}

/** On the browser's own <dialog>: no injected styles, which a strict content security policy refuses. */
export function Dialog(props: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  trigger?: ReactElement;
  id?: string;
  className?: string;
  children: ReactNode;
}) {
  const { open, onOpenChange, trigger } = props;
  const id = useId();
  const close = () => onOpenChange(false);
  const state = { titleId: `${id}-title`, descriptionId: `${id}-description`, close };
  const ref = useRef<HTMLDialogElement>(null);
  const isOwnClose = useModal(ref, open);
  return (
    <DialogContext value={state}>
      {trigger ? (
        <Slot aria-haspopup="dialog" onClick={() => onOpenChange(true)}>
          {trigger}
        </Slot>
      ) : null}
      <dialog
        ref={ref}
        id={props.id}
        aria-labelledby={state.titleId}
        aria-describedby={state.descriptionId}
        // Escape. The close event comes later: an opener pressed before would open nothing.
        onCancel={({ target, currentTarget }) => target === currentTarget && close()}
        // The event is late: the dialog may be open again, or about to open.
        onClose={({ currentTarget }) => isOwnClose() || currentTarget.open || close()}
        className={cn(
          "m-auto max-h-[calc(100dvh-2rem)] w-[min(32rem,calc(100vw-2rem))] overflow-y-auto rounded-lg border bg-card p-5 text-foreground",
          props.className,
        )}
      >
        {open ? props.children : null}
        <Button
          variant="ghost"
          size="icon"
          aria-label="Close"
          className="absolute top-2 right-2 text-muted-foreground"
          onClick={close}
        >
          <Icon name="x" />
        </Button>
      </dialog>
    </DialogContext>
  );
}

/** The dialog's name and description. `titleRef`: for a title with the focus. */
export function DialogHead(props: {
  title: ReactNode;
  titleRef?: Ref<HTMLHeadingElement>;
  /** The description. */
  children: ReactNode;
  /** Whether the heading is a part of the form. */
  isInForm?: boolean;
}) {
  const { title, titleRef, children, isInForm } = props;
  return (
    <div className={isInForm ? "grid gap-1 pr-8" : "mb-4 grid gap-1.5 pr-10"}>
      <DialogTitle ref={titleRef} tabIndex={titleRef ? -1 : undefined} className="outline-none">
        {title}
      </DialogTitle>
      <div id={useDialog().descriptionId} className="text-muted-foreground">
        {children}
      </div>
    </div>
  );
}

export function DialogTitle({ className, children, ...props }: ComponentProps<"h2">) {
  return (
    <h2
      id={useDialog().titleId}
      className={cn("font-semibold text-base [overflow-wrap:anywhere]", className)}
      {...props}
    >
      {children}
    </h2>
  );
}

/** The button to close its dialog. */
export function DialogCancel({ children = "Cancel" }: { children?: ReactNode }) {
  return (
    <Button variant="outline" onClick={useDialog().close}>
      {children}
    </Button>
  );
}

/** In view at the end of a long dialog, outside any grid. `isApart`: as far apart as possible. */
export function DialogFooter({ isApart, children }: { isApart?: boolean; children: ReactNode }) {
  return (
    <div
      className={cn(
        "sticky -bottom-5 z-10 -mx-5 -mb-5 flex bg-card px-5 pt-1 pb-5 short:pb-3",
        "before:pointer-events-none before:absolute before:inset-x-0 before:bottom-full before:h-4 before:bg-linear-to-t before:from-card before:to-transparent",
        isApart
          ? "flex-wrap justify-between gap-3"
          : "mt-4 flex-col-reverse gap-2 sm:flex-row sm:justify-end short:flex-row short:flex-wrap short:justify-end",
      )}
    >
      {children}
    </div>
  );
}

/** Opens and closes the dialog. Returns whether a close event comes from this hook. */
function useModal(ref: RefObject<HTMLDialogElement | null>, open: boolean): () => boolean {
  const ownCloses = useRef(0);
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (open && !dialog.open) {
      dialog.showModal();
      // The focus may be on a button at the end: a long dialog still begins with its title.
      dialog.scrollTop = 0;
    }
    if (open || !dialog.open) return;
    dialog.close();
    ownCloses.current += 1;
  }, [ref, open]);
  return () => ownCloses.current > 0 && ownCloses.current-- > 0;
}
