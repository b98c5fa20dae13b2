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
import { people } from "#db/schema/directory";
import { invitation } from "./invitation.ts";

const { workspace, admin } = await RunningWorkspace.open();
const bo = { name: "Bo", email: "bo@example.com", roles: ["auditor"] };
const invited = async () =>
  (await workspace.db.select({ email: people.email }).from(people)).map(({ email }) => email);

it("a session alone invites no one, and the dialog names the person, the address and the roles", async () => {
  const { act, question } = await questionFor(invitation, admin, formOf(bo));
  expect(act).toMatch(/^people\/invite\/auditor\/[\w-]{43}$/);
  expect(question).toMatchObject({
    title: "Invite Bo?",
    facts: [
      { label: "Email", value: "bo@example.com" },
      { label: "Roles", value: "Auditor" },
    ],
  });
  expect(await invited()).toEqual(["ada@example.com"]);
});

it("a passkey that confirmed another name, address or role invites no one", async () => {
  await expectRefusedForOthers(invitation, admin, bo, [
    { name: "Bob" },
    { email: "bo@attacker.example" },
    { roles: ["admin"] },
    { roles: ["auditor", "approver"] },
  ]);
  expect(await invited()).toEqual(["ada@example.com"]);
});

it("a passkey invites the person it confirms once, and the audit log names the act", async () => {
  const form = formOf(bo);
  const { act } = await questionFor(invitation, admin, form);
  const link = await confirmAndPerform(invitation, admin, form);
  expect(link).toMatchObject({ name: "Bo", url: expect.stringContaining("/enroll/") });
  expect(await invited()).toEqual(["ada@example.com", "bo@example.com"]);
  expect((await confirmedActs(workspace.db)).at(-1)).toBe(act);
  await expect(performConfirmed(invitation, admin.viewer, form)).rejects.toMatchObject({
    code: "challenge_expired",
  });
});

it("spaces around a value and the order of roles do not change the act, since the saved values are the same", async () => {
  const roles = ["approver", "auditor"];
  const act = async (more: object) =>
    (await questionFor(invitation, admin, formOf({ ...bo, roles, ...more }))).act;
  expect(await act({ name: " Bo ", roles: [...roles].reverse() })).toBe(await act({}));
});
