import { runtime } from "#app/process/runtime";
import { BreakGlassNotice } from "#components/approval/break-glass/break-glass-notice";
import { findBreakGlass } from "#lib/approvals/break-glass/list-reviews";
import type { RequestView } from "#lib/requests/request-view";
import type { Viewer } from "#lib/sessions/session";

/** The break-glass approval of a request: the admin, the reason and the review. */
export async function HowBroken({ view, viewer, now }: { view: RequestView; viewer: Viewer; now: Date }) {
  const broken = view.isBreakGlass ? await findBreakGlass(runtime().db, view.id) : undefined;
  if (!broken) return null;
  const readsReviews = viewer.roles.includes("admin") || viewer.roles.includes("auditor");
  return <BreakGlassNotice broken={broken} readsReviews={readsReviews} now={now} />;
}
