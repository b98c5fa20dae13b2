import { asRefusal, call } from "#components/api/call.ts";
import type { ActionState } from "#components/forms/action-state.ts";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";
import { askForPasskey } from "./ceremony.ts";

type Options = Parameters<typeof askForPasskey>[0];
type Action<Result> = (previous: ActionState<Result>, form: FormData) => Promise<ActionState<Result>>;

/**
 * Asks the person to confirm an act with an existing passkey.
 * @returns the passkey's answer, to be sent with the act itself.
 * @throws {Refusal} with the server's code or a ceremony fault.
 */
export async function askToConfirm(act: ConfirmedAct): ReturnType<typeof askForPasskey> {
  const { options } = await call<{ options: Options }>("POST", "/api/passkeys/confirmations", { act });
  return askForPasskey(options);
}

/** The act of a form; undefined for a form that only restricts access, which takes no passkey. */
type ActOf = (form: FormData) => ConfirmedAct | undefined | Promise<ConfirmedAct | undefined>;

/**
 * A form's action that first asks for a passkey, and then runs with the passkey's answer in the
 * field `confirmation` and the act in `confirmedAct`. A closed prompt refuses the form like any
 * other error: the input stays.
 */
export function confirmedAction<Result>(action: Action<Result>, actOf: ActOf): Action<Result> {
  return async (previous, form) => {
    try {
      const act = await actOf(form);
      if (act === undefined) return action(previous, form);
      form.set("confirmation", JSON.stringify(await askToConfirm(act)));
      form.set("confirmedAct", act);
    } catch (thrown) {
      const { message } = asRefusal(thrown, "Something went wrong on this page. Reload and try again.");
      return { outcome: "refused", message, errors: {} };
    }
    return action(previous, form);
  };
}

/**
 * {@link confirmedAction} for a form prone to typing errors: the server checks the form first, so
 * no passkey prompt precedes an input error. For actions that read their form before requiring the
 * confirmation, and do nothing without it.
 */
export function checkedAndConfirmed<Result>(action: Action<Result>, actOf: ActOf): Action<Result> {
  const confirmed = confirmedAction(action, actOf);
  return async (previous, form) => {
    const checked = await action(previous, form);
    const isFaulty = checked.outcome === "refused" && Object.keys(checked.errors).length > 0;
    return isFaulty || checked.outcome === "done" ? checked : confirmed(previous, form);
  };
}
