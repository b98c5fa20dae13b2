import { beforeEach, describe, expect, test } from "vitest";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { startRuntime } from "#app/runtime/runtime";
import { addSeconds } from "#lib/kernel/clock";

const { workspace, admin } = await RunningWorkspace.open();
const agent = await workspace.agent(admin, admin);
const token = "token-of-the-monitoring";

const scrape = (headers: Record<string, string> = {}) => workspace.get("/metrics", headers);

let pingCount = 0;
// Metrics queries go through a runtime whose database counts `execute`, the call the ping uses.
startRuntime({
  ...workspace.runtime,
  db: new Proxy(workspace.db, {
    get(db, name) {
      if (name === "execute") pingCount += 1;
      return Reflect.get(db, name);
    },
  }),
});

async function queueDepth(): Promise<number> {
  return Number(/^countersign_queue_depth (\d+)$/m.exec(await (await scrape()).text())?.[1]);
}

beforeEach(() => {
  workspace.time.now = addSeconds(workspace.time.now, 10);
});

test("scrapes at the same time are computed once", async () => {
  const before = pingCount;
  const answers = await Promise.all(Array.from({ length: 20 }, () => scrape()));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  expect(pingCount).toBe(before + 1);
});

test("metrics are computed again after a second, and not before", async () => {
  expect(await queueDepth()).toBe(0);
  await agent.ask({ action: refund(1250) });
  const before = pingCount;
  expect(await queueDepth()).toBe(0);
  expect(pingCount).toBe(before);
  workspace.time.now = addSeconds(workspace.time.now, 1);
  expect(await queueDepth()).toBe(1);
});

test("health checks run one statement at a time, however many callers there are", async () => {
  const before = pingCount;
  const answers = await Promise.all(Array.from({ length: 50 }, () => workspace.get("/api/health")));
  expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
  expect(pingCount - before).toBe(1);
});

describe("with COUNTERSIGN_METRICS_TOKEN", () => {
  const { config } = workspace.runtime;
  beforeEach(() => {
    startRuntime({ ...workspace.runtime, config: { ...config, metricsToken: token } });
    return () => startRuntime(workspace.runtime);
  });

  test.each([
    ["none", undefined],
    ["another", "Bearer another token of that length"],
    ["a longer one", `Bearer ${token}x`],
    ["its beginning", `Bearer ${token.slice(0, 8)}`],
    ["none after Bearer", "Bearer "],
    ["the token of another scheme", `Basic ${token}`],
  ])("a scrape with the token %s gets 401 and no figures", async (_, authorization) => {
    const response = await scrape(authorization ? { authorization } : {});
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    expect(await response.json()).toMatchObject({ code: "unauthenticated" });
  });

  test("a scrape with that token is answered, and health checks need none", async () => {
    expect((await scrape({ authorization: `Bearer ${token}` })).status).toBe(200);
    expect((await workspace.get("/api/health")).status).toBe(200);
  });
});
