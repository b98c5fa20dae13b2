import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { serverAccount } from "#db/embedded/account";
import { freePort } from "#db/embedded/server";
import { debianPooler } from "../../bin/test/unpack-postgresql.ts";
import { canRun } from "./can-run.ts";

const account = serverAccount();

/** Whether Debian's PgBouncer is unpacked here, and can be run. */
export const isPoolerThere = canRun(debianPooler);

export interface Pooler {
  /** Of the database, through the pooler. */
  url: string;
  stop: () => Promise<void>;
}

/**
 * Starts PgBouncer in transaction mode in front of a database, with its defaults.
 * @param ignored parameters of connections that it ignores instead of refusing them
 */
export async function startPooler(databaseUrl: string, ignored = ""): Promise<Pooler> {
  const { hostname, port: databasePort, username, password } = new URL(databaseUrl);
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-pooler-"));
  chmodSync(folder, 0o755);
  const write = (name: string, text: string) => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const users = write("users", `"${username}" "${decodeURIComponent(password)}"\n`);
  const port = await freePort();
  const settings = write(
    "pgbouncer.ini",
    `[databases]
* = host=${hostname} port=${databasePort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${users}
pool_mode = transaction
max_client_conn = 1000
ignore_startup_parameters = ${ignored}
`,
  );
  const child = spawn(debianPooler, [settings], { stdio: ["ignore", "ignore", "pipe"], ...account });
  const leave = () => child.kill("SIGKILL");
  process.once("exit", leave);
  const closed = once(child, "close");
  let log = "";
  child.stderr.on("data", (chunk) => {
    log += chunk;
  });
  while (!log.includes("process up")) {
    if (child.exitCode !== null) throw new Error(`PgBouncer did not start:\n${log}`);
    await Promise.race([once(child.stderr, "data"), closed]);
  }
  const url = new URL(databaseUrl);
  url.port = String(port);
  return {
    url: url.href,
    stop: async () => {
      child.kill("SIGINT");
      child.kill("SIGTERM");
      await closed;
      process.off("exit", leave);
      rmSync(folder, { recursive: true });
    },
  };
}
