import { requireViewerInPlace } from "#app/web/open-page";
import type { ActionState } from "#components/forms/action-state.ts";
import type { Role } from "#db/schema/directory";
import type { Viewer } from "#lib/sessions/session";
import { runAction } from "./run-action.ts";

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
