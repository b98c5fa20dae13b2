import { typedIn } from "#components/forms/normalized-field.ts";
import type { KeyKind } from "#lib/passkeys/confirmed-act";

/**
 * The new agent key from the form, for the confirmed act: its kind, and the values that identify
 * it.
 */
export function keyTypedIn(form: FormData): { kind: KeyKind; shown: string[] } {
  // An unknown kind produces an act that the server does not know.
  const kind = typedIn(form, "keyKind") as KeyKind;
  return { kind, shown: [typedIn(form, "publicKey"), typedIn(form, "expiresInDays")] };
}
