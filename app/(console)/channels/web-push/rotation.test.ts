import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, confirmedActs, formOf, questionFor } from "#app/testing/confirming";
import { currentVapidKey, ensureVapidKey } from "#lib/notifications/web-push/vapid-keys";
import { rotation } from "./rotation.ts";

const { workspace, admin } = await RunningWorkspace.open();
const { db, runtime, time } = workspace;
await ensureVapidKey(db, runtime.secret, time.now);

it("a session alone rotates no push key; the passkey rotates the key shown, and no later one", async () => {
  const before = await currentVapidKey(db);
  const { act, question } = await questionFor(rotation, admin, formOf({}));
  expect(act).toMatch(new RegExp(`^push-key/rotate/${before}/[\\w-]{43}$`));
  expect(question).toMatchObject({ title: "Rotate the push key?", confirm: "Rotate key" });
  expect(await currentVapidKey(db)).toBe(before);
  await confirmAndPerform(rotation, admin, formOf({}));
  expect(await confirmedActs(db)).toEqual([act]);
  const after = await currentVapidKey(db);
  expect(after).not.toBe(before);
  await expect(confirmAndPerform(rotation, admin, formOf({}), act)).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await currentVapidKey(db)).toBe(after);
});
