import { expect, it } from "vitest";
import { Workspace } from "#app/api/testing/workspace";
import { listTools } from "#lib/agents/tools/list-tools";
import { registerConfirmed } from "./register-confirmed.ts";
import { registrationAct } from "./registration-act.ts";

const { workspace, admin } = await Workspace.open();

function formOf(audience: string, publicKey = ""): FormData {
  const form = new FormData();
  const fields = { name: "Payments", audience, keyKind: "secret", publicKey, expiresInDays: "90" };
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  return form;
}

const audiences = async () =>
  (await listTools(workspace.db, { viewer: admin.viewer })).map(({ audience }) => audience);

it("an admin's session alone registers no tool", async () => {
  const attempt = registerConfirmed(admin.viewer, formOf("https://payments.example"));
  await expect(attempt).rejects.toMatchObject({ code: "passkey_refused" });
  expect(await audiences()).toEqual([]);
});

it("an admin's passkey registers exactly the tool it confirms", async () => {
  const form = formOf("https://payments.example");
  await admin.confirmForm(form, await registrationAct(formOf("https://refunds.example")));
  form.delete("confirmedAct");
  await expect(registerConfirmed(admin.viewer, form)).rejects.toMatchObject({ code: "challenge_expired" });
  await admin.confirmForm(form, await registrationAct(form));
  await registerConfirmed(admin.viewer, form);
  expect(await audiences()).toEqual(["https://payments.example"]);
});

it("a key of several lines is the same key with any form of line breaks", async () => {
  const [typed, sent] = [formOf("https://a.example", "a\nb"), formOf("https://a.example", "a\r\nb")];
  expect(await registrationAct(typed)).toBe(await registrationAct(sent));
});
