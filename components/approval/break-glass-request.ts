import { call, Refusal } from "#components/api/call.ts";
import { type ApprovalAttempt, approveRequest } from "#components/approval/decision/approve-request.ts";
import { bytesOf } from "#components/passkey/challenge-of.ts";

type BreakGlassAttempt = Pick<ApprovalAttempt, "requestId" | "seal" | "descriptor" | "number" | "onStep"> & {
  /** JSON text of the page's statement; the signed statement has a different reason, nonce and time. */
  shown: string;
  reason: string;
};

/** Approves by break-glass with the typed reason, in a statement checked against the page. */
export async function breakGlass(attempt: BreakGlassAttempt): Promise<void> {
  const { requestId, shown, reason } = attempt;
  const path = `/api/requests/${encodeURIComponent(requestId)}/break-glass-statements`;
  const page = { shown, seal: attempt.seal };
  const { statement, seal } = await call<{ statement: string; seal: string }>("POST", path, { reason, page });
  const statementText = new TextDecoder().decode(bytesOf(statement));
  if (!isSameStatement(statementText, shown, reason)) {
    throw new Refusal(
      "challenge_mismatch",
      "The server's statement doesn't match what's on screen. Nothing was signed. Reload the page. If it happens again, tell your admin.",
    );
  }
  // Only two members of the answer count: the page's own descriptor has to match.
  await approveRequest({ ...attempt, statement, seal, note: "" });
}

/** Whether a statement equals the shown statement, with exactly the given reason. */
export function isSameStatement(statementText: string, shown: string, reason: string): boolean {
  const [received, expected] = [JSON.parse(statementText), JSON.parse(shown)] as Record<string, unknown>[];
  if (!received || !expected || received.break_glass_reason !== reason) return false;
  const own = new Set(["nonce", "issued_at", "break_glass_reason"]);
  const names = new Set(
    [...Object.keys(received), ...Object.keys(expected)].filter((name) => !own.has(name)),
  );
  return [...names].every((name) => JSON.stringify(received[name]) === JSON.stringify(expected[name]));
}
