import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { startEmbeddedDatabase } from "#db/embedded";
import { migrate } from "#db/migrate";
import { type Pooler, startPooler } from "./pooler.ts";

declare module "vitest" {
  interface ProvidedContext {
    clusterUrl: string;
    /** Of the template through PgBouncer, with TEST_POOLER=1. */
    poolerUrl: string | undefined;
  }
}

/**
 * Vitest's global set-up: starts one PostgreSQL for the whole run, in a temporary folder and on its
 * own port, with a migrated template for the tests' databases.
 */
export default async function startCluster(project: TestProject): Promise<() => Promise<void>> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), "countersign-test-"));
  const log = { info: () => {}, warn: console.warn, error: console.error };
  const cluster = await startEmbeddedDatabase({ dataFolder, log, durable: false });
  let pooler: Pooler | undefined;
  const stop = async () => {
    await pooler?.stop();
    await cluster.stop();
    await rm(dataFolder, { recursive: true, force: true });
  };
  const template = new URL(cluster.url);
  template.pathname = "/template";
  try {
    const admin = postgres(cluster.url, { max: 1, onnotice: () => {} });
    await admin`create database template`;
    await makeSignInCheap(admin, cluster.url);
    await admin.end();
    await migrate(template.href);
    if (process.env.TEST_POOLER) pooler = await startPooler(template.href);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide("clusterUrl", template.href);
  project.provide("poolerUrl", pooler?.url);
  return stop;
}

/** Tests open thousands of connections, and the iterations of SCRAM are meant to take time. */
async function makeSignInCheap(admin: postgres.Sql, url: string): Promise<void> {
  const { username, password } = new URL(url);
  await admin`set scram_iterations = 1`;
  await admin.unsafe(`alter role "${username}" password '${decodeURIComponent(password)}'`);
}
