/** No honest browser sends an answer that does not verify. */
export const unverifiedPasskey = "This passkey couldn't be verified. Try again.";
