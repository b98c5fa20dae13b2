import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";

/** The question before a passkey confirms an act, written by the server from the values to save. */
export interface Question {
  /** A question that names the object. */
  title: string;
  /** The values that will be saved. */
  facts?: Fact[];
  /** The consequences, one sentence each. */
  consequences: string[];
  /** A required checkbox of the dialog. */
  condition?: string;
  /** The button's text. Repeats the verb of the title. */
  confirm: string;
  /** Whether the act destroys: the button is red then. */
  isDestructive?: boolean;
}

export interface Fact {
  label: string;
  /** Text as it is, or a time for the reader's zone. */
  value: string | Date;
}

/** How a form's action ended. `errors` is keyed by field. `confirm`: a passkey has to confirm `act` first. */
export type ActionState<Result = void> =
  | { outcome: "none" }
  | { outcome: "confirm"; act: ConfirmedAct; question: Question }
  | { outcome: "refused"; message: string; errors: Record<string, string>; isSignedOut?: true }
  | { outcome: "done"; result: Result };

/** A form's action, from state to state. */
export type FormAction<Result = void> = (
  previous: ActionState<Result>,
  form: FormData,
) => Promise<ActionState<Result>>;

/** What `useActionState` starts with. */
export const untouched = { outcome: "none" } as const;

/** The message of a form sent after the end of its session. */
export const signedOutMessage = "You're signed out, so nothing was done.";
