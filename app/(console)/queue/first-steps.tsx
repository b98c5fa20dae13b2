import { cookies } from "next/headers";
import { runtime } from "#app/process/runtime";
import { FirstStepsCard } from "#components/queue/first-steps";
import { findFirstSteps } from "#lib/first-steps/find-first-steps";
import { maySendTest } from "#lib/first-steps/send-test-request";
import type { Viewer } from "#lib/sessions/session";
import { hideFirstSteps } from "./first-steps-actions.ts";
import { hiddenCookie } from "./first-steps-cookie.ts";
import { sendTest } from "./test-request-actions.ts";

/** Whether this person hid the first steps in this browser. */
export async function hidesFirstSteps({ personId }: Viewer): Promise<boolean> {
  return (await cookies()).has(hiddenCookie(personId));
}

/** The first steps of this person, unless all are done or the person hid them in this browser. */
export async function FirstSteps({ viewer, hasRequests }: { viewer: Viewer; hasRequests: boolean }) {
  if (await hidesFirstSteps(viewer)) return null;
  const { db, clock } = runtime();
  const firstSteps = await findFirstSteps(db, { viewer, now: clock() });
  if (!firstSteps || (firstSteps.offers === 0 && firstSteps.steps.every(({ isDone }) => isDone))) return null;
  return (
    <FirstStepsCard
      firstSteps={firstSteps}
      isOpen={!hasRequests}
      hide={hideFirstSteps}
      sendTest={maySendTest(viewer) ? sendTest : undefined}
    />
  );
}
