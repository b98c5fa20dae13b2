import { counted } from "#components/text/plural.ts";
import { Alert } from "#components/ui/alert";

/** Says that there is a draft, and who proposed it. */
export function UnpublishedChanges({ count, proposer }: { count: number; proposer: string | undefined }) {
  if (count === 0) return null;
  return (
    <Alert className="mb-4" title={counted(count, "unpublished change")}>
      {proposer
        ? `${proposer} proposed this draft. It goes live when another admin publishes it.`
        : "The draft isn't live until an admin publishes it."}
    </Alert>
  );
}
