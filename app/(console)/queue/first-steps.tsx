import { cookies } from "next/headers";
import { runtime } from "#app/process/runtime";
import { FirstStepsCard } from "#components/queue/first-steps";
import { findFirstSteps } from "#lib/first-steps/find-first-steps";
import type { Viewer } from "#lib/sessions/session";
import { hideFirstSteps } from "./first-steps-actions.ts";
import { hiddenCookie } from "./first-steps-cookie.ts";

/** The first steps of this person, unless all are done or the person hid them in this browser. */
export async function FirstSteps({ viewer, hasRequests }: { viewer: Viewer; hasRequests: boolean }) {
  if ((await cookies()).has(hiddenCookie(viewer.personId))) return null;
  const { db, clock } = runtime();
  const firstSteps = await findFirstSteps(db, { viewer, now: clock() });
  if (!firstSteps || (firstSteps.offers === 0 && firstSteps.steps.every(({ isDone }) => isDone))) return null;
  return <FirstStepsCard firstSteps={firstSteps} isOpen={!hasRequests} hide={hideFirstSteps} />;
}
