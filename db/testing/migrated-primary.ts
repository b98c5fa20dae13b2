import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { openDatabase } from "../client.ts";
import { serverAccount } from "../embedded/account.ts";
import { runnableBinaries } from "../embedded/binaries.ts";
import { migrate } from "../migrate.ts";
import { ReplicatedServer } from "./replicated-server.ts";

/** A primary with the schema, and standbys in the same folder, until the test file ends. */
export async function startMigratedPrimary() {
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-replicated-"));
  const binaries = await runnableBinaries(serverAccount(), folder);
  const server = await ReplicatedServer.startPrimary(path.join(folder, "primary"), binaries);
  await migrate(server.url);
  const db = openDatabase(server.url);
  const started = [server];
  afterAll(async () => {
    await db.$client.end({ timeout: 0 });
    await Promise.all(started.map((each) => each.stop()));
    rmSync(folder, { recursive: true });
  });
  async function startStandby(name: string): Promise<ReplicatedServer> {
    const standby = await server.startStandby(path.join(folder, name));
    started.push(standby);
    return standby;
  }
  return { server, db, folder, startStandby };
}
