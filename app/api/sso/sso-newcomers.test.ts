import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { ScimClient } from "#app/api/scim/testing/scim-client";
import { accounts } from "#db/schema/auth";
import { people } from "#db/schema/directory";
import { admit } from "#lib/provisioning/sso/admit";
import { ConnectedWorkspace } from "./testing/connected-workspace.ts";

const connected = await ConnectedWorkspace.open({ justInTime: true, justInTimeRoles: ["approver"] });
const { workspace, admin, connectionId, db } = connected;
const { now } = workspace.time;

const arrive = (sub: string, name: string) => {
  const claims = { sub, email: `${name}@example.com`, email_verified: true, name };
  return admit(db, { connectionId, claims, replacedToken: undefined, now });
};
const byAddress = (name: string) =>
  db
    .select()
    .from(people)
    .where(eq(people.email, `${name}@example.com`));

test("of twenty concurrent first sign-ins of one newcomer all are admitted, as one person", async () => {
  const ends = await Promise.all(Array.from({ length: 20 }, () => arrive("nina", "nina")));
  const found = await byAddress("nina");
  expect(found).toHaveLength(1);
  expect(ends.every((end) => end.outcome === "admitted" && end.personId === found[0]?.id)).toBe(true);
});

test("of two accounts with one address that sign in at the same time one is admitted, and the refusal names the reason", async () => {
  const ends = await Promise.all(["otto-1", "otto-2"].map((sub) => arrive(sub, "otto")));
  expect(ends.map(({ outcome }) => outcome).sort()).toEqual(["admitted", "refused"]);
  expect(ends).toContainEqual({ outcome: "refused", reason: "linked_to_other_account" });
  const [otto] = await byAddress("otto");
  expect(await db.$count(accounts, eq(accounts.userId, otto?.id ?? ""))).toBe(1);
});

test("a person that a directory provisions during the first sign-in is one person", async () => {
  const directory = await ScimClient.open(workspace, admin);
  for (const name of ["pia-1", "pia-2", "pia-3"]) {
    const body = { userName: `${name}@example.com` };
    const [end] = await Promise.all([arrive(name, name), directory.call("POST", "/Users", body)]);
    expect(end.outcome).toBe("admitted");
    expect(await byAddress(name)).toHaveLength(1);
  }
});

test("an address that is another person's userName creates no person, and each refusal names the reason", async () => {
  const directory = await ScimClient.open(workspace, admin);
  await directory.provision("quinn@example.com", { emails: [{ value: "q.other@example.com" }] });
  for (const _ of [1, 2])
    expect(await arrive("quinn", "quinn")).toEqual({ outcome: "refused", reason: "address_is_user_name" });
});
