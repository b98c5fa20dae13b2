import { CountersignError } from "#lib/errors";

/** The draft is no longer what was confirmed. */
export function changedWhileLooking(actual: string, confirmed: string): CountersignError {
  return new CountersignError("conflict", `the draft makes version ${actual}, not ${confirmed}`, {
    userMessage:
      "The draft changed while you were looking at it, and nothing was published. Reload the page and look at the difference again.",
  });
}

/** Another version came first. */
export function publishedMeanwhile(expectedVersion: number): CountersignError {
  return new CountersignError("conflict", `version ${expectedVersion} is no longer the newest`, {
    userMessage: `Another version was published after version ${expectedVersion}, which this one was made from. Look at what changed, then make your changes again.`,
  });
}

/** Publishing takes two admins, and nobody has proposed the draft as it stands, or nobody whose word still counts. */
export function notProposed(): CountersignError {
  return new CountersignError("conflict", "no active admin proposed the draft as it stands", {
    userMessage:
      "Publishing takes two admins here. One who is still an admin has to propose the draft as it stands; then another can publish it.",
  });
}

/** The proposer is not the second admin. */
export function proposedYourself(): CountersignError {
  return new CountersignError("conflict", "the proposer cannot publish", {
    userMessage: "You proposed this version yourself: another admin has to publish it.",
  });
}
