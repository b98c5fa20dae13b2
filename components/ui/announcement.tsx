/** Spoken when changed. Empty between messages: a closed dialog makes a screen reader repeat a text. */
export function Announcement({ text }: { text: string }) {
  return (
    <span aria-live="polite" className="sr-only">
      {text}
    </span>
  );
}
