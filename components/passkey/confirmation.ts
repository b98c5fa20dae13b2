import { call } from "#components/api/call.ts";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";
import { askForPasskey } from "./ceremony.ts";

type Options = Parameters<typeof askForPasskey>[0];

/**
 * Asks the person to confirm an act with an existing passkey.
 * @returns the passkey's answer, to be sent with the act itself.
 * @throws {Refusal} with the server's code or a ceremony fault.
 */
export async function askToConfirm(act: ConfirmedAct): ReturnType<typeof askForPasskey> {
  const { options } = await call<{ options: Options }>("POST", "/api/passkeys/confirmations", { act });
  return askForPasskey(options);
}
