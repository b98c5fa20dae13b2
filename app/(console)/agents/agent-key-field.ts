import type { KeyKind } from "#lib/passkeys/confirmed-act";
import { typedIn } from "../../../components/forms/normalized-field.ts";

/**
 * The form's new agent key, for the act that adds the key: the kind, and the values that identify
 * exactly this key.
 */
export function keyTypedIn(form: FormData): { kind: KeyKind; shown: string[] } {
  // An unknown kind produces an act that the server does not know.
  const kind = typedIn(form, "keyKind") as KeyKind;
  return { kind, shown: [typedIn(form, "publicKey"), typedIn(form, "expiresInDays")] };
}
