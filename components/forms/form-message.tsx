import type { ReactNode } from "react";
import { Alert } from "#components/ui/alert";
import type { ActionState } from "./action-state.ts";

/** The message of a form's action as a whole, announced when it appears. */
export function FormMessage({ message }: { message: ReactNode }) {
  return (
    <div role="alert" className="empty:absolute">
      {message ? <Alert variant="danger">{message}</Alert> : null}
    </div>
  );
}

/** Why an action refused. A lost session's sign-in opens in another tab: the form keeps its text. */
export function refusalMessage(state: ActionState<unknown>): ReactNode {
  if (state.outcome !== "refused") return undefined;
  if (!state.isSignedOut) return state.message;
  return (
    <>
      {state.message}{" "}
      <a href="/signin" target="_blank" className="text-link underline underline-offset-3" rel="noopener">
        Sign in in another tab
      </a>
      , then try again.
    </>
  );
}
