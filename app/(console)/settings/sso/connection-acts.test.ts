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
import { ssoConnections } from "#db/schema/sso";
import { expectWaiting } from "#db/testing/expect-waiting";
import { findConnectionView, listConnections } from "#lib/provisioning/sso/connections/list-connections";
import { alteration, creation } from "./connection-acts.ts";

const { workspace, admin } = await RunningWorkspace.open();
const settings = {
  name: "Example Okta",
  clientId: "countersign",
  clientSecret: "s3cret",
  scopes: "groups",
  domains: "example.com",
  justInTime: "on",
  justInTimeRoles: ["auditor"],
  groupClaim: "groups",
  groupRoles: "finance = approver",
};
const fresh = { ...settings, issuer: "https://login.example.com" };
/** Each field with another value than above. */
const otherSettings: Record<string, string | string[]>[] = [
  { name: "Other Okta" },
  { clientId: "other" },
  { clientSecret: "other" },
  { scopes: "" },
  { domains: "example.com, attacker.example" },
  { justInTime: "off" },
  { justInTimeRoles: ["auditor", "approver"] },
  { groupClaim: "roles" },
  { groupRoles: "finance = admin" },
  { groupRoles: "sales = approver" },
];
const count = () => workspace.db.$count(ssoConnections);

it("a session alone adds no connection, and the dialog shows the roles of groups", async () => {
  const { act, question } = await questionFor(creation, admin, formOf(fresh));
  expect(act).toMatch(/^sso\/create\/no-admin\/[\w-]{43}$/);
  expect(question.facts).toContainEqual({ label: "Roles by group", value: "finance: Approver" });
  const byGroup = await questionFor(creation, admin, formOf({ ...fresh, groupRoles: "it = admin" }));
  expect(byGroup.act).toMatch(/^sso\/create\/admin-by-group\//);
  expect(byGroup.question.consequences).toContain("The provider's groups can make people admins.");
  expect(await count()).toBe(0);
});

it("a passkey that confirmed another value in any field adds no connection", async () => {
  const others = [...otherSettings, { issuer: "https://attacker.example" }];
  await expectRefusedForOthers(creation, admin, fresh, others);
  expect(await count()).toBe(0);
});

it("a passkey adds the connection it confirms once, and the audit log names the act", async () => {
  const form = formOf(fresh);
  const { act } = await questionFor(creation, admin, form);
  await confirmAndPerform(creation, admin, form);
  expect((await confirmedActs(workspace.db)).at(-1)).toBe(act);
  await expect(performConfirmed(creation, admin.viewer, form)).rejects.toMatchObject({
    code: "challenge_expired",
  });
  expect(await count()).toBe(1);
});

it("a passkey changes a connection only from the settings shown to the settings it confirms", async () => {
  const [connection] = await listConnections(workspace.db, { viewer: admin.viewer });
  const connectionId = connection?.id ?? "";
  const current = () => findConnectionView(workspace.db, { viewer: admin.viewer, connectionId });
  const fields = { ...settings, connectionId };
  const before = await current();
  await expectRefusedForOthers(alteration, admin, fields, [...otherSettings, { clientSecret: "" }]);
  expect(await current()).toEqual(before);
  const wanted = { ...fields, domains: "example.org" };
  const { act, question } = await questionFor(alteration, admin, formOf(wanted));
  expect(question.facts).toContainEqual({ label: "Email domains", value: "example.org" });
  await confirmAndPerform(alteration, admin, formOf(wanted), act);
  expect(await current()).toMatchObject({ domains: ["example.org"] });
  // Another admin changed the connection since, so the dialog no longer shows the replaced
  // settings.
  await expect(confirmAndPerform(alteration, admin, formOf(wanted), act)).rejects.toMatchObject({
    code: "conflict",
  });
});

it("of two changes that were confirmed from the same settings, only one is saved", async () => {
  const added = formOf({ ...fresh, issuer: "https://second.example.com" });
  const { connectionId } = await confirmAndPerform(creation, admin, added);
  const [one, other] = ["one.example", "other.example"].map((domains) =>
    formOf({ ...settings, connectionId, domains }),
  ) as [FormData, FormData];
  for (const form of [one, other])
    await admin.confirmForm(form, (await questionFor(alteration, admin, form)).act);
  const both = await workspace.db.$client.begin(async (held) => {
    await held`select from sso_connections where id = ${connectionId} for update`;
    const first = performConfirmed(alteration, admin.viewer, one);
    await expectWaiting(workspace.db, 1);
    const second = performConfirmed(alteration, admin.viewer, other).catch((thrown) => thrown);
    await expectWaiting(workspace.db, 2);
    return [first, second] as const;
  });
  const [, refusal] = await Promise.all(both);
  expect(refusal).toMatchObject({ code: "conflict", userMessage: expect.stringContaining("Reload") });
  const now = await findConnectionView(workspace.db, { viewer: admin.viewer, connectionId });
  expect(now.domains).toEqual(["one.example"]);
});
