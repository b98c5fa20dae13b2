import type { KeyKind } from "#lib/passkeys/confirmed-act";
import { typedIn } from "../../../components/forms/typed-in.ts";

/** What a form says about an agent's new key, for the act that gives it: the kind, and what else makes it this key and no other. */
export function keyTypedIn(form: FormData): { kind: KeyKind; shown: string[] } {
  // Another kind than there is makes an act that the server knows nothing of.
  const kind = typedIn(form, "keyKind") as KeyKind;
  return { kind, shown: [typedIn(form, "publicKey"), typedIn(form, "expiresInDays")] };
}
