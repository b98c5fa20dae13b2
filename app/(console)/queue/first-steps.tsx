import { cookies } from "next/headers";
import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { FirstStepsCard } from "#components/queue/first-steps";
import { type FirstSteps as Found, findFirstSteps } from "#lib/requests/find-first-steps";
import { maySendTest } from "#lib/requests/send-test-request";
import type { Viewer } from "#lib/sessions/session";
import { hideFirstSteps } from "./first-steps-actions.ts";
import { hiddenCookie } from "./first-steps-cookie.ts";

/** The viewer's first steps, until done or hidden in the browser. */
export async function openFirstSteps(viewer: Viewer): Promise<Found | undefined> {
  if ((await cookies()).has(hiddenCookie(viewer.personId))) return undefined;
  const { db, clock } = runtime();
  const found = await findFirstSteps(db, { viewer, now: clock() });
  return found && (found.offers > 0 || found.steps.some(({ isDone }) => !isDone)) ? found : undefined;
}

export function FirstSteps(props: {
  firstSteps: Found;
  viewer: Viewer;
  hasRequests: boolean;
  isNew: boolean;
}) {
  return (
    <FirstStepsCard
      firstSteps={props.firstSteps}
      isOpen={!props.hasRequests}
      isNew={props.isNew}
      hide={hideFirstSteps}
      sendTest={maySendTest(props.viewer) ? act("request/test") : undefined}
    />
  );
}
