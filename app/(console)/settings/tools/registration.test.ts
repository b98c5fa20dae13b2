import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, expectRefusedForOthers, formOf, questionFor } from "#app/testing/confirming";
import { listTools } from "#lib/agents/keys/tools";
import { requirement } from "../publishing/second-admin.ts";
import { registration } from "./registration.ts";

const { workspace, admin } = await RunningWorkspace.open();
const tool = {
  name: "Payments",
  audience: "https://payments.example",
  keyKind: "secret",
  publicKey: "",
  expiresInDays: "90",
};

const audiences = async () =>
  (await listTools(workspace.db, { viewer: admin.viewer })).map(({ audience }) => audience);

it("an admin's session alone registers no tool", async () => {
  const { act, question } = await questionFor(registration, admin, formOf(tool));
  expect(act).toMatch(/^tool\/register\/[\w-]{43}$/);
  expect(question).toMatchObject({ title: "Register Payments?" });
  expect(await audiences()).toEqual([]);
});

it("an admin's passkey registers exactly the tool it confirms", async () => {
  await expectRefusedForOthers(registration, admin, tool, [
    { name: "Refunds" },
    { audience: "https://refunds.example" },
    { expiresInDays: "30" },
  ]);
  const registered = await confirmAndPerform(registration, admin, formOf(tool));
  expect(registered).toMatchObject({ secret: expect.stringMatching(/^whsec_/) });
  expect(await audiences()).toEqual(["https://payments.example"]);
});

it("where the workspace requires two admins, an admin's passkey proposes the tool", async () => {
  await workspace.person("Bea", ["admin"], admin);
  await confirmAndPerform(requirement, admin, formOf({}));
  const other = formOf({ ...tool, audience: "https://other.example" });
  expect(await confirmAndPerform(registration, admin, other)).toHaveProperty("proposalId");
  expect(await audiences()).toEqual(["https://payments.example"]);
});
