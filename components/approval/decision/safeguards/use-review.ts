import { useEffect, useRef, useState } from "react";
import { watchItems } from "./watch-items.ts";

/** The approver's way through the signals and the signed values. */
export interface Review {
  /** How many of them were not on screen yet; undefined until the page has looked. */
  left: number | undefined;
  /** Brings the next one onto the screen, signals first, and moves the focus there. */
  showNext: () => void;
}

/**
 * Counts the signals and signed values of this page (elements with `data-review`) that were not
 * completely on screen, at a speed that a person can read at. Not a timer: a person who reads fast
 * is not held up, and where one look is enough nothing is left from the start.
 * @param shown identifies what the page shows. When it changes, the review starts anew.
 * @param chosen identifies which items count now, on a page where the person chooses them. What was
 * seen of the others is kept.
 */
export function useReview(shown: string, chosen = ""): Review {
  const [found, setFound] = useState<{ left: number; of: string }>();
  const watched = useRef<ReturnType<typeof watchItems>>(undefined);

  useEffect(() => {
    const items = watchItems((left) =>
      setFound((before) => (before?.left === left && before.of === shown ? before : { left, of: shown })),
    );
    watched.current = items;
    return items.stop;
  }, [shown]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the items are read from the page that `chosen` changed
  useEffect(() => watched.current?.recount(), [chosen]);

  return {
    left: found?.of === shown ? found.left : undefined,
    showNext: () => watched.current?.showNext(),
  };
}
