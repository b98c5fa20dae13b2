/** How a passkey prompt can fail. `aborted`: another prompt took over, so no message appears. */
export type CeremonyFault =
  | "no_webauthn"
  | "cancelled"
  | "aborted"
  | "already_registered"
  | "no_user_verification"
  | "wrong_site"
  | "authenticator_failed";

export const noWebAuthnSentence =
  "This browser doesn't support passkeys. Open Countersign in Chrome, Edge, Firefox or Safari, not inside another app.";
