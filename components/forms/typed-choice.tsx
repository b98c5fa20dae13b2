import { type ComponentProps, useEffect, useId, useRef, useState } from "react";
import { Input } from "./field.tsx";

const pauseMs = 150;

/** A text field with the server's suggestions in the browser's own list. */
export function TypedChoice({
  source,
  onChoose,
  ...props
}: ComponentProps<"input"> & { source: string; onChoose?: ((text: string) => void) | undefined }) {
  const listId = useId();
  const [found, setFound] = useState<string[]>([]);
  const waiting = useRef<AbortController>(undefined);
  useEffect(() => () => waiting.current?.abort(), []);
  function change(text: string) {
    onChoose?.(text);
    waiting.current?.abort();
    if (text.trim() === "" || found.includes(text)) return;
    const controller = new AbortController();
    waiting.current = controller;
    suggestions(source, text.trim(), controller.signal).then(setFound, () => {
      // Overtaken, or offline: what is typed still counts without suggestions.
    });
  }
  return (
    <>
      <Input
        placeholder="Type part of a name"
        maxLength={400}
        autoComplete="off"
        spellCheck={false}
        {...props}
        list={listId}
        onChange={(event) => change(event.target.value)}
      />
      <datalist id={listId}>
        {found.map((text) => (
          <option key={text} value={text} />
        ))}
      </datalist>
    </>
  );
}

async function suggestions(source: string, text: string, signal: AbortSignal): Promise<string[]> {
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
  const response = await fetch(`${source}?search=${encodeURIComponent(text)}`, { signal });
  if (!response.ok) throw new Error(`no suggestions: ${response.status}`);
  return ((await response.json()) as { suggestions: string[] }).suggestions;
}
