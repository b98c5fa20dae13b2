/**
 * The message for any passkey answer that does not verify: no honest browser sends such an answer.
 */
export const unverifiedPasskey = "This passkey couldn't be verified. Try again.";
