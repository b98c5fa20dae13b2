import type { TestProject } from "vitest/node";
import { migrate } from "#db/migrate";

declare module "vitest" {
  interface ProvidedContext {
    clusterUrl: string;
  }
}

/** Vitest's global set-up: one PostgreSQL for the whole run, and in it one migrated template for the databases of the tests. */
export default async function startCluster(project: TestProject): Promise<() => Promise<void>> {
  // Stand-in until the embedded server is here.
  const url = process.env.COUNTERSIGN_TEST_DATABASE_URL ?? "postgres://postgres@127.0.0.1:54329/postgres";
  const { default: postgres } = await import("postgres");
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const template = `template_${process.pid}`;
  await sql.unsafe(`create database ${template}`);
  const templateUrl = new URL(url);
  templateUrl.pathname = `/${template}`;
  await migrate(templateUrl.href);
  const provided = new URL(templateUrl);
  project.provide("clusterUrl", provided.href);
  return async () => {
    await sql.unsafe(`drop database if exists ${template} with (force)`);
    await sql.end();
  };
}
