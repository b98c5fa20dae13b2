import { expect, test } from "vitest";
import { api } from "#app/api/index";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { browse } from "#app/api/testing/signed-in-person";
import { addSeconds } from "#lib/kernel/clock";

const { workspace, admin } = await RunningWorkspace.open();
const agent = await workspace.agent(admin, admin);
const pending = (await (await agent.ask({ action: refund(1250) })).json()) as {
  request: { id: string };
  wait: { url: string; token: string };
};
const { id } = pending.request;

/** Counts every row that a call could have changed. */
async function counted() {
  const [row] = await workspace.db.$client`
    select (select count(*) from audit_events) as events, (select count(*) from challenges) as challenges,
      (select count(*) from requests where state = 'pending') as pending, (select count(*) from approvals) as decisions,
      (select count(*) from grants) as grants, (select count(*) from sessions) as sessions,
      (select count(*) from passkeys) as passkeys, (select count(*) from enrollments where used_at is not null) as used`;
  return row;
}

test("invariant 15: no GET changes anything, for any address and any caller", async () => {
  const before = await counted();
  const addresses = [...new Set(api.routes.map(({ path }) => path))].filter((path) => !/live|\*/.test(path));
  expect(addresses.length).toBeGreaterThan(15);
  for (const address of addresses) {
    const path = address.replace(":agent", agent.id).replace(/:\w+/g, id);
    const cookies = { cookie: admin.cookie, origin: workspace.runtime.config.origin };
    await (await api.request(path, { headers: cookies })).text();
    await (await api.request(path, { headers: { authorization: `Bearer ${pending.wait.token}` } })).text();
  }
  expect(await counted()).toEqual(before);
});

test("invariant 16: an agent's signature and wait token give no access to decisions or administration", async () => {
  const before = await counted();
  const changing = api.routes.filter(
    ({ method, path }) => /POST|PATCH|PUT|DELETE/.test(method) && !path.startsWith("/api/v1/"),
  );
  const addresses = [...new Set(changing.map(({ method, path }) => `${method} ${path}`))].filter(
    (text) => !text.endsWith("*"),
  );
  expect(addresses.length).toBeGreaterThan(8);
  for (const address of addresses) {
    const [method = "", path = ""] = address.replace(/:\w+/g, id).split(" ");
    const body = JSON.stringify({ reason: "no", statement: "AA", seal: "AA", act: "passkey/add" });
    const headers = {
      ...agent.signature(body, "msg_people"),
      "content-type": "application/json",
      authorization: `Bearer ${pending.wait.token}`,
      origin: workspace.runtime.config.origin,
    };
    const response = await api.request(path, {
      method,
      headers,
      body: method === "DELETE" ? undefined : body,
    });
    // Anyone may request options for their own sign-in; the options give no power.
    if (path === "/api/session/options") expect(response.status).toBe(200);
    // Clients and gateways read a denial only from a body with the status 200.
    else if (path.startsWith("/hooks/"))
      expect(await response.text(), address).toMatch(/"permissionDecision":"deny"|"allowed":false|"code":/);
    else expect(response.status, address).toBeGreaterThanOrEqual(400);
  }
  expect({ ...(await counted()), challenges: before?.challenges }).toEqual(before);
});

test("invariant 16: an agent cannot read another agent's requests or redeem its grants", async () => {
  const otherAgent = await workspace.agent(admin, admin);
  const ofOther = (await (await otherAgent.ask({ action: refund(50) })).json()) as {
    request: { id: string };
    grant: string;
  };
  const headers = { authorization: `Bearer ${pending.wait.token}` };
  expect((await api.request(`/api/v1/requests/${ofOther.request.id}`, { headers })).status).toBe(401);
  expect((await agent.redeem(ofOther.grant, refund(50))).status).toBe(401);
});

/** Calls by machines: each call carries its own proof, so a browser can't send one unnoticed. */
const isOfMachines = (path: string) =>
  /^\/(access|api\/v1|hooks|scim|ssf)\/|\/backchannel-logout$/.test(path);

test("every changing call of browsers is refused without our own Origin", async () => {
  const before = await counted();
  const changing = api.routes.filter(
    ({ method, path }) => /POST|PATCH|PUT|DELETE/.test(method) && !isOfMachines(path) && !path.endsWith("*"),
  );
  const calls = [...new Set(changing.map(({ method, path }) => `${method} ${path}`))];
  expect(calls.length).toBeGreaterThan(12);
  for (const call of calls) {
    const [method = "", path = ""] = call.replace(/:\w+/g, id).split(" ");
    for (const origin of [undefined, "null", "https://evil.example"]) {
      const headers = { cookie: admin.cookie, ...(origin ? { origin } : {}) };
      const response = await api.request(path, { method, headers });
      expect(response.status, call).toBe(403);
      expect(await response.json()).toMatchObject({ code: "cross_origin" });
    }
  }
  expect(await counted()).toEqual(before);
});

test("one address gets 30 attempts a minute at the set-up", async () => {
  workspace.time.now = addSeconds(workspace.time.now, 120);
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 31; attempt++) {
    const guess = { token: `guess-${attempt}`, workspace: "Test", name: "Eve", email: "eve@example.com" };
    statuses.push((await browse("/api/setup/options", guess)).status);
  }
  expect(statuses.slice(0, 30)).not.toContain(429);
  expect(statuses.at(-1)).toBe(429);
});
