"use client";

import { type FormEvent, startTransition, useActionState, useEffect, useRef } from "react";
import { type ActionState, untouched } from "./action-state.ts";

type Action<Result> = (previous: ActionState<Result>, form: FormData) => Promise<ActionState<Result>>;

/**
 * A form's action, its state and its error for each field. The submit handler prevents React from
 * resetting the form afterwards, so that a refused form keeps its input; before scripts have
 * loaded, the browser posts the form normally.
 */
export function useAction<Result>(action: Action<Result>) {
  const [state, dispatch, pending] = useActionState<ActionState<Result>, FormData>(action, untouched);
  const submitted = useRef<HTMLFormElement>(null);
  // Moves the focus to the first field with an error, for people who can't see the red border.
  useEffect(() => {
    if (state.outcome !== "refused") return;
    submitted.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
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
    message: state.outcome === "refused" ? state.message : undefined,
    errorOf: (field: string) => (state.outcome === "refused" ? state.errors[field] : undefined),
  };
}
