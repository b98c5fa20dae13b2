import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { people } from "#db/schema/directory";
import { ScimClient } from "./testing/scim-client.ts";

const { workspace, admin } = await RunningWorkspace.open();
const directory = await ScimClient.open(workspace, admin);
const patchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const stolen = "thief@example.com";

async function addressOf(id: string) {
  const [row] = await workspace.db.select().from(people).where(eq(people.id, id));
  return { email: row?.email, given: row?.emailGivenAt ?? null };
}

// An account at a provider is linked to a person by their address.
test.each([
  ["a replaced email", { op: "replace", path: 'emails[type eq "work"].value', value: stolen }],
  ["an operation without a path", { op: "replace", value: { emails: [{ value: stolen, primary: true }] } }],
  ["a user name that is an address", { op: "replace", path: "userName", value: stolen }],
])("a directory cannot change the address of an admin: %s", async (_, operation) => {
  const id = admin.viewer.personId;
  const body = JSON.stringify({ schemas: [patchOp], Operations: [operation] });
  await directory.call("PATCH", `/Users/${id}`, body);
  expect(await addressOf(id)).toEqual({ email: admin.viewer.email, given: null });
});

test("a directory cannot change the address of an admin with a whole PUT", async () => {
  const id = admin.viewer.personId;
  const body = { userName: "ada", emails: [{ value: stolen, type: "work", primary: true }] };
  await directory.call("PUT", `/Users/${id}`, body);
  expect(await addressOf(id)).toEqual({ email: admin.viewer.email, given: null });
});

test("the address of an approver is changed by the directory and marked as not confirmed", async () => {
  const person = await workspace.person("Olga Owner", ["approver"], admin);
  const id = person.viewer.personId;
  await directory.patch(`/Users/${id}`, {
    op: "replace",
    path: 'emails[type eq "work"].value',
    value: stolen,
  });
  expect(await addressOf(id)).toEqual({ email: stolen, given: expect.any(Date) });
});
