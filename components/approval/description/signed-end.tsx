/**
 * Marks the end of a signed value: the page offers Approve only after the approver has had the ends
 * of all values on screen (use-review.ts). `isInBox`: in a box that scrolls on its own.
 */
export function SignedEnd({ isInBox = false }: { isInBox?: boolean }) {
  // One pixel at the bottom of the last line, which takes no room: after a block, such as code, an inline
  // pixel would have a line of its own. In a box it is at the end of the text, which may be to the right.
  return (
    <span
      aria-hidden
      data-signed-end={isInBox ? "box" : "page"}
      className={isInBox ? "-mr-px inline-block size-px align-bottom" : "-mt-px block size-px"}
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
