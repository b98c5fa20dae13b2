import { useEffect, useRef } from "react";
import { Checkbox } from "#components/forms/checkbox";
import { Dialog, DialogHead } from "#components/ui/dialog/dialog";
import { setShortcutsOn, useAreShortcutsOn } from "../device/use-shortcuts-setting.ts";
import { pagesAfterG } from "./find-shortcut.ts";

const singleKeys = [
  { keys: ["J"], does: "Next row of a list, or next request" },
  { keys: ["K"], does: "Previous row of a list, or previous request" },
  { keys: ["A"], does: "Go to Approve on a request" },
  { keys: ["D"], does: "Deny… on a request, or what is selected" },
  { keys: ["1–6"], does: "Choose a reason in Deny…" },
  { keys: ["E"], does: "Edit… on a request" },
  { keys: ["X"], does: "Select a row of the queue" },
  { keys: ["Shift", "J"], does: "Select on to the next row (Shift K: the previous)" },
  { keys: ["/"], does: "Go to the filters of a list" },
  { keys: ["?"], does: "Keyboard shortcuts" },
];

const others = [
  { keys: ["Enter"], does: "Open the row" },
  { keys: ["Ctrl", "K"], does: "Search (also ⌘ K)" },
  { keys: ["Ctrl", "Z"], does: "Undo a dismissal (also ⌘ Z)" },
  { keys: ["Esc"], does: "Close a dialog" },
];

/** The sheet of shortcuts, with the switch for single keys. */
export function ShortcutsSheet(props: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void }) {
  const areOn = useAreShortcutsOn();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The browser would choose the checkbox at the end, which may be below the screen.
    if (props.isOpen) title.current?.focus();
  }, [props.isOpen]);
  return (
    <Dialog id="keyboard-shortcuts" open={props.isOpen} onOpenChange={props.onOpenChange}>
      <DialogHead title="Keyboard shortcuts" titleRef={title}>
        No shortcut approves a request. Approving takes the button and your passkey.
      </DialogHead>
      <div className="grid gap-4">
        <Keys label="Single keys" keys={singleKeys} />
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <Pages />
          <Keys label="Other keys" keys={others} />
        </div>
        <Checkbox
          label="Use single-key shortcuts in this browser"
          hint="Turn them off if you dictate text or press keys by accident. The other keys still work."
          checked={areOn}
          onChange={(event) => setShortcutsOn(event.target.checked)}
        />
      </div>
    </Dialog>
  );
}

function Pages() {
  const own = pagesAfterG.filter(({ href }) => document.querySelector(`nav a[href="${href}"]`));
  return (
    <Keys
      label="Pages"
      keys={own.map(({ key, label }) => ({ keys: ["G", "then", key.toUpperCase()], does: label }))}
    />
  );
}

function Keys({ label, keys }: { label: string; keys: { keys: string[]; does: string }[] }) {
  return (
    <section aria-label={label}>
      <h3 className="mb-1 font-medium text-[0.8125rem] text-muted-foreground">{label}</h3>
      <dl className="divide-y border-y">
        {keys.map(({ keys: pressed, does }) => (
          <div key={does} className="flex items-center justify-between gap-4 py-2">
            <dt>{does}</dt>
            <dd className="flex shrink-0 items-center gap-1">
              {pressed.map((key) =>
                key === "then" ? (
                  <span key={key} className="text-muted-foreground">
                    then
                  </span>
                ) : (
                  <kbd
                    key={key}
                    className="min-w-7 rounded-md border bg-muted px-1.5 text-center font-mono text-xs leading-6"
                  >
                    {key}
                  </kbd>
                ),
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
