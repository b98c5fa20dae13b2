import { Alert } from "#components/ui/alert";
import type { Statement } from "#lib/approvals/statement";
import type { RequestView } from "#lib/requests/request-view";
import { nameForWhom } from "./name-for-whom.ts";

/**
 * Tells a delegate first which person they decide for: the signed statement contains the person.
 */
export function ForWhom({ view, statement }: { view: RequestView; statement: Statement | undefined }) {
  const name = nameForWhom(view, statement);
  if (!name) return null;
  return (
    <Alert variant="info" title={`Deciding for ${name}`}>
      You're their delegate. The audit log and receipt will show that you decided on their behalf.
    </Alert>
  );
}
