import { CountersignError } from "#lib/errors";

/** The refusal of an agent's proof that a grant is its own. `message` is part of what the tool reads. */
export function invalidProof(message: string, cause?: unknown): CountersignError {
  return new CountersignError("invalid_proof", message, {
    userMessage: `The agent's proof for this grant is missing or wrong: ${message}.`,
    cause,
  });
}
