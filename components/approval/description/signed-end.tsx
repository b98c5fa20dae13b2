/**
 * Marks the end of a signed value: the page offers Approve only after the approver has had the ends
 * of all values on screen (use-review.ts). `isInBox`: in a box that scrolls on its own.
 */
export function SignedEnd({ isInBox = false }: { isInBox?: boolean }) {
  // One pixel at the bottom of the last line, which takes no room.
  return (
    <span
      aria-hidden
      data-signed-end={isInBox ? "box" : "page"}
      className="-mr-px inline-block size-px align-bottom"
    />
  );
}

/**
 * The last item of the signed values. While values are below the screen, it can be reached with the
 * Tab key, which counts as having gone through them.
 */
export function SignedListEnd() {
  return (
    <p data-signed-list-end tabIndex={-1} className="sr-only focus-visible:not-sr-only">
      End of the parameters
    </p>
  );
}
