import { expect, test } from "vitest";
import { pushSubscriptions } from "#db/schema/web-push";
import { addPasskeyRow } from "#lib/membership/testing/people";
import { subscribe } from "#lib/notifications/web-push/subscribe";
import { openPushWorkspace, subscribing } from "#lib/notifications/web-push/testing/people-with-devices";
import { currentVapidKey } from "#lib/notifications/web-push/vapid-keys";
import { now } from "#lib/testing/workspace";
import { removeOwnPasskey } from "./sign-out.ts";

test("removing a passkey ends notifications on the person's other devices, and on no other person's", async () => {
  const { workspace, db, service, device } = await openPushWorkspace();
  const ada = await workspace.person("Ada");
  const bo = await workspace.person("Bo");
  const key = await currentVapidKey(db);
  const own = await subscribe(db, {
    ...subscribing(ada.personId, service.subscribe(key)),
    sessionHash: "own",
  });
  await device(ada.personId);
  const other = await device(bo.personId);
  const { credentialId } = await addPasskeyRow(db, ada.personId, now);
  await removeOwnPasskey(db, { personId: ada.personId, sessionHash: "own", credentialId, now });
  const left = await db.select({ id: pushSubscriptions.id }).from(pushSubscriptions);
  expect(left.map(({ id }) => id).sort()).toEqual([own, other.id].sort());
});
