import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { agents } from "#db/schema/agents";
import { people, type Role } from "#db/schema/directory";
import { findEnrollment } from "#lib/passkeys/enrollment/find-enrollment";
import { ConnectedWorkspace } from "./testing/connected-workspace.ts";

const connected = await ConnectedWorkspace.open({
  justInTime: true,
  justInTimeRoles: ["auditor"],
  groupClaim: "groups",
  groupRoles: "finance = approver\nplatform admins = admin, approver",
});
const { workspace, admin, db } = connected;

async function accessOf(email: string): Promise<{ status: string; roles: Role[] } | undefined> {
  const [person] = await db
    .select({ status: people.status, roles: people.roles })
    .from(people)
    .where(eq(people.email, email));
  return person;
}

test("an uninvited person signs in with the just-in-time roles and those of the groups, but never as an admin", async () => {
  const groups = ["finance", "platform admins", "everybody"];
  const { end } = await connected.arrive(connected.account("nora", { groups }));
  expect(end).toBe("/settings");
  const expected = { status: "active", roles: ["approver", "auditor"] };
  expect(await accessOf("nora@example.com")).toEqual(expected);
  // Nor at the second sign-in: the admin role takes a passkey, which an admin has to arrange.
  await connected.arrive("nora");
  expect(await accessOf("nora@example.com")).toEqual(expected);
});

test("an uninvited person from an unlisted domain is refused, and so is an unverified address", async () => {
  const elsewhere = connected.account("eve", { email: "eve@elsewhere.example" });
  expect((await connected.arrive(elsewhere)).end).toBe("/signin/refused?reason=domain_unlisted");
  const unverified = connected.account("una", { email_verified: false });
  expect((await connected.arrive(unverified)).end).toBe("/signin/refused?reason=address_unverified");
  expect(await accessOf("eve@elsewhere.example")).toBeUndefined();
  expect(await accessOf("una@example.com")).toBeUndefined();
});

test("a group gives a person with a passkey the admin role, and leaving the group removes it; a role that no group names stays", async () => {
  await workspace.person("Max", ["auditor"], admin);
  await connected.arrive(connected.account("max", { groups: ["platform admins"] }));
  expect(await accessOf("max@example.com")).toMatchObject({ roles: ["admin", "approver", "auditor"] });
  connected.account("max", { groups: [] });
  await connected.arrive("max");
  expect(await accessOf("max@example.com")).toMatchObject({ roles: ["auditor"] });
});

test("a person who loses the approver's group has no active agents, and the person's other sessions end", async () => {
  const olga = await workspace.person("Olga", ["approver", "auditor"], admin);
  const agent = await workspace.agent(admin, olga);
  const first = await connected.arrive(connected.account("olga", { groups: ["finance"] }));
  expect(await connected.viewerOf(first.browser)).toBeDefined();
  const statusOf = async () =>
    (await db.select({ status: agents.status }).from(agents).where(eq(agents.id, agent.id)))[0]?.status;
  expect(await statusOf()).toBe("active");
  connected.account("olga", { groups: ["everybody"] });
  const second = await connected.arrive("olga");
  expect(await connected.viewerOf(second.browser)).toMatchObject({ roles: ["auditor"] });
  expect(await connected.viewerOf(first.browser)).toBeUndefined();
  expect(await statusOf()).toBe("quarantined");
  connected.account("olga", { groups: ["finance"] });
  await connected.arrive("olga");
  expect(await statusOf()).toBe("active");
});

test("groups that leave a person no role remove the roles although sign-in is refused", async () => {
  await workspace.person("Rob", ["approver"], admin);
  await connected.arrive(connected.account("rob", { groups: ["finance"] }));
  connected.account("rob", {});
  const { end, browser } = await connected.arrive("rob");
  expect(end).toBe("/signin/refused?reason=no_role");
  expect(browser.cookie).toBe("");
  expect(await accessOf("rob@example.com")).toEqual({ status: "active", roles: [] });
});

test("groups that remove a role from an invited person leave the invitation link valid", async () => {
  const { token } = await connected.invite("gus", ["approver", "auditor"]);
  await connected.arrive(connected.account("gus", { groups: ["everybody"] }));
  expect(await accessOf("gus@example.com")).toEqual({ status: "active", roles: ["auditor"] });
  expect(await findEnrollment(db, token, workspace.time.now)).toBeDefined();
});

test("a groups claim that cannot be read admits no one and changes nothing", async () => {
  await connected.invite("ulla", ["approver"]);
  const { end } = await connected.arrive(connected.account("ulla", { groups: { finance: true } }));
  expect(end).toBe("/signin/refused?reason=groups_unreadable");
  expect(await accessOf("ulla@example.com")).toEqual({ status: "invited", roles: ["approver"] });
});

test("the last active admin keeps the role, for any content of the groups claim", async () => {
  const { email } = admin.viewer;
  const account = connected.account("ada", { email, groups: [] });
  expect((await connected.arrive(account)).end).not.toContain("refused");
  expect((await accessOf(email))?.roles).toContain("admin");
});

test("one of two active admins loses the role at the first sign-in without the admins' group", async () => {
  await workspace.person("Zoe", ["admin", "approver"], admin);
  await connected.arrive(connected.account("zoe", { groups: ["finance"] }));
  expect((await accessOf("zoe@example.com"))?.roles).toEqual(["approver"]);
});
