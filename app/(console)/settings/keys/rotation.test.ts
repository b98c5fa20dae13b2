import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, confirmedActs, formOf, questionFor } from "#app/testing/confirming";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { currentKid, listSigningKeys } from "#lib/crypto/signing-key";
import { rotation } from "./rotation.ts";

const { workspace, admin } = await RunningWorkspace.open();
const kids = async () => (await listSigningKeys(workspace.db)).map(({ kid }) => kid);

it("a session alone rotates no signing key, and the dialog shows the current key", async () => {
  const current = await currentKid(workspace.db);
  const { act, question } = await questionFor(rotation, admin, formOf({}));
  expect(act).toMatch(new RegExp(`^signing-key/rotate/${current}/[\\w-]{43}$`));
  expect(question).toMatchObject({ title: "Rotate the signing key?", confirm: "Rotate key" });
  expect(await kids()).toEqual([current]);
});

it("a passkey rotates the signing key shown, once, and the audit log names the act", async () => {
  const form = formOf({});
  const { act } = await questionFor(rotation, admin, form);
  await confirmAndPerform(rotation, admin, form);
  expect(await kids()).toHaveLength(2);
  expect(await confirmedActs(workspace.db)).toEqual([act]);
  form.delete("confirmedAct");
  await expect(performConfirmed(rotation, admin.viewer, form)).rejects.toMatchObject({
    code: "challenge_expired",
  });
});

it("a passkey that confirmed the rotation of an earlier key does not rotate the current key", async () => {
  const { act } = await questionFor(rotation, admin, formOf({}));
  await confirmAndPerform(rotation, admin, formOf({}));
  const before = await kids();
  await expect(confirmAndPerform(rotation, admin, formOf({}), act)).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await kids()).toEqual(before);
});

it("of two admins who confirm the rotation of the same key at the same moment, one rotates it", async () => {
  const forms = Array.from({ length: 4 }, () => formOf({}));
  for (const form of forms) {
    await admin.confirmForm(form, (await questionFor(rotation, admin, form)).act);
  }
  const before = await kids();
  const results = await Promise.allSettled(
    forms.map((form) => performConfirmed(rotation, admin.viewer, form)),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await kids()).toHaveLength(before.length + 1);
});
