import { Field } from "#components/forms/field";
import { Textarea } from "#components/forms/textarea";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog";

export interface Unsent {
  label: string;
  text: string;
}

const fields = { reason: "Reason", unexpected: "Note about what you didn't expect", note: "Note" };

/** What the person typed for this request and didn't send, as {@link useStoredText} stores it. */
export function unsentTexts(requestId: string): Unsent[] {
  return Object.entries(fields).flatMap(([name, label]) => {
    const text = stored(`countersign:${requestId}:${name}`).trim();
    return text ? [{ label, text }] : [];
  });
}

function stored(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

/** The text of a decision that came too late, to read and copy. */
export function UnsentText(props: { texts: Unsent[]; isOpen: boolean; onOpen: (isOpen: boolean) => void }) {
  const { texts } = props;
  return (
    <Dialog open={props.isOpen} onOpenChange={props.onOpen}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Your text wasn't sent</DialogTitle>
          <DialogDescription>
            The request expired first. Copy the text if you still need it.
          </DialogDescription>
        </DialogHeader>
        <div className="grid gap-4">
          {texts.map(({ label, text }) => (
            <Field key={label} label={label}>
              <Textarea rows={4} readOnly value={text} />
            </Field>
          ))}
        </div>
        <DialogFooter>
          <DialogClose asChild>
            <Button variant="outline">Close</Button>
          </DialogClose>
          <CopyButton size="default" text={texts.map(({ text }) => text).join("\n\n")} label="Copy text" />
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
