import { CountersignError, isRefusedFor } from "#lib/kernel/errors";

/**
 * Requires that the state a change was proposed for is still current.
 * @throws {CountersignError} `conflict`, with a reason that makes the confirmation close the
 * proposal
 */
export function requireUnchanged(unchanged: boolean, what: string): void {
  if (unchanged) return;
  throw new CountersignError("conflict", `${what} changed since it was proposed`, {
    userMessage: "The object changed after this was proposed, so nothing was changed. Propose it again.",
    details: { reason: "proposal_superseded" },
  });
}

/** Whether a confirmation failed because the state had changed: {@link requireUnchanged}. */
export function isSuperseded(thrown: unknown): boolean {
  return isRefusedFor("proposal_superseded", thrown);
}
