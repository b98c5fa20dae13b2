import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { Dialog, DialogTitle } from "#components/ui/dialog/dialog";
import { boundText, optionGroups, shortcutsHref } from "./option-groups.ts";
import { Results } from "./results.tsx";
import { useSearch } from "./use-search.ts";

const longest = 200;

/** A combobox with an always open list (ARIA Authoring Practices). The focus stays in the field. */
export function Palette({ onClose, onShortcuts }: { onClose: () => void; onShortcuts: () => void }) {
  const listId = useId();
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const [isEntered, setIsEntered] = useState(false);
  const { answered, found, isFailed, isDone } = useSearch(text.trim());
  const groups = answered === undefined ? [] : optionGroups(found, answered);
  const count = groups.reduce((sum, { options }) => sum + options.length, 0);
  const current = Math.min(active, count - 1);
  const bound = boundText(found);
  const idOf = (index: number) => `${listId}-${index}`;
  useEffect(() => {
    document.getElementById(`${listId}-${current}`)?.scrollIntoView({ block: "nearest" });
  }, [listId, current]);

  // Enter right after typing waits for the answer: the list still shows the one before.
  useEffect(() => {
    if (!isEntered || !isDone) return;
    setIsEntered(false);
    document.getElementById(`${listId}-${current}`)?.click();
  }, [isEntered, isDone, listId, current]);

  function press(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const next = moved(event.key, current, count);
    if (next !== undefined) setActive(next);
    else if (event.key === "Enter") setIsEntered(true);
    else return;
    event.preventDefault();
  }

  return (
    <Dialog
      className="mt-[max(1rem,10dvh)] mb-auto max-h-[calc(100dvh-max(1rem,10dvh)-1rem)] overflow-hidden p-0 open:flex open:flex-col"
      open
      onOpenChange={onClose}
    >
      <DialogTitle className="sr-only">Search</DialogTitle>
      <input
        role="combobox"
        aria-label="Search requests, agents, people, rules and pages"
        aria-expanded={count > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={count > 0 ? idOf(current) : undefined}
        placeholder="Name, ID, resource or amount"
        autoFocus
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        enterKeyHint="go"
        maxLength={longest}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
          setIsEntered(false);
        }}
        onKeyDown={press}
        className="min-h-13 w-full shrink-0 border-b bg-card py-2 pr-14 pl-4 text-base outline-none focus-visible:border-b-ring placeholder:text-muted-foreground"
      />
      <Results
        listId={listId}
        groups={groups}
        current={current}
        idOf={idOf}
        onPoint={setActive}
        onChoose={(event, { href }) => {
          if (href !== shortcutsHref) return onClose();
          event.preventDefault();
          onShortcuts();
        }}
      />
      <p role="status" className="px-4 py-2 text-[0.8125rem] text-muted-foreground">
        {isFailed
          ? "Search isn't available right now. Check your connection and try again."
          : count > 0
            ? [`${count} ${count === 1 ? "result" : "results"}`, bound].filter(Boolean).join(". ")
            : isDone
              ? `No results. ${bound}`
              : "Searching…"}
      </p>
    </Dialog>
  );
}

/** Where a key moves the active option; undefined for another key. */
function moved(key: string, current: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === "ArrowDown") return (current + 1) % count;
  if (key === "ArrowUp") return (current - 1 + count) % count;
  return undefined;
}
