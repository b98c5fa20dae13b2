import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { api } from "#app/api/index";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { scimTokens } from "#db/schema/scim";
import { addSeconds } from "#lib/kernel/clock";
import { issueScimToken, listScimTokens, revokeScimToken } from "#lib/provisioning/scim/tokens";
import { ScimClient } from "./testing/scim-client.ts";

const { workspace, admin } = await RunningWorkspace.open();
const directory = await ScimClient.open(workspace, admin);
const approver = await workspace.person("Ann Approver", ["approver"], admin);

const addresses = [
  ...["GET /Users", "POST /Users", "GET /Users/x", "PUT /Users/x", "PATCH /Users/x", "DELETE /Users/x"],
  ...["GET /Groups", "POST /Groups", "PATCH /Groups/x", "GET /ServiceProviderConfig", "GET /Schemas"],
  ...["GET /ResourceTypes", "GET /nothing", "POST /Bulk"],
];

test("without a valid token every address gives the same answer, for any kind of invalid token", async () => {
  const revoked = await ScimClient.open(workspace, admin);
  await revokeScimToken(workspace.db, {
    actor: admin.viewer,
    tokenId: revoked.tokenId,
    now: workspace.time.now,
  });
  const expired = await ScimClient.open(workspace, admin);
  await workspace.db
    .update(scimTokens)
    .set({ expiresAt: workspace.time.now })
    .where(eq(scimTokens.id, expired.tokenId));
  const answers = new Set<string>();
  const wrong = [undefined, "", "Bearer", "Bearer scim_unknown", `Bearer ${revoked.token}`];
  for (const authorization of [
    ...wrong,
    `Bearer ${expired.token}`,
    `Basic ${directory.token}`,
    admin.cookie,
  ]) {
    const headers = { cookie: admin.cookie, ...(authorization === undefined ? {} : { authorization }) };
    const response = await api.request("/scim/v2/Users", { headers });
    answers.add(`${response.status} ${response.headers.get("www-authenticate")} ${await response.text()}`);
  }
  for (const address of addresses) {
    const [method = "", path = ""] = address.split(" ");
    const body = /POST|PUT|PATCH/.test(method) ? "{}" : undefined;
    const response = await api.request(`/scim/v2${path}`, { method, body });
    answers.add(`${response.status} ${response.headers.get("www-authenticate")} ${await response.text()}`);
  }
  expect([...answers]).toHaveLength(1);
  expect([...answers][0]).toMatch(/^401 Bearer .*urn:ietf:params:scim:api:messages:2.0:Error/);
});

test("guessing tokens is slowed down, and does not slow down clients with a token", async () => {
  const guess = () => api.request("/scim/v2/Users", { headers: { authorization: "Bearer scim_guess" } });
  let last = await guess();
  for (let attempt = 0; attempt < 100 && last.status === 401; attempt++) last = await guess();
  expect(last.status).toBe(429);
  expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await directory.get("/Users")).status).toBe(200);
});

