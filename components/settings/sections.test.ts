import { expect, test } from "vitest";
import { sectionGroups, sectionOf } from "./sections.ts";

const all = sectionGroups({ isAdmin: true });

test("a page below a section belongs to it, and the profile has no pages below", () => {
  expect(sectionOf("/settings", all)?.label).toBe("Profile and passkeys");
  expect(sectionOf("/settings/sso", all)?.label).toBe("Single sign-on");
  expect(sectionOf("/settings/sso/new", all)?.label).toBe("Single sign-on");
  expect(sectionOf("/settings/unknown", all)).toBeUndefined();
});

test("a person who isn't an admin sees the account's settings alone", () => {
  expect(sectionGroups({ isAdmin: false }).map(({ label }) => label)).toEqual(["Account"]);
});
