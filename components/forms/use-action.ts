import { type FormEvent, startTransition, useActionState, useEffect, useRef } from "react";
import { type ActionState, type FormAction, untouched } from "./action-state.ts";
import { focusInvalid } from "./focus-invalid.ts";
import { refusalMessage } from "./form-message.tsx";

/**
 * A form's action, its state and its error for each field. The submit handler keeps React from
 * resetting the form, so a refused form keeps its input; before scripts have loaded, the browser posts
 * the form. Without an answer, for example after a lost connection, the form keeps its input and
 * reports the loss.
 */
export function useAction<Result>(action: FormAction<Result>) {
  // The server's markup names the action itself, for a form sent before scripts have loaded.
  const [state, dispatch, pending] = useActionState<ActionState<Result>, FormData>(
    typeof window === "undefined" ? action : (previous, form) => attempt(action, previous, form),
    untouched,
  );
  const submitted = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state.outcome === "refused" && submitted.current) focusInvalid(submitted.current);
  }, [state]);
  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    submitted.current = event.currentTarget;
    if (pending) return;
    const form = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter);
    startTransition(() => dispatch(form));
  }
  return {
    state,
    pending,
    formProps: { action: dispatch, onSubmit },
    /** Sends an earlier form again, with an addition. */
    send: (form: FormData) => startTransition(() => dispatch(form)),
    result: state.outcome === "done" ? state.result : undefined,
    done: state.outcome === "done",
    message: refusalMessage(state),
    isFaulty: state.outcome === "refused" && Object.keys(state.errors).length > 0,
    errorOf: (field: string) => (state.outcome === "refused" ? state.errors[field] : undefined),
  };
}

async function attempt<Result>(
  action: FormAction<Result>,
  previous: ActionState<Result>,
  form: FormData,
): Promise<ActionState<Result>> {
  if (!navigator.onLine)
    return refused("You're offline, so nothing was sent. Try again when you're back online.");
  try {
    return await action(previous, form);
  } catch (thrown) {
    // Next leads to another page by throwing.
    if (String((thrown as { digest?: unknown }).digest).startsWith("NEXT_")) throw thrown;
    return refused(
      "No answer came back, so we don't know if this was saved. Check in another tab before you try again.",
    );
  }
}

function refused(message: string) {
  return { outcome: "refused", message, errors: {} } as const;
}
