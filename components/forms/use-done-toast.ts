import { useEffect, useRef } from "react";
import type { ActionState } from "#components/forms/action-state.ts";
import { showToast } from "../notices/toast.ts";

/** Shows a message after each action with a success out of the page's sight; none without text. */
export function useDoneToast(state: ActionState<unknown>, text: string | undefined): void {
  const latest = useRef(text);
  latest.current = text;
  useEffect(() => {
    if (state.outcome === "done" && latest.current) showToast(latest.current);
  }, [state]);
}
