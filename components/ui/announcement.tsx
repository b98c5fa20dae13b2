/**
 * A text for screen readers alone, spoken when it changes. Empty while there is nothing to say: a
 * screen reader speaks what such a place contains again each time a dialog over the page closes.
 */
export function Announcement({ text }: { text: string }) {
  return (
    <span aria-live="polite" className="sr-only">
      {text}
    </span>
  );
}
