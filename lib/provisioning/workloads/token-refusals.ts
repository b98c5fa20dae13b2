import { CountersignError } from "#lib/kernel/errors";

/** A token that no one can exchange. `sentence`: what is wrong, and what to do. */
export function invalidToken(sentence: string, cause?: unknown): CountersignError {
  return new CountersignError("invalid_workload_token", `workload token refused: ${sentence}`, {
    userMessage: sentence,
    cause,
  });
}

/** One answer for unknown agents, unknown workloads and wrong signatures: strangers learn nothing. */
export function notForThisAgent(cause?: unknown): CountersignError {
  return new CountersignError("invalid_workload_token", "no workload identity for this token", {
    userMessage:
      "The token isn't from a workload of this agent. Compare its issuer, audience, subject and claims with the agent's page, character by character.",
    cause,
  });
}
