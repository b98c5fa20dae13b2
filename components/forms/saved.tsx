import { Check } from "lucide-react";

/** A small success message, announced to screen readers. */
export function Saved({ when }: { when: boolean }) {
  return (
    <span role="status" className="inline-flex items-center gap-1 text-success text-sm">
      {when ? (
        <>
          <Check aria-hidden className="size-4" />
          Saved
        </>
      ) : null}
    </span>
  );
}
