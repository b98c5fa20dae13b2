import { revalidatePath } from "next/cache";
import type { ActionState } from "#components/forms/action-state.ts";
import type { Role } from "#db/schema/directory";
import { type ConfirmedAction, performConfirmed } from "./confirmed-action.ts";
import { runAsViewer } from "./run-as-viewer.ts";

/**
 * {@link performConfirmed} as a form's action for a viewer with one of the roles, as
 * {@link runAsViewer}, which then renders the pages under `path` again. No path: the current page
 * shows what the action removed.
 */
export function runConfirmed<Fields, Seen, Result>(
  definition: ConfirmedAction<Fields, Seen, Result>,
  roles: Role[],
  form: FormData,
  path?: string,
): Promise<ActionState<Result>> {
  return runAsViewer(roles, async (actor) => {
    const result = await performConfirmed(definition, actor, form);
    if (path) revalidatePath(path, "layout");
    return result;
  });
}
