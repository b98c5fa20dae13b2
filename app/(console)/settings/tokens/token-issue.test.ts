import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, expectRefusedForOthers, formOf, questionFor } from "#app/testing/confirming";
import { policyTokens } from "#db/schema/policy";
import { tokenIssue } from "./token-issue.ts";

const { workspace, admin } = await RunningWorkspace.open();
const fields = { ttlSeconds: "3600" };
const count = () => workspace.db.$count(policyTokens);

it("a session alone issues no policy token, and the dialog shows its lifetime", async () => {
  const { act, question } = await questionFor(tokenIssue, admin, formOf(fields));
  expect(act).toMatch(/^policy\/token\/3600\/[\w-]{43}$/);
  expect(question.facts).toEqual([{ label: "Valid for", value: "1 hour" }]);
  expect(await count()).toBe(0);
});

it("a passkey issues a policy token only for the lifetime it confirms", async () => {
  await expectRefusedForOthers(tokenIssue, admin, fields, [{ ttlSeconds: "43200" }]);
  expect(await count()).toBe(0);
  await confirmAndPerform(tokenIssue, admin, formOf(fields));
  expect(await count()).toBe(1);
});
