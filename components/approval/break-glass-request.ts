import { call, Refusal } from "#components/api/call.ts";
import { approveRequest } from "#components/approval/decision/approve-request.ts";
import { bytesOf } from "#components/approval/decision/challenge-of.ts";
import type { Descriptor } from "#lib/descriptors/descriptor";

export interface BreakGlassAttempt {
  requestId: string;
  /**
   * JSON text of the statement that the page was rendered from; the signed statement has a
   * different reason, nonce and time.
   */
  shown: string;
  /** The server's seal over it. */
  seal: string;
  /** The descriptor that the page was rendered with. */
  descriptor: Descriptor | undefined;
  reason: string;
  /** The number that the person typed, if the request needs one. */
  number?: string | undefined;
  onStep: (step: "prompting" | "sending") => void;
}

/**
 * Approves by break-glass: requests the statement with the reason, verifies that the statement
 * matches this page and the typed reason, and lets the passkey sign.
 * @throws {Refusal} with the server's code, a ceremony fault, `challenge_mismatch`, or
 * `unconfirmed` when the answer was lost.
 */
export async function breakGlass({
  requestId,
  shown,
  seal: pageSeal,
  descriptor,
  reason,
  number,
  onStep,
}: BreakGlassAttempt): Promise<void> {
  const path = `/api/requests/${encodeURIComponent(requestId)}/break-glass-statements`;
  const { statement, seal } = await call<{ statement: string; seal: string }>("POST", path, {
    reason,
    page: { shown, seal: pageSeal },
  });
  const statementText = new TextDecoder().decode(bytesOf(statement));
  if (!isSameStatement(statementText, shown, reason)) {
    throw new Refusal(
      "challenge_mismatch",
      "The server's statement doesn't match what's on screen. Nothing was signed. Reload the page. If it happens again, tell your admin.",
    );
  }
  await approveRequest({ requestId, statement, seal, descriptor, number, note: "", onStep });
}

/** Whether a statement equals the shown statement, with exactly this reason. */
export function isSameStatement(statementText: string, shown: string, reason: string): boolean {
  const [received, expected] = [JSON.parse(statementText), JSON.parse(shown)] as Record<string, unknown>[];
  if (!received || !expected || received.break_glass_reason !== reason) return false;
  const own = new Set(["nonce", "issued_at", "break_glass_reason"]);
  const names = new Set(
    [...Object.keys(received), ...Object.keys(expected)].filter((name) => !own.has(name)),
  );
  return [...names].every((name) => JSON.stringify(received[name]) === JSON.stringify(expected[name]));
}
