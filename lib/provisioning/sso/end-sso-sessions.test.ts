import { expect, test } from "vitest";
import { tokenHash } from "#lib/kernel/digest";
import { listSubscriptions } from "#lib/notifications/web-push/list-subscriptions";
import { subscribe } from "#lib/notifications/web-push/subscribe";
import { openPushWorkspace, subscribing } from "#lib/notifications/web-push/testing/people-with-devices";
import { currentVapidKey } from "#lib/notifications/web-push/vapid-keys";
import { startSession } from "#lib/sessions/session";
import { now } from "#lib/testing/workspace";
import { endSsoSessions } from "./sign-out.ts";

test("sessions that end through a connection end notifications on their devices, and on no other", async () => {
  const { workspace, db, service } = await openPushWorkspace();
  const { personId } = await workspace.person("Ada");
  async function deviceOf(connectionId?: string) {
    const sso = connectionId ? { connectionId, sid: undefined } : undefined;
    const { token } = await startSession(db, { personId, ...(sso && { sso }), now });
    const browser = service.subscribe(await currentVapidKey(db));
    return subscribe(db, { ...subscribing(personId, browser), sessionHash: tokenHash(token) });
  }
  await deviceOf("sso_1");
  const others = [await deviceOf("sso_2"), await deviceOf()];
  const actor = { type: "system" as const, id: "sso" };
  const ended = await db.transaction((tx) => endSsoSessions(tx, { connectionId: "sso_1", actor, now }));
  expect(ended).toBe(1);
  const left = await listSubscriptions(db, personId);
  expect(left.map(({ id }) => id).sort()).toEqual(others.sort());
});
