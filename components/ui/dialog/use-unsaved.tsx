import { type ReactNode, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Button } from "#components/ui/button";
import { Dialog, DialogFooter, DialogHead } from "#components/ui/dialog/dialog";
import { useSheet } from "./sheet-context.ts";
import { useFormChanges } from "./use-form-changes.ts";
import { holdWaysOut } from "./ways-out.ts";

/**
 * Asks before Escape, Back, a link or *Sign out* discards the changes of an editor in a sheet or on a
 * page. During a save, a sheet stays, because a closed sheet would say that nothing is saved; a page
 * asks. Loads with the editor.
 * @param within an element of the editor's form.
 * @param saved changes with each save that stays on the page.
 * @returns the question.
 */
export function useUnsaved(
  isSaving: boolean,
  within: RefObject<HTMLElement | null>,
  saved?: number,
): ReactNode {
  const sheet = useSheet();
  const isFormChanged = useFormChanges(within, sheet === undefined, saved);
  const isChanged = sheet?.isChanged ?? isFormChanged;
  return useLeaveQuestion(isSaving, isChanged, isSaving ? whileSaving : unsaved);
}

/**
 * Asks in the same way before a secret that is shown once is gone.
 * @param isUnused while leaving may lose the secret
 */
export function useShownOnce(isUnused: boolean, noun = "secret"): ReactNode {
  const isLost = useCallback(() => isUnused, [isUnused]);
  return useLeaveQuestion(false, isLost, {
    title: `Leave without the ${noun}?`,
    description: "You won't be able to see it again, and no call with it has arrived yet.",
    keep: "Stay",
    leave: "Leave page",
  });
}

function useLeaveQuestion(isSaving: boolean, isChanged: () => boolean, words: Words): ReactNode {
  const sheet = useSheet();
  const [leave, setLeave] = useState<() => void>();
  const isDiscarded = useRef(false);

  useEffect(() => {
    const dialog = sheet?.dialog.current;
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
  }, [sheet, isChanged, isSaving]);

  return (
    <LeaveQuestion
      isOpen={leave !== undefined}
      words={words}
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

/** {@link useUnsaved} as a component, for a page that loads the component later. */
export function UnsavedGuard(props: {
  within: RefObject<HTMLElement | null>;
  saved: number;
  onReady: () => void;
}) {
  const { within, saved, onReady } = props;
  useEffect(onReady, [onReady]);
  return useUnsaved(false, within, saved);
}

type Words = Record<"title" | "description" | "keep" | "leave", string>;

const unsaved: Words = {
  title: "Discard your changes?",
  description: "What you changed here isn't saved.",
  keep: "Keep editing",
  leave: "Discard changes",
};
const whileSaving: Words = {
  title: "Leave while saving?",
  description: "Your changes are still being saved. If they can't be saved, they're lost.",
  keep: "Stay",
  leave: "Leave page",
};

function LeaveQuestion(props: { isOpen: boolean; words: Words; onKeep: () => void; onLeave: () => void }) {
  const { words } = props;
  return (
    <Dialog open={props.isOpen} onOpenChange={props.onKeep}>
      <DialogHead title={words.title}>{words.description}</DialogHead>
      <DialogFooter>
        <Button variant="outline" onClick={props.onKeep}>
          {words.keep}
        </Button>
        <Button variant="destructive" onClick={props.onLeave}>
          {words.leave}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
