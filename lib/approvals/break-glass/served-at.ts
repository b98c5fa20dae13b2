import { requestChanged } from "#lib/approvals/decision-errors";
import { isBreakGlassStatement, readStatement } from "#lib/approvals/statement";
import type { MasterSecret } from "#lib/crypto/seal";
import { isSealed } from "#lib/signing/seal-statement";

/**
 * When the break-glass page of this person and request was served, which our seal over the page's
 * statement proves. The signed statement is made later, with the reason, and has the page's time:
 * the reading time counts from it.
 * @throws {CountersignError} `request_changed` without our seal, or for another page.
 */
export function servedAt(
  secret: MasterSecret,
  { shown, seal, requestId, personId }: { shown: string; seal: string; requestId: string; personId: string },
): Date {
  const bytes = new TextEncoder().encode(shown);
  const statement = isSealed(secret, bytes, seal) ? readStatement(bytes) : undefined;
  const isSame =
    statement?.request === requestId && statement.approver === personId && isBreakGlassStatement(statement);
  if (!isSame) throw requestChanged(`the break-glass page shown for ${requestId} is not ours`);
  return new Date(statement.issued_at);
}
