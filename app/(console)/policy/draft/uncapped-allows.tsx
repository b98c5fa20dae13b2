import { Alert } from "#components/ui/alert";
import { Link } from "#components/ui/link";
import { currencyFaults } from "#lib/policy/checks/currency-faults";
import type { Draft } from "#lib/policy/drafts/draft";

/**
 * Lists allow rules without a currency next to limits with one, which prevent publishing the draft.
 */
export function UncappedAllows({ draft }: { draft: Draft }) {
  const faults = currencyFaults(draft.rules, draft.catalog);
  if (faults.length === 0) return null;
  return (
    <Alert variant="warning" className="mb-4" title="You can't publish this draft yet">
      <ul className="grid gap-1">
        {faults.map(({ ruleId, message }) => (
          <li key={ruleId}>
            {message} <Link href={`/policy/draft/rules/${ruleId}`}>Edit this rule</Link>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
