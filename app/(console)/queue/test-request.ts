import { redirect } from "next/navigation";
import { announceAsked } from "#app/runtime/announce-asked";
import { runtime } from "#app/runtime/runtime";
import { defineAct } from "#app/web/forms/act";
import { sendTestRequest } from "#lib/requests/send-test-request";

export const testRequest = defineAct({
  name: "request/test",
  roles: ["admin"],
  refreshes: [],
  perform: async (viewer): Promise<void> => {
    const { db, secret, config, clock } = runtime();
    const origin = config.origin;
    const { requestId, agentId, asked } = await sendTestRequest(db, { viewer, secret, origin, now: clock() });
    if (asked) announceAsked(agentId, asked);
    redirect(`/requests/${requestId}`);
  },
});
