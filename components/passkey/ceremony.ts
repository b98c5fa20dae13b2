import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/browser";
import { call, loadPart, Refusal } from "#components/api/call.ts";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";
import { noWebAuthnSentence } from "../api/ceremony-fault.ts";

/** Asks for a new passkey. @throws {Refusal} with a `CeremonyFault` as its code */
export async function createPasskey(
  options: PublicKeyCredentialCreationOptionsJSON,
): Promise<RegistrationResponseJSON> {
  return (await loadCeremonies()).create(options);
}

/**
 * Asks for the person's passkey: to sign in, or to sign a statement. `autofill` offers passkeys in an
 * input's suggestions (conditional UI) in place of a prompt, and waits for a choice.
 * @throws {Refusal} with a `CeremonyFault` as its code.
 */
export async function askForPasskey(
  options: PublicKeyCredentialRequestOptionsJSON,
  { autofill = false }: { autofill?: boolean } = {},
): Promise<AuthenticationResponseJSON> {
  return (await loadCeremonies()).ask(options, autofill);
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

/** Loads the WebAuthn library apart from the page. A shown page calls this, to be ready before a press. */
export async function loadCeremonies(): Promise<typeof import("./browser-ceremonies.ts")> {
  if (!supportsPasskeys()) throw new Refusal("no_webauthn", noWebAuthnSentence);
  return loadPart(() => import("./browser-ceremonies.ts"));
}

type Options = Parameters<typeof askForPasskey>[0];

/** Asks to confirm an act. Returns the passkey's answer, to send with the act. @throws {Refusal} */
export async function askToConfirm(act: ConfirmedAct): ReturnType<typeof askForPasskey> {
  const { options } = await call<{ options: Options }>("POST", "/api/passkeys/confirmations", { act });
  return askForPasskey(options);
}
