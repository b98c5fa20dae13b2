import { type RefObject, useEffect, useRef } from "react";

/**
 * Opens and closes the dialog.
 * @returns whether a close event is of a closing by this hook, which the owner has asked for.
 */
export function useModal(ref: RefObject<HTMLDialogElement | null>, open: boolean): () => boolean {
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
