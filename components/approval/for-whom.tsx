import type { Statement } from "#lib/approvals/statement";
import type { RequestView } from "#lib/requests/request-view";
import { Alert } from "../ui/alert.tsx";
import { nameForWhom } from "./name-for-whom.ts";

/** Says to a delegate, before anything else, in whose place they decide: it is part of what their passkey signs. */
export function ForWhom({ view, statement }: { view: RequestView; statement: Statement | undefined }) {
  const name = nameForWhom(view, statement);
  if (!name) return null;
  return (
    <Alert variant="info" title={`You decide for ${name}`}>
      You are their delegate at the moment. The record and the receipt say that you decided in their place.
    </Alert>
  );
}
