import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { grantFor, refund, refusal, requestRefund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { openDatabase } from "#db/client";
import { serverAccount } from "#db/embedded/account";
import { databaseUser, openCluster } from "#db/embedded/cluster";
import { type RunningServer, startServer } from "#db/embedded/server";
import { migrate } from "#db/migrate";
import { canRun } from "#db/testing/can-run";
import { debianBinaries, debianPrograms } from "../../../bin/test/unpack-postgresql.ts";
import { runBackupCommand } from "./command.ts";

const account = serverAccount();
const isThere = canRun(debianPrograms);
const folder = mkdtempSync(path.join(tmpdir(), "countersign-dump-"));
const password = "of-this-test";
let server: RunningServer | undefined;

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true });
});

/** The lines of docs/operations.md, apart from the last, which names a database of the reader's. */
function documentedLines(): string[] {
  const document = readFileSync(new URL("../../../docs/operations.md", import.meta.url), "utf8");
  const [lines = ""] =
    /pg_dump -Fc -f countersign\.dump "\$DATABASE_URL"\n(?:.*\n)*?(?= *```)/.exec(document) ?? [];
  return lines.trim().split("\n").slice(0, -1);
}

test.skipIf(!isThere)(
  "invariant 5: the documented dump is restored, and after-restore ends what was open in it",
  async () => {
    const home = path.join(folder, "postgres");
    const cluster = await openCluster(home, { account, binaries: debianBinaries, durable: false, password });
    server = await startServer(cluster);
    const place = `postgres://${databaseUser}:${password}@127.0.0.1:${server.port}`;
    const url = `${place}/postgres`;
    await migrate(url);
    const db = openDatabase(url);
    const { workspace, owner, agent } = await RunningWorkspace.withAgent({ db, url });
    const grant = await grantFor(agent, refund(20));
    const pending = await requestRefund(agent);
    const credential = await owner.sign(pending);
    const redeem = () => refusal(agent.redeem(grant, refund(20)));
    const approve = () => refusal(owner.post(`/api/requests/${pending}/approvals`, { credential }));

    const lines = documentedLines();
    expect(lines).toHaveLength(2);
    execFileSync("sh", ["-ec", lines.join("\n")], {
      cwd: folder,
      env: {
        ...process.env,
        ...{ DATABASE_URL: url, PATH: `${debianPrograms}:${process.env.PATH}` },
        ...{ PGHOST: "127.0.0.1", PGPORT: String(server.port), PGUSER: databaseUser, PGPASSWORD: password },
      },
    });
    // After the dump: the restored database has neither.
    expect([await redeem(), await approve()]).toEqual([
      [200, "ok"],
      [201, "ok"],
    ]);

    const restored = { db: openDatabase(`${place}/restored`), url: `${place}/restored` };
    RunningWorkspace.on(restored, workspace.time.now);
    expect(await redeem()).toEqual([403, "grant_revoked"]);
    const said: string[] = [];
    const settings = { DATABASE_URL: restored.url, COUNTERSIGN_SECRET: String(workspace.runtime.secret) };
    expect(await runBackupCommand(["after-restore"], settings, (line) => said.push(line))).toBe(0);
    expect(said).toEqual([expect.stringContaining("1 pending requests were cancelled and 1")]);
    expect([await redeem(), await approve()]).toEqual([
      [403, "grant_revoked"],
      [410, "request_cancelled"],
    ]);
    await db.$client.end();
    await restored.db.$client.end();
  },
);
