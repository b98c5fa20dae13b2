/**
 * The message for a passkey's answer that does not verify, whatever the reason: no honest browser
 * sends such an answer.
 */
export const unverifiedPasskey = "This passkey couldn't be verified. Try again.";
