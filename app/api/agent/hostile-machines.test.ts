import fc from "fast-check";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { expect, test } from "vitest";
import { api } from "#app/api/index";
import { ScimClient } from "#app/api/scim/testing/scim-client";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { eventSourceFields, registerEventSource } from "#lib/provisioning/signals/register-event-source";

const { workspace, admin } = await RunningWorkspace.open();
const agent = await workspace.agent(admin, admin);
const directory = await ScimClient.open(workspace, admin);
const userId = await directory.provision("grace@example.com");

/** Values that an authenticated machine can send where text, a number or an object is expected. */
const hostile = fc.constantFrom<unknown>(
  ...["\u0000", "a\u0000b", "\ud800", "\u202e", "\ufffe", "x".repeat(20_000), "", " ", "*", "[]", "'"],
  ...["99999-99", "2026-02-30T00:00:00Z", "275760-09-13", "9999-12-31T23:59:59Z", "-1", "1e400", "%00"],
  ...["per_00000000000000000000000000", "req_7zzzzzzzzzzzzzzzzzzzzzzzzz", "agt_0", "constructor"],
  ...[0, -1, -0, 1e300, 2 ** 53, 0.1, 5e-324, true, null, [], {}, ["\u0000"], { "\u0000": "\u0000" }],
  ...[{ amount: "\u0000" }, { toString: 1 }, JSON.parse(`${"[".repeat(20)}1${"]".repeat(20)}`)],
);

/** A valid object with members replaced and added. */
function spoiled(sound: Record<string, unknown>, names = Object.keys(sound)) {
  const changes = fc.dictionary(fc.constantFrom(...names), hostile, { minKeys: 1, maxKeys: 3 });
  return changes.map((changed) => ({ ...sound, ...changed }));
}

/**
 * Statuses that explain the result. 503 is excluded: an event source must not be asked to resend a
 * hostile token.
 */
const understood = [200, 201, 202, 204, 400, 401, 403, 404, 409, 410, 413, 415, 422, 429];

async function answered(body: fc.Arbitrary<unknown>, call: (body: unknown) => Promise<number>) {
  await fc.assert(
    fc.asyncProperty(body, async (value) => {
      expect(understood, JSON.stringify(value)).toContain(await call(value));
    }),
    { numRuns: 30 },
  );
}

test("a signed ask with hostile members is answered without a server error", async () => {
  const more = { audience: "https://a.example", params: { amount: 1250, currency: "USD" } };
  const action = { ...refund(1250), ...more };
  const ask = async (body: unknown) => (await agent.ask(body)).status;
  await answered(spoiled({ action, reason: "r", context: {}, expires_in: 60 }), ask);
  await answered(
    spoiled(action).map((variant) => ({ action: variant })),
    ask,
  );
  await answered(
    spoiled(more.params, ["amount", "currency", "Amount", "\u0000"]).map((params) => ({
      action: { ...action, params },
    })),
    ask,
  );
  await answered(hostile, ask);
});

test("a hostile webhook-id of a signed ask is answered without a server error", async () => {
  const ids = fc.constantFrom("%00", "a".repeat(5000), "\u00ff", "'", "*", ".", "..", "msg_ ", "constructor");
  await answered(ids, async (id) => (await agent.ask({ action: refund(50) }, String(id))).status);
});

test("a signed redemption with hostile members is answered without a server error", async () => {
  const { grant } = (await (await agent.ask({ action: refund(50) })).json()) as { grant: string };
  const redeem = async (body: unknown) =>
    (await agent.call("/api/v1/grants/redemptions", JSON.stringify(body))).status;
  await answered(spoiled({ grant, action: refund(50), proof: "p" }), redeem);
  await answered(
    spoiled(refund(50)).map((action) => ({ grant, action })),
    redeem,
  );
});

test("hostile addresses with a wait token are answered without a server error", async () => {
  const asked = await (await agent.ask({ action: refund(1250) })).json();
  const { token } = (asked as { wait: { token: string } }).wait;
  const segment = fc.constantFrom(
    "%00",
    "%ed%a0%80",
    "%zz",
    "..%2f",
    "req_0",
    "a".repeat(8000),
    "%F0%9F%98%80",
  );
  await answered(segment, async (id) => {
    const headers = { authorization: `Bearer ${token}` };
    const method = id === "req_0" ? "DELETE" : "GET";
    return (await api.request(`/api/v1/requests/${id}?wait=${id}`, { method, headers })).status;
  });
});

test("SCIM calls with a valid token and hostile members are answered without a server error", async () => {
  const user = {
    ...{ schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: "a@example.com" },
    ...{ externalId: "e", displayName: "A", name: { givenName: "A", familyName: "B" }, active: true },
    emails: [{ primary: true, type: "work", value: "a@example.com" }],
  };
  const send = (method: string, path: string) => async (body: unknown) =>
    (await directory.call(method, path, JSON.stringify(body))).status;
  await answered(spoiled(user), send("POST", "/Users"));
  await answered(spoiled(user), send("PUT", `/Users/${userId}`));
  const operation = { op: "replace", path: "displayName", value: "B" };
  const schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];
  await answered(
    spoiled(operation).map((variant) => ({ schemas, Operations: [variant] })),
    send("PATCH", `/Users/${userId}`),
  );
  await answered(
    spoiled({ schemas, displayName: "G", members: [{ value: userId }] }),
    send("POST", "/Groups"),
  );
  await answered(hostile, async (text) => {
    const query = encodeURIComponent((JSON.stringify(text) ?? "").slice(0, 2000).toWellFormed());
    const asked = await directory.get(
      `/Users?filter=userName eq "${query}"&startIndex=${query}&count=${query}`,
    );
    return asked.status;
  });
});

test("signed security events with hostile claims are answered without a server error", async () => {
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "k", alg: "ES256" }] });
  const [issuer, audience] = ["https://idp.example/", "https://countersign.example"];
  const fields = eventSourceFields.parse({ name: "IdP", issuer, audience, keySource: "pasted", jwks });
  const { config } = workspace.runtime;
  await registerEventSource(workspace.db, {
    ...fields,
    actor: admin.viewer,
    config,
    now: workspace.time.now,
  });
  const type = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
  const subject = { format: "email", email: "grace@example.com" };
  let count = 0;
  const push = async (claims: unknown) => {
    const iat = Math.floor(workspace.time.now.getTime() / 1000);
    const token = await new SignJWT({
      ...{ iss: issuer, aud: audience, iat, jti: `jti-${++count}` },
      ...(claims as Record<string, unknown>),
    })
      .setProtectedHeader({ alg: "ES256", kid: "k", typ: "secevent+jwt" })
      .sign(privateKey);
    const headers = { "content-type": "application/secevent+jwt" };
    return (await api.request("/ssf/events", { method: "POST", headers, body: token })).status;
  };
  expect(await push({ events: { [type]: { subject } } })).toBe(202);
  await answered(
    spoiled({ events: { [type]: { subject } } }, ["jti", "events", "sub_id", "txn", "toe"]),
    push,
  );
  await answered(
    spoiled(subject, ["format", "email", "iss", "sub", "phone_number"]).map((variant) => ({
      events: { [type]: { subject: variant } },
    })),
    push,
  );
  await answered(
    spoiled({ subject }, ["subject", "event_timestamp", "reason_admin", "initiating_entity"]).map(
      (variant) => ({
        events: { [type]: variant },
      }),
    ),
    push,
  );
});
