import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { startRuntime } from "#app/runtime/runtime";
import { repository } from "#db/repository";
import { openStandby } from "#db/standby/standby";
import { createTestDatabase } from "#db/testing/database";
import { startMigratedPrimary } from "#db/testing/migrated-primary";
import { addSeconds } from "#lib/kernel/clock";
import { checkStandby } from "../check/check-standby.ts";
import type { Finding } from "../check/finding.ts";

const { server, db, startStandby } = await startMigratedPrimary();
const { workspace, admin, agent } = await RunningWorkspace.withAgent({ db, url: server.url });
const replica = await startStandby("replica");
const standby = openStandby(replica.url, { primary: db, patienceMilliseconds: 10_000, pauseMilliseconds: 0 });
startRuntime({ ...workspace.runtime, standby });
afterAll(standby.close);

/** Search, the exports and the evidence read through the standby, and know the request and how many there are. */
async function expectFound(id: string, count: number): Promise<void> {
  const read = vi.spyOn(standby, "read");
  async function get(path: string): Promise<string> {
    read.mockClear();
    const text = await (await workspace.get(path, { cookie: admin.cookie })).text();
    expect(read, path).toHaveBeenCalled();
    return text;
  }
  for (const path of ["/api/search?q=", "/api/audit.jsonl?request=", "/api/audit.csv?request="])
    expect(await get(path + id)).toContain(id);
  const { figures } = JSON.parse(await get("/api/coverage/evidence.json"));
  const found = figures.find((figure: { id: string }) => figure.id === "requestsAsked");
  expect(found).toMatchObject({ value: count });
}

async function ask(): Promise<string> {
  const { request } = await (await agent.ask({ action: refund(20) })).json();
  workspace.time.now = addSeconds(workspace.time.now, 1);
  return request.id;
}

async function check(url: string): Promise<Finding | undefined> {
  let found: Finding | undefined;
  const report = (finding: Finding) => {
    found = finding;
  };
  await checkStandby(db, { ...workspace.runtime.config, databaseReadUrl: url }, report);
  return found;
}

test("search, exports and evidence read what was just done from the standby, and without it from the primary", async () => {
  for (let n = 1; n <= 3; n++) await expectFound(await ask(), n);
  expect([standby.state(), (await check(replica.url))?.verdict]).toEqual([{ kind: "current" }, "ok"]);
  const other = await createTestDatabase();
  expect(await check(other.url)).toMatchObject({ subject: "standby", verdict: "wrong" });
  await replica.kill9();
  await expectFound(await ask(), 4);
  expect(standby.state()?.kind).toBe("away");
  const words = expect.stringMatching(/doesn't answer.*ECONNREFUSED.*DATABASE_READ_URL is correct/);
  expect(await check(replica.url)).toMatchObject({ verdict: "warning", words });
});

test("only pages and exports that decide nothing read from the standby", () => {
  const app = path.join(repository, "app");
  const files = readdirSync(app, { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  const reading = files.filter((file) =>
    /from "#app\/runtime\/from-standby"/.test(readFileSync(path.join(app, file), "utf8")),
  );
  expect(reading.sort()).toEqual([
    "(console)/audit/page.tsx",
    "(console)/coverage/decisions/page.tsx",
    "(console)/coverage/evidence/[framework]/page.tsx",
    "(console)/coverage/page.tsx",
    "(console)/queue/page.tsx",
    "api/browser/audit.ts",
    "api/browser/coverage.ts",
    "api/browser/search.ts",
  ]);
});
