import { useEffect, useRef, useState } from "react";
import { Field } from "#components/forms/field";
import { Textarea } from "#components/forms/textarea";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { Dialog, DialogCancel, DialogFooter, DialogHead } from "#components/ui/dialog/dialog";
import { readStoredText, storedTextKey, type TextName, type TextPlace } from "./stored-text.ts";

const labels: Record<TextName, string> = {
  reason: "Message to the agent",
  unexpected: "What you didn't expect",
  edit: "Edit",
  note: "Note",
  "break-glass": "Break-glass reason",
};

function unsentTexts(place: TextPlace): { label: string; text: string }[] {
  return (Object.keys(labels) as TextName[]).flatMap((name) => {
    const text = readStoredText(storedTextKey(place, name)).trim();
    return text ? [{ label: labels[name], text }] : [];
  });
}

/** The place of unsent text, and the switch to read. */
export interface UnsentPlace extends TextPlace {
  onRead: (isReading: boolean) => void;
}

/** The way to unsent text; nothing without text. */
export function UnsentLink({ onRead, ...place }: UnsentPlace) {
  const [hasText] = useState(() => unsentTexts(place).length > 0);
  return hasText ? (
    <Button variant="link" className="w-fit" onClick={() => onRead(true)}>
      View unsent text
    </Button>
  ) : null;
}

/** The link with its text, on the page of a request after its end. */
export function UnsentReader(place: TextPlace) {
  const [isReading, setIsReading] = useState(false);
  return (
    <>
      <UnsentLink {...place} onRead={setIsReading} />
      <UnsentDialog {...place} isReading={isReading} onRead={setIsReading} />
    </>
  );
}

/** The text of a late decision. Opens if the request ends while the person writes in a dialog. */
export function UnsentText(props: UnsentPlace & { hasEnded: boolean; isReading: boolean }) {
  const { requestId, viewerId, hasEnded, isReading, onRead } = props;
  const wasWriting = useWasWriting();
  useEffect(() => {
    if (!hasEnded) return;
    if (wasWriting() && unsentTexts({ requestId, viewerId }).length > 0) return onRead(true);
    // After the closing dialog has tried to give the focus back to its disabled button.
    const timer = setTimeout(focusEnding);
    return () => clearTimeout(timer);
  }, [hasEnded, wasWriting, requestId, viewerId, onRead]);
  return <UnsentDialog {...{ requestId, viewerId, isReading, onRead }} />;
}

function UnsentDialog(props: UnsentPlace & { isReading: boolean }) {
  const { isReading } = props;
  const texts = isReading ? unsentTexts(props) : [];
  // The dialog of the text is gone, and its opener too.
  useEffect(() => {
    if (!isReading) return;
    return () => void setTimeout(focusEnding);
  }, [isReading]);
  return (
    <Dialog open={isReading} onOpenChange={props.onRead}>
      <DialogHead title="Your text wasn't sent">
        The request ended before it was sent. Copy the text if you still need it.
      </DialogHead>
      <div className="grid gap-4">
        {texts.map(({ label, text }) => (
          <Field key={label} label={label}>
            <Textarea rows={4} readOnly value={text} />
          </Field>
        ))}
      </div>
      <DialogFooter>
        <DialogCancel>Close</DialogCancel>
        <CopyButton
          variant="outline"
          size="default"
          text={texts.map(({ text }) => text).join("\n\n")}
          label="Copy text"
        />
      </DialogFooter>
    </Dialog>
  );
}

function focusEnding(): void {
  const focused = document.activeElement;
  // The browser takes the focus from a disabled button only with the next rendering.
  if (focused !== document.body && !focused?.matches(":disabled")) return;
  document
    .querySelector<HTMLElement>("[data-decision-bar] [role=alert][tabindex]")
    ?.focus({ preventScroll: true });
}

/** Whether the focus was last in a dialog with a text, even in a removed dialog. */
function useWasWriting(): () => boolean {
  const dialog = useRef<Element>(null);
  useEffect(() => {
    const note = ({ target }: FocusEvent) => {
      dialog.current =
        target instanceof Element ? target.closest("dialog:has(textarea, [data-stored-text])") : null;
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, []);
  const [wasWriting] = useState(() => () => dialog.current !== null);
  return wasWriting;
}
