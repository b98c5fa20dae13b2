import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, expectRefusedForOthers, formOf, questionFor } from "#app/testing/confirming";
import { findPerson } from "#lib/membership/find-person";
import { endOfAdmin, rolesChange } from "./roles-change.ts";

const { workspace, admin } = await RunningWorkspace.open();
const bo = await workspace.person("Bo", ["approver"], admin);
const of = (...roles: string[]) => ({ personId: bo.viewer.personId, roles });
const roles = async () => {
  const found = { viewer: admin.viewer, personId: bo.viewer.personId, now: workspace.time.now };
  return (await findPerson(workspace.db, found)).roles;
};

it("a session alone gives no roles, and the dialog shows them before and after", async () => {
  const { act, question } = await questionFor(rolesChange, admin, formOf(of("approver", "admin")));
  expect(act).toMatch(new RegExp(`^people/roles/${bo.viewer.personId}/admin\\+approver/[\\w-]{43}$`));
  expect(question).toMatchObject({ title: "Change the roles of Bo?", confirm: "Change roles" });
  expect(question.facts).toContainEqual({ label: "After", value: "Admin, Approver" });
  expect(await roles()).toEqual(["approver"]);
});

it("a passkey gives exactly the roles it confirms, in place of the roles shown", async () => {
  const wanted = of("approver", "auditor");
  await expectRefusedForOthers(rolesChange, admin, wanted, [of("approver", "admin"), of("auditor")]);
  const { act } = await questionFor(rolesChange, admin, formOf(wanted));
  await confirmAndPerform(rolesChange, admin, formOf(of("approver", "admin")));
  await expect(confirmAndPerform(rolesChange, admin, formOf(wanted), act)).rejects.toMatchObject({
    code: "conflict",
  });
  await confirmAndPerform(rolesChange, admin, formOf(wanted));
  expect(await roles()).toEqual(["approver", "auditor"]);
});

it("before the approver role is removed, the dialog lists what ends", async () => {
  const { question } = await questionFor(rolesChange, admin, formOf(of("auditor")));
  expect(question).toMatchObject({ title: "Remove Bo's Approver role?", isDestructive: true });
  expect(question.consequences.length).toBeGreaterThan(1);
});

it("before the admin role is removed, the dialog lists break-glass grants that are revoked, if any", () => {
  expect(endOfAdmin("Ann", { breakGlassNotice: 0 })).toBeUndefined();
  expect(endOfAdmin("Ann", { breakGlassNotice: 1 })?.consequences[0]).toMatch(
    /^1 unused grant approved with break-glass is revoked\./,
  );
  expect(endOfAdmin("Ann", { breakGlassNotice: 2 })).toMatchObject({ title: "Remove Ann's Admin role?" });
  expect(endOfAdmin("Ann", { breakGlassNotice: 2 })?.consequences[0]).toMatch(
    /^2 unused grants approved with break-glass are revoked\./,
  );
});
