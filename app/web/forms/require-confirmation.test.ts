import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";
import { requireConfirmation } from "./require-confirmation.ts";

const { admin } = await RunningWorkspace.open();
const act = `recovery/${admin.viewer.personId}/keep` as const;

async function formConfirming(confirmed: ConfirmedAct): Promise<FormData> {
  const form = new FormData();
  form.set("confirmation", JSON.stringify(await admin.confirm(confirmed)));
  return form;
}

it("a form succeeds once with the passkey's answer for exactly its act", async () => {
  const form = await formConfirming(act);
  await requireConfirmation(admin.viewer, act, form);
  await expect(requireConfirmation(admin.viewer, act, form)).rejects.toMatchObject({
    code: "challenge_expired",
  });
});

it("a form with a confirmation of a different act, or an unreadable one, is refused", async () => {
  const otherForm = await formConfirming(`recovery/${admin.viewer.personId}/remove`);
  await expect(requireConfirmation(admin.viewer, act, otherForm)).rejects.toMatchObject({
    code: "challenge_expired",
  });
  for (const text of [undefined, "", "null", "{}"]) {
    const form = new FormData();
    if (text !== undefined) form.set("confirmation", text);
    await expect(requireConfirmation(admin.viewer, act, form)).rejects.toMatchObject({
      code: "passkey_refused",
    });
  }
});

it("a form that confirms outdated values is refused with that reason, and its passkey's answer is not accepted", async () => {
  const stale = `recovery/${admin.viewer.personId}/remove` as const;
  const form = await formConfirming(stale);
  form.set("confirmedAct", stale);
  await expect(requireConfirmation(admin.viewer, act, form)).rejects.toMatchObject({
    code: "conflict",
    userMessage: expect.stringContaining("nothing was done"),
  });
  form.set("confirmedAct", act);
  await expect(requireConfirmation(admin.viewer, act, form)).rejects.toMatchObject({
    code: "challenge_expired",
  });
});
