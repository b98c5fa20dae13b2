import type { Refusal } from "#components/api/call.ts";
import { refusalTitle } from "#components/api/refusal-titles.ts";
import { Alert } from "#components/ui/alert";

/** A refusal with its title. A closed prompt is only a warning. */
export function TitledRefusal({ refusal }: { refusal: Refusal | undefined }) {
  if (!refusal) return null;
  const { code, message } = refusal;
  return (
    <Alert variant={code === "cancelled" ? "warning" : "danger"} title={refusalTitle(code)}>
      {message}
    </Alert>
  );
}