test("only an admin issues, lists and revokes tokens, for 400 days at most, and no token is stored in clear", async () => {
  const issue = { name: "x", expiresInDays: 1, now: workspace.time.now };
  await expect(issueScimToken(workspace.db, { ...issue, actor: approver.viewer })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(listScimTokens(workspace.db, { viewer: approver.viewer })).rejects.toMatchObject({
    code: "not_found",
  });
  const { tokenId } = directory;
  await expect(
    revokeScimToken(workspace.db, { actor: approver.viewer, tokenId, now: workspace.time.now }),
  ).rejects.toMatchObject({ code: "not_found" });
  const [stored] = await workspace.db.select().from(scimTokens).where(eq(scimTokens.id, tokenId));
  expect(JSON.stringify(stored)).not.toContain(directory.token.slice(5));
});

test("a token's last use is recorded, to the minute", async () => {
  const lastUse = async () =>
    (await listScimTokens(workspace.db, { viewer: admin.viewer })).find(({ id }) => id === directory.tokenId)
      ?.lastUsedAt;
  await directory.get("/Users?count=0");
  const first = await lastUse();
  workspace.time.now = addSeconds(workspace.time.now, 30);
  await directory.get("/Users?count=0");
  expect(await lastUse()).toEqual(first);
  workspace.time.now = addSeconds(workspace.time.now, 31);
  await directory.get("/Users?count=0");
  expect(await lastUse()).toEqual(workspace.time.now);
});

test("invariant 15: no GET changes anything, not even with a valid token", async () => {
  const id = await directory.provision("looked.at@example.com");
  const { body: group } = await directory.call("POST", "/Groups", { displayName: "Looked at" });
  const state = async () =>
    JSON.stringify([
      await workspace.db.$client`select count(*) from audit_events`,
      await workspace.db.$client`select * from people order by id`,
      await workspace.db.$client`select * from groups order by id`,
      await workspace.db.$client`select * from group_members`,
    ]);
  const before = await state();
  const paths = ["/Users", `/Users/${id}`, "/Groups", `/Groups/${group.id}`, "/Schemas", "/nothing"];
  for (const path of paths) {
    await directory.get(path);
    await directory.get(`${path}?active=false&filter=userName%20eq%20%22x%22`);
  }
  expect(await state()).toBe(before);
});

test("bodies are JSON of at most a mebibyte, read strictly; errors are SCIM's", async () => {
  const wrong: [string, string, number, string?][] = [
    ["{", "application/scim+json", 400, "invalidSyntax"],
    ['{"userName":"a","userName":"b"}', "application/json", 400, "invalidSyntax"],
    ["[]", "application/json; charset=utf-8", 400, "invalidSyntax"],
    ["{}", "application/scim+json", 400, "invalidValue"],
    ["userName=a", "application/x-www-form-urlencoded", 415],
    ["{}", "text/plain", 415],
    [`{"userName":"${"a".repeat(1024 * 1024)}"}`, "application/scim+json", 413],
    [`{"userName":"${"a".repeat(300)}@example.com"}`, "application/scim+json", 400, "invalidValue"],
    ['{"userName":"a\\nb@example.com"}', "application/scim+json", 400, "invalidValue"],
    ['{"userName":"nul\\u0000@example.com"}', "application/scim+json", 400, "invalidValue"],
    ['{"userName":"a\u200b@example.com"}', "application/scim+json", 400, "invalidValue"],
    ['{"userName":"a@example.com","externalId":"x\u2066"}', "application/scim+json", 400, "invalidValue"],
    ['{"userName":"no-address"}', "application/scim+json", 400, "invalidValue"],
  ];
  for (const [body, type, status, scimType] of wrong) {
    const answered = await directory.call("POST", "/Users", body, { "content-type": type });
    expect(answered.status, body.slice(0, 80)).toBe(status);
    expect(answered.headers.get("content-type")).toBe("application/scim+json");
    expect(answered.body).toMatchObject({
      schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
      status: String(status),
      ...(scimType ? { scimType } : {}),
      detail: expect.any(String),
    });
  }
});

test("discovery lists the supported features", async () => {
  const config = await directory.get("/ServiceProviderConfig");
  expect(config.body).toMatchObject({
    patch: { supported: true },
    bulk: { supported: false },
    filter: { supported: true, maxResults: 200 },
    etag: { supported: true },
  });
  const types = await directory.get("/ResourceTypes");
  expect(types.body.Resources.map(({ id }: { id: string }) => id)).toEqual(["User", "Group"]);
  const schemas = await directory.get("/Schemas");
  expect(schemas.body.totalResults).toBe(3);
  for (const { id } of schemas.body.Resources)
    expect((await directory.get(`/Schemas/${encodeURIComponent(id)}`)).body.id).toBe(id);
  expect((await directory.get("/ResourceTypes/User")).body.schema).toMatch(/:User$/);
  expect(await directory.get("/Schemas/nothing")).toMatchObject({ status: 404, body: { status: "404" } });
});
