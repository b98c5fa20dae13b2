import { useRef } from "react";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { useSheetClose } from "#components/ui/sheet/sheet-context.ts";
import { useUnsaved } from "#components/ui/sheet/use-unsaved";
import { useIsReady } from "#components/ui/use-browser-state.ts";

/**
 * The end of an editor of the draft, which asks before it discards changes. In a sheet it stays in
 * view.
 */
export function SaveToDraft({ isSaving, isSheet }: { isSaving: boolean; isSheet: boolean }) {
  const isReady = useIsReady();
  const close = useSheetClose();
  const end = useRef<HTMLDivElement>(null);
  const question = useUnsaved(isSaving, end);
  return (
    <div
      ref={end}
      className={
        isSheet
          ? "-mx-4 sm:-mx-5 sticky bottom-0 z-10 flex flex-wrap gap-2 border-t bg-card px-4 py-3 sm:px-5"
          : "flex flex-wrap gap-2"
      }
    >
      <Button type="submit" disabled={isSaving || !isReady}>
        {isSaving ? "Saving…" : "Save to draft"}
      </Button>
      <Button asChild variant="ghost">
        <Link href="/policy" onClick={close}>
          Cancel
        </Link>
      </Button>
      {question}
    </div>
  );
}
