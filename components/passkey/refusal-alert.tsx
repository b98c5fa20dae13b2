import type { Refusal } from "#components/api/call.ts";
import { refusalTitle } from "#components/api/refusal-titles.ts";
import { Alert } from "#components/ui/alert";

/** The error and what to do, announced immediately. A closed prompt is only a warning. */
export function RefusalAlert({ refusal }: { refusal: Refusal | undefined }) {
  return (
    <div role="alert" className="empty:absolute">
      {refusal ? (
        <Alert
          variant={refusal.code === "cancelled" ? "warning" : "danger"}
          title={refusalTitle(refusal.code)}
        >
          {refusal.message}
        </Alert>
      ) : null}
    </div>
  );
}
