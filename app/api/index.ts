import { Hono, type MiddlewareHandler } from "hono";
import { hasUnstorable } from "#app/runtime/unstorable-input";
import { CountersignError } from "#lib/kernel/errors";
import { problemResponse } from "../runtime/problem.ts";
import { agentEnrollments } from "./agent/agent-enrollments.ts";
import { grants } from "./agent/grants.ts";
import { policy } from "./agent/policy.ts";
import { requests } from "./agent/requests.ts";
import { selfFreeze } from "./agent/self-freeze/self-freeze.ts";
import { sharedWaits } from "./agent/waits/shared-waits.ts";
import { waits } from "./agent/waits/waits.ts";
import { openapi, wellknown } from "./agent/wellknown.ts";
import { workloadKeys } from "./agent/workloads/workload-keys.ts";
import { boundaries } from "./boundary/boundaries.ts";
import { executions } from "./boundary/executions.ts";
import { authzen } from "./boundary/gateways/authzen.ts";
import { extAuthz } from "./boundary/gateways/ext-authz.ts";
import { toolhive } from "./boundary/gateways/toolhive.ts";
import { hooks } from "./boundary/hooks/hooks.ts";
import { approvals } from "./browser/approvals/approvals.ts";
import { standing } from "./browser/approvals/standing/standing.ts";
import { together } from "./browser/approvals/together.ts";
import { audit } from "./browser/audit.ts";
import { coverage } from "./browser/coverage.ts";
import { enrollments } from "./browser/enrollments.ts";
import { freeze } from "./browser/freeze.ts";
import { live } from "./browser/live/live.ts";
import { notices } from "./browser/notices.ts";
import { ownership } from "./browser/ownership.ts";
import { passkeys } from "./browser/passkeys.ts";
import { phoneLinks } from "./browser/phone/phone-links.ts";
import { push } from "./browser/push.ts";
import { queue } from "./browser/queue.ts";
import { receipts } from "./browser/receipts.ts";
import { replays } from "./browser/replays.ts";
import { search } from "./browser/search.ts";
import { session } from "./browser/session.ts";
import { setup } from "./browser/setup.ts";
import { suggestions } from "./browser/suggestions.ts";
import { documents } from "./documents.ts";
import { downloads } from "./downloads.ts";
import { logFailure } from "./edge/log-failure.ts";
import { health } from "./health.ts";
import { scim } from "./scim/scim.ts";
import { signals } from "./sso/signals.ts";
import { sso } from "./sso/sso.ts";
import { terminal } from "./terminal.ts";

/** Refuses a URL or cookies with a character that the database can't store, before any look-up. */
const refuseUnstorable: MiddlewareHandler = async (c, next) => {
  if (hasUnstorable(c.req.url, [c.req.header("cookie")])) {
    throw new CountersignError("invalid_body", "an address or cookie with U+0000 or half a surrogate pair", {
      userMessage: "The address or a cookie has a character that can't be stored. Remove it and try again.",
    });
  }
  await next();
};

/** Every call by machines, and every browser call except pages. */
export const api = new Hono();

// Before every other check: a hook always gets its own answer.
for (const routes of [authzen, extAuthz, toolhive, hooks]) api.route("/", routes);

api.use("*", refuseUnstorable);

for (const routes of [
  health,
  wellknown,
  downloads,
  documents,
  agentEnrollments,
  workloadKeys,
  requests,
  waits,
  sharedWaits,
  grants,
  selfFreeze,
  boundaries,
  executions,
  setup,
  enrollments,
  session,
  phoneLinks,
  passkeys,
  // Before the routes of one request, whose ID "together" would be.
  together,
  approvals,
  standing,
  audit,
  coverage,
  freeze,
  live,
  notices,
  openapi,
  ownership,
  policy,
  push,
  queue,
  receipts,
  replays,
  search,
  sso,
  suggestions,
  terminal,
]) {
  api.route("/", routes);
}
api.route("/", scim);
api.route("/", signals);

api.notFound((c) =>
  problemResponse(
    c,
    new CountersignError("not_found", "No such endpoint.", {
      userMessage: "This endpoint doesn't exist. See /docs for the API.",
    }),
  ),
);

api.onError((error, c) => {
  logFailure(error, c, { method: c.req.method, path: c.req.path });
  return problemResponse(c, error);
});
