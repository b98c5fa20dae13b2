import { Alert } from "#components/ui/alert";
import { Link } from "#components/ui/link";

/** Leads from the rule of a tier to its threshold. */
export function PartOfThreshold({ thresholdId }: { thresholdId: string | undefined }) {
  if (thresholdId === undefined) return null;
  return (
    <Alert className="mb-5 max-w-2xl" title="This rule is part of a threshold">
      Its limits are shared with the tiers next to it.{" "}
      <Link href={`/policy/thresholds/${thresholdId}`} className="text-link underline underline-offset-3">
        Edit the threshold
      </Link>{" "}
      to change them together.
    </Alert>
  );
}
