import { beforeEach, expect, test } from "vitest";
import { api } from "#app/api/index";
import { codeOf, decisionState, refund, refusal, requestRefund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { sessionCookieName } from "#app/web/session-cookie-name";
import { addSeconds } from "#lib/kernel/clock";
import { findFreezeDetails } from "#lib/lifecycle/find-freeze-details";
import { releaseAgents } from "#lib/lifecycle/release-agents";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { auditEvents } from "#lib/policy/testing/workspace";
import { issueTerminalCode } from "#lib/sessions/terminals";

const { workspace, admin, owner, agent } = await RunningWorkspace.withAgent();
const { db, time } = workspace;
const other = await workspace.person("Otto Other", ["approver"], admin);
const isOfTerminal = (path: string) => path.startsWith("/api/v1/terminal");

beforeEach(() => {
  // Limits count per minute.
  time.now = addSeconds(time.now, 61);
});

async function codeFor(person: SignedInPerson): Promise<string> {
  return (await issueTerminalCode(db, { actor: person.viewer, now: time.now })).code;
}

function send(method: string, path: string, token: string, body?: unknown): Promise<Response> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const text = body === undefined ? undefined : JSON.stringify(body);
  return Promise.resolve(api.request(path, { method, headers, ...(text && { body: text }) }));
}

async function tokenOf(person = owner): Promise<string> {
  const response = await send("POST", "/api/v1/terminal", "", { code: await codeFor(person) });
  expect(response.status).toBe(201);
  return ((await response.json()) as { token: string }).token;
}

const list = async (token: string) =>
  (await (await send("GET", "/api/v1/terminal/requests", token)).json()) as { requests: { id: string }[] };
const deny = (token: string, id: string, body: object = {}) =>
  send("POST", `/api/v1/terminal/requests/${id}/denials`, token, body);

test("a code is exchanged once for a token, and the answer names the person", async () => {
  const code = await codeFor(owner);
  const answer = await send("POST", "/api/v1/terminal", "", { code });
  expect(await answer.json()).toEqual({
    token: expect.stringMatching(/^cstm_[\w-]{43}$/),
    person: { name: "Olga Owner" },
    expires_at: addSeconds(time.now, 8 * 3600).toISOString(),
  });
  expect(await refusal(send("POST", "/api/v1/terminal", "", { code }))).toEqual([401, "unauthenticated"]);
});

test("wrong codes and tokens are limited by address, and keep no one at that address from acting", async () => {
  const token = await tokenOf();
  const code = await codeFor(owner);
  const tries: number[] = [];
  for (let n = 0; n < 16; n++) {
    tries.push((await send("POST", "/api/v1/terminal", "", { code: `0000-0000-00${n}` })).status);
    tries.push((await send("GET", "/api/v1/terminal/requests", `cstm_${"0".repeat(43)}`)).status);
  }
  expect(tries).toEqual([...Array(30).fill(401), 429, 429]);
  expect((await send("GET", "/api/v1/terminal/requests", token)).status).toBe(200);
  expect((await send("POST", "/api/v1/terminal", "", { code })).status).toBe(201);
  await forget();
});

test("a person sees the requests that they may decide, and no others", async () => {
  const id = await requestRefund(agent);
  expect(await list(await tokenOf())).toMatchObject({
    requests: [
      {
        id,
        agent: { id: agent.id, name: "Refund bot", is_test: false },
        action: { type: "refund.create", resource: "charge/ch_81", content: expect.any(Array) },
        approvals: { required: 1, given: 0 },
        expires_at: expect.any(String),
      },
    ],
    has_more: false,
  });
  expect(await list(await tokenOf(other))).toEqual({ requests: [], has_more: false });
});

test("a person denies a request, and the audit event names the person and the terminal", async () => {
  const id = await requestRefund(agent);
  const token = await tokenOf();
  const answer = await deny(token, id, { reason: "Wrong customer" });
  expect([answer.status, await answer.json()]).toMatchObject([201, { request: { id, state: "denied" } }]);
  expect(await decisionState(db, id)).toMatchObject({ state: "denied" });
  expect((await list(token)).requests.map((request) => request.id)).not.toContain(id);
  expect(await auditEvents(db, "request.denied")).toContainEqual(
    expect.objectContaining({
      actor: { type: "person", id: owner.viewer.personId },
      data: expect.objectContaining({ via: "terminal", reason_code: "other" }),
    }),
  );
  const [denial] = await db.$client`select note from approvals where request_id = ${id}`;
  expect(denial?.note).toBe("Wrong customer");
  expect(await refusal(deny(token, id))).toEqual([409, "already_decided"]);
});

test("a denial without a reason says so to the agent, and one by a person without access changes nothing", async () => {
  const id = await requestRefund(agent);
  expect(await refusal(deny(await tokenOf(other), id))).toEqual([404, "not_found"]);
  expect(await decisionState(db, id)).toMatchObject({ state: "pending" });
  await deny(await tokenOf(), id);
  const [denial] = await db.$client`select note from approvals where request_id = ${id}`;
  expect(denial?.note).toBe("The approver gave no reason.");
});

