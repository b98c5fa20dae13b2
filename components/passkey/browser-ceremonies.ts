// Loaded after the page, by ceremony.ts: the WebAuthn library, and the sentences about its errors.
import {
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  startAuthentication,
  startRegistration,
} from "@simplewebauthn/browser";
import { Refusal } from "#components/api/call.ts";
import { type CeremonyFault, noWebAuthnSentence } from "../api/ceremony-fault.ts";

/** @throws {Refusal} with a {@link CeremonyFault} as its code. */
export async function create(
  options: PublicKeyCredentialCreationOptionsJSON,
): Promise<RegistrationResponseJSON> {
  try {
    return await startRegistration({ optionsJSON: options });
  } catch (cause) {
    throw refusal(cause, sentencesForCreating);
  }
}

/** @throws {Refusal} with a {@link CeremonyFault} as its code. */
export async function ask(
  options: PublicKeyCredentialRequestOptionsJSON,
  autofill: boolean,
): Promise<AuthenticationResponseJSON> {
  try {
    return await startAuthentication({ optionsJSON: options, useBrowserAutofill: autofill });
  } catch (cause) {
    throw refusal(cause, sentencesForUsing);
  }
}

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

// The names are WebAuthn Level 3's (sections 5.1.3 and 5.1.4); NotAllowedError hides its cause on purpose.
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
