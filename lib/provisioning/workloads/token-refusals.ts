import { CountersignError } from "#lib/kernel/errors";

/**
 * A token that no one can exchange, whichever identities an agent has.
 * @param sentence at most two sentences: what is wrong, and what to do
 */
export function invalidToken(sentence: string, cause?: unknown): CountersignError {
  return new CountersignError("invalid_workload_token", `workload token refused: ${sentence}`, {
    userMessage: sentence,
    cause,
  });
}

/**
 * One answer for an unknown agent, an unknown workload and a wrong signature: a stranger learns no
 * issuer and no subject.
 */
export function notForThisAgent(cause?: unknown): CountersignError {
  return new CountersignError("invalid_workload_token", "no workload identity for this token", {
    userMessage:
      "The token isn't from a workload of this agent. Compare its issuer, audience, subject and claims with the agent's page, character by character.",
    cause,
  });
}
