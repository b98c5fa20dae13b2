import type { Question } from "#components/forms/action-state.ts";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";

/** Thrown if a passkey has to confirm first. `runAction` makes a form state that opens the dialog. */
export class Unconfirmed extends Error {
  constructor(readonly asked: { act: ConfirmedAct; question: Question }) {
    super(`a passkey has to confirm ${asked.act}`);
  }
}
