/**
 * A text for screen readers, spoken when changed. Empty between messages: a screen reader repeats the
 * text after each closed dialog.
 */
export function Announcement({ text }: { text: string }) {
  return (
    <span aria-live="polite" className="sr-only">
      {text}
    </span>
  );
}
