import { revalidatePath } from "next/cache";
import { requireViewerInPlace } from "#app/web/open-page";
import type { ActionState } from "#components/forms/action-state.ts";
import type { Role } from "#db/schema/directory";
import { CountersignError } from "#lib/kernel/errors";
import type { Viewer } from "#lib/sessions/session";
import type { Act } from "./act.ts";
import { runAction } from "./run-action.ts";

/**
 * Runs an act as a form's action, for a viewer with one of its roles, as {@link runAsViewer}, and
 * then renders its pages again. The arguments come from the browser as they are: an attacker can
 * name any act and send any value as its form.
 * @param act undefined, if no act has the name that the browser sent
 */
export function runAct<Result>(
  act: Act<string, Result> | undefined,
  form: unknown,
): Promise<ActionState<Result>> {
  const roles = !act || act.roles === "everyone" ? [] : [...act.roles];
  return runAsViewer(roles, async (actor) => {
    if (!act) throw unknownAct();
    if (!(form instanceof FormData)) throw noForm(act.name);
    const result = await act.perform(actor, form);
    if (!act.keepsPages?.(result)) for (const path of act.refreshes) revalidatePath(path, "layout");
    return result;
  });
}

/** A page of an earlier version may name an act that this version doesn't have. */
function unknownAct(): CountersignError {
  return new CountersignError("invalid_input", "no act has this name", {
    userMessage: "This page is from another version of Countersign, so nothing was done. Reload it.",
  });
}

function noForm(name: string): CountersignError {
  return new CountersignError("invalid_input", `${name} was sent without a form`, {
    userMessage: "This page sent no form, so nothing was done. Reload it and try again.",
  });
}

/**
 * {@link runAction} for a viewer with one of the given roles; no roles: any viewer. After the
 * session has ended, the form refuses in place: a redirect to sign-in would lose its text, and
 * would not say that nothing was done.
 */
export function runAsViewer<Result>(
  roles: Role[],
  change: (viewer: Viewer) => Promise<Result>,
): Promise<ActionState<Result>> {
  return runAction(async () => change(await requireViewerInPlace(roles)));
}
