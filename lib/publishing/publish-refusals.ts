import { CountersignError } from "#lib/kernel/errors";

export function changedWhileLooking(actual: string, confirmed: string): CountersignError {
  return new CountersignError("conflict", `the draft makes version ${actual}, not ${confirmed}`, {
    userMessage:
      "The draft changed while you were reviewing it, so nothing was published. Reload and review the changes again.",
  });
}

export function publishedMeanwhile(expectedVersion: number): CountersignError {
  return new CountersignError("conflict", `version ${expectedVersion} is no longer the newest`, {
    userMessage: `Another version was published after version ${expectedVersion}, which this draft is based on. Review what changed, then make your changes again.`,
  });
}

/** Publishing requires two admins, and no admin who is still active proposed the current draft. */
export function notProposed(): CountersignError {
  return new CountersignError("conflict", "no active admin proposed the draft as it stands", {
    userMessage:
      "Publishing requires two admins. An active admin has to propose the current draft before another can publish it.",
  });
}

export function proposedYourself(): CountersignError {
  return new CountersignError("conflict", "the proposer cannot publish", {
    userMessage: "You proposed this version, so another admin has to publish it.",
  });
}
