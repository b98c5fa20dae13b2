import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { LeaveQuestion } from "./leave-question.tsx";
import { useSheet } from "./sheet-context.ts";
import { useFormChanges } from "./use-form-changes.ts";
import { holdWaysOut } from "./ways-out.ts";

/**
 * Asks before Escape, Back, a link, such as Close and Cancel, or *Sign out* discards the changes
 * of an editor: of its sheet, or of its own page. While the editor saves, a sheet stays: one that
 * closes would say that nothing is saved. A page asks. Loads with the editor, and not with every
 * page.
 * @param within an element of the editor's form.
 * @param saved changes when the form is saved and stays on its page.
 * @returns the question.
 */
export function useUnsaved(
  isSaving: boolean,
  within: RefObject<HTMLElement | null>,
  saved?: number,
): ReactNode {
  const sheet = useSheet();
  const isFormChanged = useFormChanges(within, sheet === undefined, saved);
  const [leave, setLeave] = useState<() => void>();
  const isDiscarded = useRef(false);

  useEffect(() => {
    const dialog = sheet?.dialog.current;
    const isChanged = sheet?.isChanged ?? isFormChanged;
    const isHeld = () => !isDiscarded.current && (isSaving || isChanged());
    return holdWaysOut(dialog, {
      isSaving,
      isHeld,
      hold(event, act) {
        if (!event.cancelable || event.defaultPrevented || !isHeld()) return;
        event.preventDefault();
        if (!isSaving || !dialog) setLeave(() => act);
      },
      onInput() {
        isDiscarded.current = false;
      },
    });
  }, [sheet, isFormChanged, isSaving]);

  return (
    <LeaveQuestion
      isOpen={leave !== undefined}
      isSaving={isSaving}
      onKeep={() => setLeave(undefined)}
      onLeave={() => {
        isDiscarded.current = true;
        // The question returns the focus to the sheet before the sheet returns it to the page.
        flushSync(() => setLeave(undefined));
        leave?.();
      }}
    />
  );
}

/**
 * {@link useUnsaved} as a component, for a page that loads it after the rest.
 * @param props.onReady called once changes are noticed from now on.
 */
export function UnsavedGuard(props: {
  within: RefObject<HTMLElement | null>;
  saved: number;
  onReady: () => void;
}) {
  const { within, saved, onReady } = props;
  useEffect(onReady, [onReady]);
  return useUnsaved(false, within, saved);
}
