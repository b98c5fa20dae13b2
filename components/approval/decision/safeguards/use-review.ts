import { useEffect, useRef, useState } from "react";
import { watchItems } from "./watch-items.ts";

/** The approver's way through the signals and the signed values. */
export interface Review {
  /** The number of unseen items; undefined before the first look. */
  left: number | undefined;
  /** Brings the next unseen item onto the screen, signals first, and moves the focus there. */
  showNext: () => void;
}

/**
 * Counts the page's signals and signed values (elements with `data-review`) that were not completely on
 * screen at a readable speed. Not a timer: a fast reader is not held up, and a page of one look has
 * nothing left.
 * @param shown identifies the content. The review starts anew with other content.
 * @param chosen identifies the items that count, on a page with a choice of items. Seen items stay
 * seen.
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
