/** What people are told of a passkey's answer that does not verify, whatever was wrong with it: no honest browser sends one. */
export const unverifiedPasskey = "This passkey couldn't be verified. Try again.";
