import { CountersignError, isRefusedFor } from "#lib/kernel/errors";

/** Refuses a changed state. @throws `conflict`, so that the confirmation closes the proposal */
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
