import { expect, it } from "vitest";
import { api } from "#app/api/index";
import { codeOf } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { browse } from "#app/api/testing/signed-in-person";
import { issueEnrollmentCode } from "#lib/agents/keys/issue-enrollment-code";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { addSeconds } from "#lib/kernel/clock";
import { SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";

const { workspace, admin } = await RunningWorkspace.open();
const site = { origin: "http://localhost:3000", rpId: "localhost" };

type CreationOptions = Parameters<SoftAuthenticator["create"]>[0];

async function send(method: string, path: string, headers: Record<string, string>, body?: unknown) {
  const content: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
  return api.request(path, {
    method,
    body: body === undefined ? null : JSON.stringify(body),
    headers: { ...content, ...headers },
  });
}

const browserWrites: [string, string][] = [
  ["POST", "/api/setup/options"],
  ["POST", "/api/setup"],
  ["POST", "/api/enrollments/options"],
  ["POST", "/api/enrollments"],
  ["POST", "/api/session/options"],
  ["POST", "/api/session"],
  ["DELETE", "/api/session"],
  ["POST", "/api/passkeys/confirmations"],
  ["POST", "/api/passkeys/options"],
  ["POST", "/api/passkeys"],
  ["PATCH", "/api/passkeys/x"],
  ["DELETE", "/api/passkeys/x"],
  ["POST", "/api/passkeys/phone-links"],
  ["POST", "/api/passkeys/phone-links/opened"],
  ["POST", "/api/passkeys/phone-links/confirmations"],
];

it.each(browserWrites)("%s %s is refused from another origin, and without one", async (method, path) => {
  for (const origin of [{ origin: "https://evil.example" }, {}] as Record<string, string>[]) {
    const response = await send(
      method,
      path,
      { ...origin, cookie: admin.cookie },
      method === "DELETE" ? undefined : {},
    );
    expect(response.status).toBe(403);
    expect(await codeOf(response)).toBe("cross_origin");
  }
});

it.each(browserWrites.slice(6))("%s %s is refused to a person who is signed out", async (method, path) => {
  const response = await send(method, path, { origin: site.origin }, method === "DELETE" ? undefined : {});
  expect(response.status).toBe(401);
  expect(await codeOf(response)).toBe("unauthenticated");
});

it.each(browserWrites.map(([, path]) => path))(
  "GET %s changes nothing: the route does not exist",
  async (path) => {
    const { cookie } = admin;
    expect((await send("GET", path, { cookie, origin: site.origin })).status).toBe(404);
  },
);

it("signs in with a passkey, sets a cookie that scripts cannot read, and signs out permanently", async () => {
  const asked = await browse("/api/session/options", {});
  const { options } = (await asked.json()) as { options: { challenge: string } };
  const response = await browse("/api/session", { credential: admin.authenticator.get(options) });
  expect(response.status).toBe(201);
  expect(await response.json()).toEqual({ next: "/queue" });
  const header = response.headers.get("set-cookie") ?? "";
  expect(header).toMatch(/^countersign=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
  const cookie = header.split(";")[0] ?? "";
  const out = await send("DELETE", "/api/session", { origin: site.origin, cookie });
  expect(out.status).toBe(204);
  expect(out.headers.get("set-cookie")).toMatch(/^countersign=; Max-Age=0/);
  expect((await browse("/api/passkeys/options", {}, cookie)).status).toBe(401);
});

it("adds, renames and removes a passkey, and keeps the last one", async () => {
  const person = await workspace.person("Paul Passkey", ["approver"], admin);
  const confirmation = await person.confirm("passkey/add");
  const asked = await person.post("/api/passkeys/options", { confirmation });
  const { options } = (await asked.json()) as { options: CreationOptions };
  const second = new SoftAuthenticator(site);
  const added = await person.post("/api/passkeys", { credential: second.create(options), name: "Phone" });
  expect(added.status).toBe(201);
  const headers = { origin: site.origin, cookie: person.cookie };
  const path = `/api/passkeys/${second.credentialId}`;
  expect((await send("PATCH", path, headers, { name: "Work phone" })).status).toBe(204);
  expect((await send("DELETE", path, headers)).status).toBe(204);
  expect((await send("DELETE", path, headers)).status).toBe(404);
  const last = await send("DELETE", `/api/passkeys/${person.authenticator.credentialId}`, headers);
  expect([last.status, await codeOf(last)]).toEqual([409, "last_passkey"]);
});

it("adds a passkey only after an existing passkey confirms, each time, with user verification", async () => {
  const person = await workspace.person("Sam Stolen", ["approver"], admin);
  const optionsFor = (body: unknown) => person.post("/api/passkeys/options", body);
  const bare = await optionsFor({});
  expect([bare.status, await codeOf(bare)]).toEqual([400, "invalid_body"]);
  // The thief has the cookie and two passkeys: an unregistered passkey, and another account's
  // passkey.
  const thief = new SoftAuthenticator(site);
  thief.create({ challenge: "x", user: { id: "eA" } });
  for (const passkey of [thief, admin.authenticator]) {
    const refused = await optionsFor({ confirmation: await person.confirm("passkey/add", {}, passkey) });
    expect([refused.status, await codeOf(refused)]).toEqual([403, "wrong_passkey"]);
  }
  const unseen = await optionsFor({
    confirmation: await person.confirm("passkey/add", { userVerified: false }),
  });
  expect([unseen.status, await codeOf(unseen)]).toEqual([400, "user_not_verified"]);
  const confirmation = await person.confirm("passkey/add");
  expect((await optionsFor({ confirmation })).status).toBe(200);
  const again = await optionsFor({ confirmation });
  expect([again.status, await codeOf(again)]).toEqual([410, "challenge_expired"]);
  // Nor does a challenge to confirm, or to sign in, serve to register one.
  const asked = await person.post("/api/passkeys/confirmations", { act: "passkey/add" });
  const { options } = (await asked.json()) as { options: { challenge: string } };
  const credential = new SoftAuthenticator(site).create({ ...options, user: { id: "eA" } });
  const added = await person.post("/api/passkeys", { credential });
  expect([added.status, await codeOf(added)]).toEqual([410, "challenge_expired"]);
});

it("answers invalid bodies with a specific problem and stores nothing", async () => {
  const bodies: [unknown, number, string][] = [
    [{ credential: { id: "x" } }, 400, "invalid_body"],
    [{ credential: "x" }, 400, "invalid_body"],
    [[], 400, "invalid_body"],
  ];
  for (const [body, status, code] of bodies) {
    const response = await browse("/api/session", body);
    expect([response.status, await codeOf(response)]).toEqual([status, code]);
  }
});

it("enrolls an agent's own key for its code, and returns the agent and the expiry", async () => {
  const agent = await workspace.agent(admin, admin);
  const { now } = workspace.time;
  const { code } = await issueEnrollmentCode(workspace.db, { actor: admin.viewer, agentId: agent.id, now });
  const { publicKey, privateKey } = newKeyPair();
  const body = JSON.stringify({ code, public_key: publicKey });
  const forged = await agent.call("/api/v1/agents/enrollments", body);
  expect([forged.status, await codeOf(forged)]).toEqual([401, "invalid_signature"]);
  const response = await agent.as(privateKey).call("/api/v1/agents/enrollments", body);
  expect(response.status).toBe(201);
  expect(await response.json()).toEqual({
    agent: { id: agent.id, name: "Refund bot" },
    key: { id: expect.stringMatching(/^key_/), expires_at: addSeconds(now, 90 * 24 * 3600).toISOString() },
    origin: site.origin,
  });
});

it("limits sign-in by client address", async () => {
  const answers: number[] = [];
  for (let attempt = 0; attempt < 62; attempt++) answers.push((await browse("/api/session", {})).status);
  expect(answers.at(-1)).toBe(429);
  const refused = await browse("/api/session", {});
  expect(refused.headers.get("retry-after")).toMatch(/^\d+$/);
});
