import type { Refusal } from "#components/api/call.ts";
import { AfterLoad, loadLater } from "#components/ui/after-load";

interface Props {
  refusal: Refusal | undefined;
}

/** Titles and looks load after the page: a refusal takes an act of the person first. */
const Titled = loadLater(async () => (await import("./titled-refusal.tsx")).TitledRefusal, Untitled);

/** The error and what to do, announced immediately. */
export function RefusalAlert({ refusal }: Props) {
  return (
    <div role="alert" className="empty:absolute">
      <AfterLoad fallback={<Untitled refusal={refusal} />}>
        <Titled refusal={refusal} />
      </AfterLoad>
    </div>
  );
}

function Untitled({ refusal }: Props) {
  return refusal ? <p className="text-danger">{refusal.message}</p> : null;
}
