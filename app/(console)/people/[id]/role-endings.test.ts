import { expect, test } from "vitest";
import { endingOfRoles, endOfAdmin } from "./role-endings.ts";

const approver = { title: "no approver", sentences: [] };
const admin = { title: "no admin", sentences: [] };

test("removing a role asks first and lists what ends, and removing the approver role lists more", () => {
  expect(endingOfRoles({ approver, admin }, ["auditor"])).toBe(approver);
  expect(endingOfRoles({ approver, admin }, ["approver"])).toBe(admin);
  expect(endingOfRoles({ approver, admin }, ["admin"])).toBe(approver);
  expect(endingOfRoles({ approver, admin }, ["admin", "approver"])).toBeUndefined();
  expect(endingOfRoles({}, ["auditor"])).toBeUndefined();
});

test("removing the admin role asks first when break-glass grants would be revoked, and shows their number", () => {
  expect(endOfAdmin("Ann", { breakGlassNotice: 0 })).toBeUndefined();
  expect(endOfAdmin("Ann", { breakGlassNotice: 1 })?.sentences[0]).toMatch(
    /^1 unused grant approved with break-glass is revoked\./,
  );
  expect(endOfAdmin("Ann", { breakGlassNotice: 2 })).toMatchObject({ title: "Remove Ann's Admin role?" });
  expect(endOfAdmin("Ann", { breakGlassNotice: 2 })?.sentences[0]).toMatch(
    /^2 unused grants approved with break-glass are revoked\./,
  );
});
