import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { expect, test } from "../fixtures/test.ts";

function databasePid(dataFolder: string): number {
  return Number(
    readFileSync(path.join(dataFolder, "postgres/cluster/postmaster.pid"), "utf8").split("\n")[0],
  );
}

function isRunning(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}

test("pages become interactive under the strict content security policy", async ({
  page,
  workspace: { server },
}) => {
  const response = await page.goto(`${server.origin}/setup/nothing-here`);
  const policy = response?.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("'strict-dynamic'");
  expect(policy).not.toContain("unsafe");
  expect(policy).toContain("frame-ancestors 'none'");
  await page.goto(`${server.origin}/signin`);
  // React marks the nodes that it has hydrated.
  await expect
    .poll(() => page.evaluate(() => Object.keys(document.body).some((key) => key.startsWith("__react"))))
    .toBe(true);
});

test("a script without the page's nonce does not run", async ({ page, workspace: { server } }) => {
  await page.goto(`${server.origin}/signin`);
  await page.evaluate(() => {
    const script = document.createElement("div");
    script.innerHTML = "<img src=x onerror='window.broken = true'>";
    document.body.append(script);
  });
  await expect.poll(() => page.evaluate(() => document.images.length)).toBeGreaterThan(0);
  expect(await page.evaluate(() => "broken" in window)).toBe(false);
});
test.use({ expectedErrors: [/Content Security Policy|status of 404/] });

test("a second process on the same data folder is refused, and the message names the first one", async ({
  workspace: { server },
}) => {
  const refusal = await startServer({ dataFolder: server.dataFolder }).catch(String);
  expect(refusal).toContain(`in use by process ${server.pid}`);
  expect((await fetch(`${server.origin}/api/health`)).status).toBe(200);
});

test.describe("a process with its own data folder", () => {
  test.describe.configure({ mode: "serial" });
  let server: TestServer;
  test.beforeAll(async () => {
    server = await startServer({ isFirstStart: true });
  });
  test.afterAll(async () => {
    await server?.stop();
    server?.removeData();
  });

  function hasRestarted(killed: number): boolean {
    try {
      return databasePid(server.dataFolder) !== killed;
    } catch {
      return false;
    }
  }

  test("secrets in the data folder are readable by their owner only", () => {
    for (const name of ["secret", "database-password", "lock"]) {
      expect(statSync(path.join(server.dataFolder, name)).mode & 0o077).toBe(0);
    }
  });

  test("two processes with separate data folders run at the same time", async ({ workspace }) => {
    expect((await fetch(`${server.origin}/api/health`)).status).toBe(200);
    expect((await fetch(`${workspace.server.origin}/api/health`)).status).toBe(200);
  });

  test("after kill -9 the database is not left behind, and the next start has everything", async () => {
    const database = databasePid(server.dataFolder);
    const secret = readFileSync(path.join(server.dataFolder, "secret"), "utf8");
    await server.kill9();
    await expect.poll(() => isRunning(database)).toBe(false);
    await server.start();
    expect(readFileSync(path.join(server.dataFolder, "secret"), "utf8")).toBe(secret);
    expect((await fetch(`${server.origin}/api/health`)).status).toBe(200);
  });

  test("when the database is killed, calls get 503 with Retry-After until it has restarted", async () => {
    const killed = databasePid(server.dataFolder);
    execFileSync("kill", ["-9", String(killed)]);
    const answers = new Set<number>();
    await expect
      .poll(
        async () => {
          const response = await fetch(`${server.origin}/api/health`);
          answers.add(response.status);
          if (response.status === 503) expect(response.headers.get("retry-after")).not.toBeNull();
          return hasRestarted(killed) ? response.status : undefined;
        },
        { intervals: [50], timeout: 60_000 },
      )
      .toBe(200);
    expect([...answers].every((status) => status === 200 || status === 503)).toBe(true);
  });

  // What a stop answers to waiting agents: restart.spec.ts.
  test("a stop leaves no process and exits with 0", async () => {
    const database = databasePid(server.dataFolder);
    expect((await fetch(`${server.origin}/metrics`)).status).toBe(200);
    expect(await server.stop()).toBe(0);
    expect(isRunning(database)).toBe(false);
  });
});
