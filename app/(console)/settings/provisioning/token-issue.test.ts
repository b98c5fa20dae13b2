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
import { scimTokens } from "#db/schema/scim";
import { tokenIssue } from "./token-issue.ts";

const { workspace, admin } = await RunningWorkspace.open();
const fields = { name: "Entra ID", expiresInDays: "180" };

it("a session alone issues no SCIM token", async () => {
  const { act, question } = await questionFor(tokenIssue, admin, formOf(fields));
  expect(act).toMatch(/^scim-token\/issue\/[\w-]{43}$/);
  expect(question.title).toBe("Create a SCIM token for Entra ID?");
  expect(await workspace.db.$count(scimTokens)).toBe(0);
});

it("a passkey that confirmed another name or lifetime issues no SCIM token", async () => {
  await expectRefusedForOthers(tokenIssue, admin, fields, [{ name: "Okta" }, { expiresInDays: "400" }]);
  expect(await workspace.db.$count(scimTokens)).toBe(0);
});

it("a passkey issues the SCIM token it confirms once, and the audit log names the act", async () => {
  const form = formOf(fields);
  const { act } = await questionFor(tokenIssue, admin, form);
  expect(await confirmAndPerform(tokenIssue, admin, form)).toMatchObject({ name: "Entra ID" });
  expect((await confirmedActs(workspace.db)).at(-1)).toBe(act);
  await expect(performConfirmed(tokenIssue, admin.viewer, form)).rejects.toMatchObject({
    code: "challenge_expired",
  });
  expect(await workspace.db.$count(scimTokens)).toBe(1);
});
