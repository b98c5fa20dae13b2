import { useEffect, useState } from "react";
import type { SearchAnswer } from "./option-groups.ts";

const pauseMs = 120;
const nothing: SearchAnswer = { pages: [] };

interface Search {
  /** The text that was last answered, until the next answer is there; undefined before the first. */
  answered: string | undefined;
  found: SearchAnswer;
  isFailed: boolean;
  isDone: boolean;
}

/** What the server finds for a text, asked after a pause in typing. */
export function useSearch(text: string): Search {
  const [answer, setAnswer] = useState<{ text?: string; found: SearchAnswer; isFailed: boolean }>({
    found: nothing,
    isFailed: false,
  });
  useEffect(() => {
    const controller = new AbortController();
    const timer = setTimeout(
      () => {
        ask(text, controller.signal).then(
          (found) => setAnswer({ text, found, isFailed: false }),
          () => {
            if (!controller.signal.aborted) setAnswer({ text, found: nothing, isFailed: true });
          },
        );
      },
      text ? pauseMs : 0,
    );
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [text]);
  const { text: answered, found, isFailed } = answer;
  return { answered, found, isFailed, isDone: answer.text === text };
}

async function ask(text: string, signal: AbortSignal): Promise<SearchAnswer> {
  const response = await fetch(`/api/search?q=${encodeURIComponent(text)}`, { signal });
  if (!response.ok) throw new Error(`search answered ${response.status}`);
  return (await response.json()) as SearchAnswer;
}
