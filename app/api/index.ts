import { Hono } from "hono";
import { routeLabel } from "#app/process/route-label";
import { runtime } from "#app/runtime";
import { scim } from "#app/scim/scim";
import { signals } from "#app/ssf/signals";
import { CountersignError } from "#lib/errors";
import { agentEnrolments } from "./agent-enrolments.ts";
import { approvals } from "./approvals.ts";
import { audit } from "./audit.ts";
import { coverage } from "./coverage.ts";
import { enrolments } from "./enrolments.ts";
import { grants } from "./grants.ts";
import { health } from "./health.ts";
import { live } from "./live.ts";
import { openapi } from "./openapi.ts";
import { ownership } from "./ownership.ts";
import { passkeys } from "./passkeys.ts";
import { policy } from "./policy.ts";
import { problemResponse } from "./problem.ts";
import { queue } from "./queue.ts";
import { receipts } from "./receipts.ts";
import { refuseUnstorable } from "./refuse-unstorable.ts";
import { replays } from "./replays.ts";
import { requests } from "./requests.ts";
import { session } from "./session.ts";
import { setup } from "./setup.ts";
import { sso } from "./sso.ts";
import { suggestions } from "./suggestions.ts";
import { waits } from "./waits.ts";
import { wellknown } from "./wellknown.ts";

/** Every call by machines, and every browser call except pages. */
export const api = new Hono();

api.use("*", refuseUnstorable);

for (const routes of [
  health,
  wellknown,
  agentEnrolments,
  requests,
  waits,
  grants,
  setup,
  enrolments,
  session,
  passkeys,
  approvals,
  audit,
  coverage,
  live,
  openapi,
  ownership,
  policy,
  queue,
  receipts,
  replays,
  sso,
  suggestions,
]) {
  api.route("/", routes);
}
api.route("/", scim);
api.route("/", signals);

api.notFound((c) => problemResponse(c, new CountersignError("not_found", "No such endpoint.")));

api.onError((error, c) => {
  const isExpected = error instanceof CountersignError && error.code !== "internal";
  const { log } = runtime();
  // The message is not logged: it may repeat an agent's text.
  if (isExpected)
    log.debug(
      { code: error.code, method: c.req.method, route: routeLabel(c.req.path) },
      "a call was refused",
    );
  else log.error({ err: error }, "a call failed");
  return problemResponse(c, error);
});
