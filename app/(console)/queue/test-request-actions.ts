"use server";

import { redirect } from "next/navigation";
import { announceAsked } from "#app/runtime/metrics/announce-asked";
import { runtime } from "#app/runtime/runtime";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { sendTestRequest } from "#lib/requests/first-steps/send-test-request";

/** Sends a test request to the viewer, and opens it. */
export async function sendTest(_previous: ActionState): Promise<ActionState> {
  return runAsViewer(["admin"], async (viewer) => {
    const { db, secret, config, clock } = runtime();
    const origin = config.origin;
    const { requestId, agentId, asked } = await sendTestRequest(db, { viewer, secret, origin, now: clock() });
    if (asked) announceAsked(agentId, asked);
    redirect(`/requests/${requestId}`);
  });
}
