import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { expect, inject, test } from "vitest";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { site } from "#app/api/testing/signed-in-person";
import { createTestDatabase } from "#db/testing/database";
import { type InImage, inImage } from "./in-image.ts";
import { readImage } from "./read-image.ts";

const { workspace, admin, owner, agent } = await RunningWorkspace.withAgent();
const secret = String(workspace.runtime.secret);
const { Entrypoint, Healthcheck } = readImage();
const isRunning = "Countersign is running";

/** The server on a free port, with the address that the workspace's passkeys are for. */
async function startServer(
  databaseUrl = workspace.url,
): Promise<InImage & { address: string; port: string }> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const port = String((probe.address() as { port: number }).port);
  probe.close();
  await once(probe, "close");
  const settings = { PORT: port, COUNTERSIGN_URL: site.origin };
  const server = inImage(Entrypoint, { ...settings, DATABASE_URL: databaseUrl, COUNTERSIGN_SECRET: secret });
  await server.printed(isRunning);
  return Object.assign(server, { address: `http://localhost:${port}`, port });
}

function post(url: string, body: string, headers: Record<string, string>): Promise<Response> {
  return fetch(url, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });
}

test("an agent asks, its owner approves and the grant is redeemed once, on a read-only root", async () => {
  const { address } = await startServer();
  const action = refund(1250);
  const call = (to: string, body: object, id: string) => {
    const text = JSON.stringify(body);
    return post(address + to, text, agent.signature(text, id));
  };
  const asked = await call(`/api/v1/agents/${agent.id}/requests`, { action }, "msg_ask");
  expect(asked.status).toBe(202);
  const { request, wait } = await asked.json();

  const decide = (step: string, body: object) =>
    post(`${address}/api/requests/${request.id}/${step}`, JSON.stringify(body), {
      origin: site.origin,
      cookie: owner.cookie,
    });
  const { options } = await (await decide("challenges", await owner.read(request.id))).json();
  const approved = await decide("approvals", { credential: owner.authenticator.get(options) });
  expect(approved.status).toBe(201);

  const answer = await fetch(address + new URL(wait.url).pathname, {
    headers: { authorization: `Bearer ${wait.token}` },
  });
  const { grant } = await answer.json();
  const redeem = (id: string) => call("/api/v1/grants/redemptions", { grant, action }, id);
  expect((await redeem("msg_first")).status).toBe(200);
  expect((await redeem("msg_second")).status).toBe(409);
});

test("every page is answered from the image's files", async () => {
  const server = await startServer();
  const build = path.join(inject("imageFolder"), "bundle/rootfs/srv/countersign/.cache/builds/image");
  const routes: Record<string, string> = JSON.parse(
    readFileSync(path.join(build, "app-path-routes-manifest.json"), "utf8"),
  );
  const statuses = new Map<string, number>();
  const named = "/sw.js /verify /llms.txt /docs/errors /docs/errors.md /downloads/index.json";
  const files = named.split(" ");
  for (const route of [...Object.values(routes), ...files].filter((each) => !each.startsWith("/_"))) {
    const response = await fetch(server.address + route.replace(/\[[^\]]+\]/g, agent.id), {
      headers: { cookie: admin.cookie },
      redirect: "manual",
    });
    await response.arrayBuffer();
    statuses.set(route, response.status);
  }
  expect([...statuses].filter(([, status]) => status >= 500)).toEqual([]);
  const pages = ["/agents/[id]", "/audit", "/people", "/policy", "/queue", "/settings"];
  for (const route of [...pages, ...files]) expect(statuses.get(route), route).toBe(200);
  const { files: downloads } = await (await fetch(`${server.address}/downloads/index.json`)).json();
  expect(downloads).toHaveLength(3);
  expect(server.output).not.toMatch(/"level":[56]0|Cannot find module/);
});

test("a start on an empty database migrates it, and SIGTERM to the first process ends it with 0", async () => {
  const server = await startServer((await createTestDatabase({ template: "template0" })).url);
  expect(server.output).toContain("/setup/");
  const health = inImage(Healthcheck.Test.slice(1), { PORT: server.port });
  expect(await health.ended).toBe(0);
  server.signal("SIGTERM");
  expect(await server.ended).toBe(0);
  expect(await inImage(Healthcheck.Test.slice(1), { PORT: server.port }).ended).toBe(1);
});

test("a stop answers an agent that waits", async () => {
  const server = await startServer();
  const asked = await agent.ask({ action: refund(1250) }, "msg_waiting");
  const { wait } = await asked.json();
  const headers = { authorization: `Bearer ${wait.token}` };
  const waiting = fetch(`${server.address}${new URL(wait.url).pathname}?wait=60`, { headers });
  await expect
    .poll(async () => (await fetch(`${server.address}/metrics`)).text())
    .toMatch(/^countersign_waiters.* 1$/m);
  server.signal("SIGTERM");
  expect((await waiting).status).toBeLessThan(500);
  expect(await server.ended).toBe(0);
});

test("without a database the server says which settings it needs, and so does the check", async () => {
  for (const command of [Entrypoint, [...Entrypoint, "check"]]) {
    const server = inImage(command);
    expect(await server.ended).toBe(1);
    expect(server.output).toContain("Set DATABASE_URL and COUNTERSIGN_SECRET, or DATABASE_URL_FILE");
  }
});

test("the check looks at the database from the image", async () => {
  const settings = { DATABASE_URL: workspace.url, COUNTERSIGN_SECRET: secret };
  const check = inImage([...Entrypoint, "check"], settings);
  await check.ended;
  expect(check.output).toMatch(/^ok +secret/m);
});

test("a process of the image has no capability, gains none, and writes only to /tmp", async () => {
  const writes = "touch /tmp/a; touch /srv/countersign/a /var/tmp/a /run/a; cat /proc/self/status";
  const shell = inImage(["sh", "-c", writes]);
  await shell.ended;
  expect(shell.output.match(/Read-only file system/g)).toHaveLength(3);
  expect(shell.output).toMatch(/^Uid:\t10001/m);
  expect(shell.output).toMatch(/^CapPrm:\t0+$/m);
  expect(shell.output).toMatch(/^NoNewPrivs:\t1$/m);
});