test("an approver freezes all agents after too many other calls, and the audit event names person and terminal", async () => {
  const token = await tokenOf();
  const states = new Set<number>();
  for (let n = 0; n < 121; n++) states.add((await send("GET", "/api/v1/terminal/requests", token)).status);
  expect([...states]).toEqual([200, 429]);
  expect((await send("GET", "/api/v1/terminal/requests", await tokenOf())).status).toBe(200);
  const frozen = await send("POST", "/api/v1/terminal/freeze", token, { reason: "Odd calls" });
  expect(frozen.status).toBe(204);
  expect((await agent.ask({ action: refund(20) })).status).toBe(403);
  expect(await auditEvents(db, "agents.frozen")).toMatchObject([
    { actor: { id: owner.viewer.personId }, data: { via: "terminal", reason: "Odd calls" } },
  ]);
  const epoch = (await findFreezeDetails(db, admin.viewer))?.epoch ?? -1;
  await releaseAgents(db, { actor: admin.viewer, confirmedWith: "test", epoch, now: time.now });
});

test("a terminal signs out, and its person's suspension signs it out", async () => {
  const token = await tokenOf();
  expect((await send("DELETE", "/api/v1/terminal", token)).status).toBe(204);
  expect(await refusal(send("GET", "/api/v1/terminal/requests", token))).toEqual([401, "unauthenticated"]);
  const leaver = await workspace.person("Lea Leaver", ["approver"], admin);
  const ofLeaver = await tokenOf(leaver);
  await suspendPerson(db, { actor: admin.viewer, personId: leaver.viewer.personId, now: time.now });
  expect(await codeOf(await send("GET", "/api/v1/terminal/requests", ofLeaver))).toBe("unauthenticated");
});

/** Every route with its method, except those that a terminal's token is for. */
const others = [
  ...new Set(
    api.routes
      .filter(({ method, path }) => method !== "ALL" && !path.includes("*") && !isOfTerminal(path))
      .map(({ method, path }) => `${method} ${path}`),
  ),
];

/** Counts every row that a call could have changed. */
async function counted() {
  const [row] = await db.$client`
    select (select count(*) from audit_events) as events, (select count(*) from approvals) as decisions,
      (select count(*) from requests where state = 'pending') as pending, (select count(*) from grants) as grants,
      (select count(*) from sessions) as sessions, (select count(*) from passkeys) as passkeys,
      (select count(*) from people) as people, (select count(*) from push_subscriptions) as devices`;
  return row;
}

/** Without the limits of calls, whose answers would hide a route's own. */
const forget = () => db.$client`delete from rate_limits`;

test.each(["in the header", "as a cookie"])(
  "every other route answers a terminal's token %s as it answers a made-up one",
  async (place) => {
    const id = await requestRefund(agent);
    // An admin's terminal, which has the most power that a terminal can have.
    const token = await tokenOf(admin);
    const name = sessionCookieName(workspace.runtime.config);
    const sent = (text: string): Record<string, string> =>
      place === "as a cookie" ? { cookie: `${name}=${text}` } : { authorization: `Bearer ${text}` };
    const before = await counted();
    expect(others.length).toBeGreaterThan(80);
    for (const route of others) {
      const [method = "", address = ""] = route.split(" ");
      const path = address.replace(":agent", agent.id).replace(/:\w+/g, id);
      const body = method === "GET" || method === "DELETE" ? null : "{}";
      const headers = { origin: workspace.runtime.config.origin, "content-type": "application/json" };
      const call = async (more: Record<string, string>) => {
        await forget();
        const response = await api.request(path, { method, body, headers: { ...headers, ...more } });
        const text = await response.text();
        return [response.status, text.replace(/"challenge":"[^"]*"/g, '"challenge":""')];
      };
      expect(await call(sent(token)), route).toEqual(await call(sent(`cstm_${"A".repeat(43)}`)));
    }
    expect(await counted()).toEqual(before);
  },
);

test("only a terminal's own token opens its routes: no session, policy token, agent or stranger", async () => {
  const id = await requestRefund(agent);
  for (const route of api.routes.filter(({ path }) => isOfTerminal(path) && !path.includes("*"))) {
    if (`${route.method} ${route.path}` === "POST /api/v1/terminal") continue;
    const path = route.path.replace(":id", id);
    const token = admin.cookie.slice(admin.cookie.indexOf("=") + 1);
    for (const credential of [token, `cspt_${"a".repeat(43)}`, `cstm_${"a".repeat(43)}`, ""]) {
      const headers = {
        ...{ authorization: `Bearer ${credential}`, cookie: admin.cookie },
        ...{ origin: workspace.runtime.config.origin, "content-type": "application/json" },
      };
      const response = await api.request(path, {
        method: route.method,
        headers,
        body: route.method === "POST" ? "{}" : null,
      });
      expect([response.status, await codeOf(response)], route.path).toEqual([401, "unauthenticated"]);
    }
  }
  expect(await decisionState(db, id)).toMatchObject({ state: "pending" });
});
