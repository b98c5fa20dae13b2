import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/browser";
import { offline, Refusal } from "#components/api/call.ts";

/**
 * How a passkey prompt can end without a passkey. `aborted` is our own act (another prompt took
 * over): show nothing.
 */
export type CeremonyFault =
  | "no_webauthn"
  | "cancelled"
  | "aborted"
  | "already_registered"
  | "no_user_verification"
  | "wrong_site"
  | "authenticator_failed";

/**
 * Asks the browser for a new passkey.
 * @throws {Refusal} with a {@link CeremonyFault} as its code.
 */
export async function createPasskey(
  options: PublicKeyCredentialCreationOptionsJSON,
): Promise<RegistrationResponseJSON> {
  const { startRegistration } = await loadCeremonies();
  try {
    return await startRegistration({ optionsJSON: options });
  } catch (cause) {
    throw refusal(cause, sentencesForCreating);
  }
}

/**
 * Asks for the person's passkey: to sign in, or to sign a statement. `autofill` offers passkeys in
 * an input's suggestions (conditional UI) instead of a prompt, and waits until the person picks
 * one.
 * @throws {Refusal} with a {@link CeremonyFault} as its code.
 */
export async function askForPasskey(
  options: PublicKeyCredentialRequestOptionsJSON,
  { autofill = false }: { autofill?: boolean } = {},
): Promise<AuthenticationResponseJSON> {
  const { startAuthentication } = await loadCeremonies();
  try {
    return await startAuthentication({ optionsJSON: options, useBrowserAutofill: autofill });
  } catch (cause) {
    throw refusal(cause, sentencesForUsing);
  }
}

/** Whether this browser supports passkeys. */
export function supportsPasskeys(): boolean {
  return typeof globalThis.PublicKeyCredential === "function";
}

/** Whether this browser can offer passkeys in an input's suggestions (conditional UI). */
export async function supportsAutofill(): Promise<boolean> {
  if (!supportsPasskeys()) return false;
  return (await PublicKeyCredential.isConditionalMediationAvailable?.()) ?? false;
}

/**
 * Loads the WebAuthn library separately from the page. Pages call this once they are shown, so that
 * the library is ready before a button is pressed.
 * @throws {Refusal} `no_webauthn`, `offline`
 */
export async function loadCeremonies(): Promise<typeof import("./browser-ceremonies.ts")> {
  if (!supportsPasskeys()) throw new Refusal("no_webauthn", noWebAuthnSentence);
  try {
    return await import("./browser-ceremonies.ts");
  } catch (cause) {
    throw offline(cause);
  }
}

export const noWebAuthnSentence =
  "This browser doesn't support passkeys. Open Countersign in Chrome, Edge, Firefox or Safari, not inside another app.";

const sentencesForUsing: Record<CeremonyFault, string> = {
  no_webauthn: noWebAuthnSentence,
  cancelled:
    "The prompt was closed or timed out, or this device has no passkey for you. Try again or use another device.",
  aborted: "",
  already_registered: "This device rejected the request. Try again.",
  no_user_verification:
    "This device can't verify you with a fingerprint, face or PIN. Set up a screen lock or use another device.",
  wrong_site: "Your passkeys don't work at this web address. Open Countersign at its usual address.",
  authenticator_failed:
    "Your device or security key couldn't complete the request. Try again or use another passkey.",
};

const sentencesForCreating: Record<CeremonyFault, string> = {
  ...sentencesForUsing,
  cancelled: "The prompt was closed or timed out. No passkey was created. Try again when you're ready.",
  already_registered:
    "This device or password manager already has a passkey for you. Sign in with it or choose another device.",
  wrong_site: "Passkeys can't be created at this web address. Open Countersign at its usual address.",
  authenticator_failed:
    "Your device or security key couldn't create a passkey. Try again or use another device.",
};

// The names are WebAuthn Level 3's (sections 5.1.3 and 5.1.4); NotAllowedError deliberately hides
// which of several causes applies.
const faultOfName: Record<string, CeremonyFault> = {
  NotAllowedError: "cancelled",
  AbortError: "aborted",
  TimeoutError: "cancelled",
  InvalidStateError: "already_registered",
  ConstraintError: "no_user_verification",
  SecurityError: "wrong_site",
};

function refusal(cause: unknown, sentences: Record<CeremonyFault, string>): Refusal {
  const name = cause instanceof Error ? cause.name : "";
  const fault = faultOfName[name] ?? "authenticator_failed";
  return new Refusal(fault, sentences[fault], {}, { cause });
}
