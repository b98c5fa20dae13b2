/** What people are told of a passkey's answer that does not verify, whatever was wrong with it: no honest browser sends one. */
export const unverifiedPasskey = "That passkey could not be verified. Try again.";
