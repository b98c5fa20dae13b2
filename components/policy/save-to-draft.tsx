import { useRouter } from "next/navigation";
import { type ReactNode, startTransition, useEffect, useRef } from "react";
import { FormMessage } from "#components/forms/form-message";
import { Button, LinkButton } from "#components/ui/button";
import { useSheetClose } from "#components/ui/dialog/sheet-context.ts";
import { useUnsaved } from "#components/ui/dialog/use-unsaved";
import { useIsReady } from "#components/ui/use-browser-state.ts";

/** The end of the draft's editor, with a refusal's message. In a sheet it stays in view. */
export function SaveToDraft(props: { isSaving: boolean; isSheet: boolean; message: ReactNode }) {
  const { isSaving, isSheet, message } = props;
  const isReady = useIsReady();
  const close = useSheetClose();
  const end = useRef<HTMLDivElement>(null);
  const question = useUnsaved(isSaving, end);
  return (
    <div
      ref={end}
      className={
        isSheet
          ? "-mx-4 sm:-mx-5 sticky bottom-0 z-10 grid gap-3 border-t bg-card px-4 py-3 sm:px-5"
          : "grid gap-6"
      }
    >
      <FormMessage message={message} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={isSaving || !isReady}>
          {isSaving ? "Saving…" : "Save to draft"}
        </Button>
        <LinkButton href="/policy" onClick={close} variant="ghost">
          Cancel
        </LinkButton>
        {question}
      </div>
    </div>
  );
}

/** After a saved change, shows the policy in the form's place: on its page, or without its sheet. */
export function useReturnToPolicy(isSaved: boolean, isSheet: boolean): void {
  const router = useRouter();
  useEffect(() => {
    if (isSaved) startTransition(() => router.replace("/policy", { scroll: !isSheet }));
  }, [isSaved, isSheet, router]);
}
