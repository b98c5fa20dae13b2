import { requestChanged } from "#lib/approvals/decision-errors";
import type { Decidable } from "#lib/approvals/find-decidable";
import { isBreakGlassStatement, readStatement } from "#lib/approvals/statement";
import type { MasterSecret } from "#lib/crypto/seal";
import { isSealed } from "#lib/passkeys/signing/seal-statement";

interface ShownPage {
  shown: string;
  seal: string;
  /** The present request: a page of an earlier action gives no reading time. */
  subject: Pick<Decidable, "requestId" | "actionDigest" | "policyVersion">;
  personId: string;
}

/**
 * When the break-glass page was served, by our seal over its statement. The statement signed later,
 * with the reason, keeps the page's time: the reading time counts from it.
 * @throws {CountersignError} `request_changed` without our seal, or for another page.
 */
export function servedAt(secret: MasterSecret, { shown, seal, subject, personId }: ShownPage): Date {
  const { requestId, actionDigest, policyVersion } = subject;
  const bytes = new TextEncoder().encode(shown);
  const statement = isSealed(secret, bytes, seal) ? readStatement(bytes) : undefined;
  const isSame =
    statement?.request === requestId &&
    statement.approver === personId &&
    statement.action_digest === actionDigest &&
    statement.policy_version === policyVersion &&
    isBreakGlassStatement(statement);
  if (!isSame) throw requestChanged(`the break-glass page shown for ${requestId} is not ours`);
  return new Date(statement.issued_at);
}
