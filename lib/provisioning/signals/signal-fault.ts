import { CountersignError } from "#lib/kernel/errors";

/** Why a security event token is refused, in the words of RFC 8935, section 2.4. */
type SignalError =
  | "invalid_request"
  | "invalid_key"
  | "invalid_issuer"
  | "invalid_audience"
  | "authentication_failed";

/** A refusal with its `err`. `sentence` is for the source's operator. */
export function signalFault(err: SignalError, sentence: string, cause?: unknown): CountersignError {
  return new CountersignError("invalid_body", sentence, { userMessage: sentence, details: { err }, cause });
}
