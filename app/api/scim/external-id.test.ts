import { expect, test } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { ScimClient } from "./testing/scim-client.ts";

const { workspace, admin } = await RunningWorkspace.open();
const directory = await ScimClient.open(workspace, admin);
const another = await ScimClient.open(workspace, admin);

const body = (userName: string, externalId: string) => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
  ...{ userName, externalId, emails: [{ primary: true, value: userName }] },
});
const taken = {
  status: 409,
  body: { scimType: "uniqueness", detail: expect.stringContaining("externalId") },
};

test("an externalId is unique among a client's users, for created and changed users", async () => {
  expect(await directory.call("POST", "/Users", body("one@example.com", "shared"))).toMatchObject({
    status: 201,
  });
  expect(await directory.call("POST", "/Users", body("two@example.com", "shared"))).toMatchObject(taken);
  const id = await directory.provision("three@example.com");
  const replace = { Operations: [{ op: "replace", path: "externalId", value: "shared" }] };
  const patch = { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], ...replace };
  expect(await directory.call("PATCH", `/Users/${id}`, patch)).toMatchObject(taken);
  expect(
    await directory.call("PATCH", `/Users/${id}`, JSON.stringify(patch).replace("shared", "own")),
  ).toMatchObject({
    status: 200,
  });
});

test("two clients may use the same externalId", async () => {
  expect(await directory.call("POST", "/Users", body("four@example.com", "both"))).toMatchObject({
    status: 201,
  });
  expect(await another.call("POST", "/Users", body("five@example.com", "both"))).toMatchObject({
    status: 201,
  });
});

test("a non-ASCII email is refused, and an old non-ASCII email does not prevent active=false", async () => {
  const kelvin = "\u212Aevin@example.com";
  expect(await directory.call("POST", "/Users", body(kelvin, "k1"))).toMatchObject({
    status: 400,
    body: { scimType: "invalidValue" },
  });
  const id = await directory.provision("old@example.com");
  await workspace.db.$client`update people set email = ${kelvin} where id = ${id}`;
  const put = { ...body("old@example.com", "k2"), emails: [{ primary: true, value: kelvin }], active: false };
  expect(await directory.call("PUT", `/Users/${id}`, put)).toMatchObject({
    status: 200,
    body: { active: false },
  });
  const found = await directory.get(`/Users?filter=${encodeURIComponent('emails eq "kevin@example.com"')}`);
  expect(found.body.totalResults).toBe(0);
});
