import { revalidatePath } from "next/cache";
import type { ActionState } from "#components/forms/action-state.ts";
import type { Viewer } from "#lib/sessions/session";
import { type ConfirmedAction, performConfirmed } from "./confirmed-action.ts";
import { runAction } from "./run-action.ts";

/**
 * {@link performConfirmed} as a form's action, which then renders the pages under `path` again. No
 * path: the current page shows what the action removed.
 */
export function runConfirmed<Fields, Seen, Result>(
  definition: ConfirmedAction<Fields, Seen, Result>,
  actor: Viewer,
  form: FormData,
  path?: string,
): Promise<ActionState<Result>> {
  return runAction(async () => {
    const result = await performConfirmed(definition, actor, form);
    if (path) revalidatePath(path, "layout");
    return result;
  });
}
