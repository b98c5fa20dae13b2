import { CountersignError } from "#lib/kernel/errors";

/** The refusal of an agent's proof of possession for a grant. The tool reads `fault`. */
export function invalidProof(fault: string, cause?: unknown): CountersignError {
  return new CountersignError("invalid_proof", fault, {
    userMessage: `The agent's proof doesn't match this grant (${fault}). Ask the agent for a new proof.`,
    cause,
  });
}

/** The refusal of a redemption by a tool without the proof. */
export function missingProof(userMessage: string): CountersignError {
  return new CountersignError("invalid_proof", "a tool redeems without the agent's proof", { userMessage });
}
