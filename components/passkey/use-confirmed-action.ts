import { useEffect, useRef, useState } from "react";
import { asRefusal } from "#components/api/call.ts";
import {
  type ActionState,
  type FormAction,
  type Question,
  signedOutMessage,
} from "#components/forms/action-state.ts";
import { useAction } from "#components/forms/use-action.ts";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";
import { askToConfirm } from "./ceremony.ts";

/**
 * A form's action that may take a passkey. The first submission checks the form, and returns the
 * question and the act. The dialog asks the question, and the same form is sent again with the
 * passkey's answer. The dialog shows the server's values, not the page's.
 * @param shown a question in full on the page: if the server asks exactly the same, no dialog repeats
 * the question.
 */
export function useConfirmedAction<Result>(action: FormAction<Result>, shown?: Question) {
  const sent = useRef<FormData>(undefined);
  const [asked, setAsked] = useState<{ act: ConfirmedAct; question: Question }>();
  const form = useAction<Result>(async (previous, fields) => {
    const act = fields.get("confirmedAct");
    if (act === null) sent.current = fields;
    else {
      try {
        fields.set("confirmation", JSON.stringify(await askToConfirm(act as ConfirmedAct)));
      } catch (thrown) {
        const sentence = "Something went wrong on this page. Reload and try again.";
        const { code, message } = asRefusal(thrown, sentence);
        if (code !== "unauthenticated") return { outcome: "refused", message, errors: {} };
        return { outcome: "refused", message: signedOutMessage, errors: {}, isSignedOut: true };
      }
    }
    return action(previous, fields);
  });
  const { state } = form;
  // Read once for each answer of the server: a page that is rendered again starts no passkey prompt.
  const latest = useRef({ shown, send: sendConfirmed });
  latest.current = { shown, send: sendConfirmed };
  useEffect(() => {
    if (state.outcome === "confirm") {
      const { shown: onPage, send } = latest.current;
      if (JSON.stringify(state.question) === JSON.stringify(onPage)) send(state.act);
      else setAsked({ act: state.act, question: state.question });
    }
    // A refusal without errors of fields stays in the dialog, where the button is that tries again.
    else if (state.outcome === "done" || hasFieldErrors(state)) setAsked(undefined);
  }, [state]);

  function sendConfirmed(act: ConfirmedAct) {
    if (!sent.current || form.pending) return;
    const confirmed = new FormData();
    for (const [name, value] of sent.current) confirmed.append(name, value);
    confirmed.set("confirmedAct", act);
    form.send(confirmed);
  }
  return {
    ...form,
    message: asked ? undefined : form.message,
    dialog: {
      question: asked?.question,
      pending: form.pending,
      message: form.message,
      onConfirm: () => (asked ? sendConfirmed(asked.act) : undefined),
      onCancel: () => setAsked(undefined),
    },
  };
}

function hasFieldErrors(state: ActionState<unknown>): boolean {
  return state.outcome === "refused" && Object.keys(state.errors).length > 0;
}
