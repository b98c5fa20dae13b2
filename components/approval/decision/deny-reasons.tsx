import { useEffect, useRef } from "react";
import { useAreShortcutsOn } from "#components/device/use-shortcuts-setting.ts";
import { Button } from "#components/ui/button";
import type { DenyReason } from "#lib/policy/action-types/action-type";

/**
 * A button for each reason to deny with, in a dialog. The keys from 1 on choose too, unless the person
 * types or turned single keys off.
 */
export function DenyReasons(props: { reasons: DenyReason[]; onChoose: (reason: DenyReason) => void }) {
  const { reasons, onChoose } = props;
  const areShortcutsOn = useAreShortcutsOn();
  const list = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    if (!areShortcutsOn) return;
    const choose = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLTextAreaElement;
      if (isTyping || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
      const chosen = reasons[Number(event.key) - 1];
      if (chosen) onChoose(chosen);
    };
    const dialog = list.current?.closest("dialog");
    dialog?.addEventListener("keydown", choose);
    return () => dialog?.removeEventListener("keydown", choose);
  }, [areShortcutsOn, reasons, onChoose]);
  return (
    <fieldset ref={list} className="grid gap-2 short:grid-cols-2">
      <legend className="sr-only">Reason</legend>
      {reasons.map((reason, index) => (
        <Button
          key={reason.code}
          variant="outline"
          className="min-h-12 w-full justify-between whitespace-normal text-left md:min-h-12"
          aria-keyshortcuts={areShortcutsOn ? String(index + 1) : undefined}
          onClick={() => onChoose(reason)}
        >
          {reason.text}
          {areShortcutsOn ? (
            <kbd aria-hidden className="hidden text-muted-foreground text-xs fine:inline">
              {index + 1}
            </kbd>
          ) : null}
        </Button>
      ))}
    </fieldset>
  );
}
