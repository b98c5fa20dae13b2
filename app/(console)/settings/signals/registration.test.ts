import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import {
  confirmAndPerform,
  confirmedActs,
  expectRefusedForOthers,
  formOf,
  questionFor,
} from "#app/testing/confirming";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { eventSources } from "#db/schema/signals";
import { registration } from "./registration.ts";

const { workspace, admin } = await RunningWorkspace.open();
const fields = {
  name: "Okta",
  issuer: "https://okta.example",
  audience: "https://countersign.example",
  keySource: "url",
  jwksUrl: "https://okta.example/keys",
  jwks: "",
};
const key = (x: string) => JSON.stringify({ keys: [{ kty: "EC", crv: "P-256", x, y: "y" }] });
const pasted = { ...fields, keySource: "pasted", jwks: key("a") };
const count = () => workspace.db.$count(eventSources);

it("a session alone registers no security event source, and the dialog shows the address of its keys", async () => {
  const { act, question } = await questionFor(registration, admin, formOf(fields));
  expect(act).toMatch(/^event-source\/register\/[\w-]{43}$/);
  expect(question.facts).toContainEqual({ label: "JWKS address", value: "https://okta.example/keys" });
  expect(await count()).toBe(0);
});

it("a passkey that confirmed another issuer, audience, name, key or permission registers no source", async () => {
  await expectRefusedForOthers(registration, admin, fields, [
    { name: "Entra ID" },
    { issuer: "https://attacker.example" },
    { audience: "https://other.example" },
    { jwksUrl: "https://attacker.example/keys" },
    { keySource: "pasted", jwks: key("a") },
    { mayFreeze: "on" },
  ]);
  await expectRefusedForOthers(registration, admin, pasted, [{ jwks: key("b") }]);
  expect(await count()).toBe(0);
});

it("a passkey registers the source it confirms once, and the audit log names the act", async () => {
  const form = formOf(fields);
  const { act } = await questionFor(registration, admin, form);
  expect(await confirmAndPerform(registration, admin, form)).toMatchObject({ name: "Okta" });
  expect((await confirmedActs(workspace.db)).at(-1)).toBe(act);
  await expect(performConfirmed(registration, admin.viewer, form)).rejects.toMatchObject({
    code: "challenge_expired",
  });
  expect(await count()).toBe(1);
});
