import { Hono } from "hono";
import { readJson } from "#app/api/edge/body";
import { perMinute } from "#app/api/edge/limits";
import { sameOrigin } from "#app/api/edge/same-origin";
import { openCall, viewerOf } from "#app/api/edge/session-cookie";
import { runtime } from "#app/runtime/runtime";
import { deviceName } from "#components/passkey/device-name.ts";
import { openWebPushChannel } from "#lib/notifications/web-push/channel";
import { removeSubscription } from "#lib/notifications/web-push/remove-subscriptions";
import { sendTest } from "#lib/notifications/web-push/send-test";
import { subscribe } from "#lib/notifications/web-push/subscribe";
import { subscriptionJson } from "#lib/notifications/web-push/subscription-json";
import { currentVapidKey } from "#lib/notifications/web-push/vapid-keys";
import { countDecidable } from "#lib/requests/decidable-requests";

/** The devices on which a signed-in person receives web push. No answer repeats an endpoint. */
export const push = new Hono();

push.use("/api/push/subscriptions/*", sameOrigin, perMinute("push", 60));

push.get("/api/push/key", async (c) => {
  await viewerOf(c);
  return c.json({ key: await currentVapidKey(runtime().db) }, 200, { "cache-control": "no-store" });
});

push.post("/api/push/subscriptions", async (c) => {
  const { db, secret, config, clock, personId, sessionHash } = await openCall(c);
  const subscription = await readJson(c, subscriptionJson);
  const name = deviceName(c.req.header("user-agent") ?? "") ?? "Browser";
  const subscriber = { personId, sessionHash, deviceName: name };
  const id = await subscribe(db, { ...subscriber, subscription, secret, config, now: clock() });
  return c.json({ id }, 201);
});

push.delete("/api/push/subscriptions/:id", async (c) => {
  const { db, clock, personId } = await openCall(c);
  await removeSubscription(db, { personId, id: c.req.param("id"), now: clock() });
  return c.body(null, 204);
});

push.post("/api/push/subscriptions/:id/test", perMinute("push-test", 10), async (c) => {
  const { db, config, clock, secret, outbound, closing, personId } = await openCall(c);
  const channel = openWebPushChannel({ db, config, clock, secret, outbound });
  const pendingCount = await countDecidable(db, personId, clock());
  const sending = { personId, id: c.req.param("id"), pendingCount, channel, config };
  const { outcome } = await sendTest(db, { ...sending, signal: closing, now: clock() });
  return c.json({ outcome });
});
