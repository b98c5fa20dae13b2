import { Alert } from "#components/ui/alert";
import { TextLink } from "#components/ui/link";

export function PartOfThreshold({ thresholdId }: { thresholdId: string | undefined }) {
  if (thresholdId === undefined) return null;
  return (
    <Alert className="mb-5 max-w-2xl" title="This rule is part of a threshold">
      Its limits are shared with the tiers next to it.{" "}
      <TextLink href={`/policy/thresholds/${thresholdId}`}>Edit the threshold</TextLink> to change them
      together.
    </Alert>
  );
}
