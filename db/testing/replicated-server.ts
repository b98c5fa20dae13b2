import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import postgres from "postgres";
import { type ServerAccount, serverAccount } from "../embedded/account.ts";
import { readBaseBackup } from "../embedded/base-backup.ts";
import type { PostgresBinaries } from "../embedded/binaries.ts";
import { type Cluster, databaseUser, openCluster, own } from "../embedded/cluster.ts";
import { type RunningServer, startServer } from "../embedded/server.ts";
import { signalEach, suspendServer } from "./suspend-server.ts";

export const password = "of-this-test";

export function urlOfPort(port: number): string {
  return `postgres://${databaseUser}:${password}@127.0.0.1:${port}/postgres`;
}

export function urlOfPorts(ports: number[]): string {
  const hosts = ports.map((port) => `127.0.0.1:${port}`);
  return `postgres://${databaseUser}:${password}@${hosts.join(",")}/postgres?target_session_attrs=read-write`;
}

/** A PostgreSQL server that a test replicates, kills and promotes. Each is in a folder of its own. */
export class ReplicatedServer {
  private constructor(
    private readonly cluster: Cluster,
    private readonly running: RunningServer,
  ) {}

  static async startPrimary(home: string, binaries: PostgresBinaries): Promise<ReplicatedServer> {
    const cluster = await openCluster(home, { account: serverAccount(), binaries, durable: true, password });
    return new ReplicatedServer(cluster, await startServer(cluster));
  }

  get url(): string {
    return urlOfPort(this.running.port);
  }

  /** One connection string for several servers. */
  static urlOf(...servers: ReplicatedServer[]): string {
    return urlOfPorts(servers.map(({ running }) => running.port));
  }

  /** Starts a standby that streams from this server, asynchronously until {@link replicateSynchronously}. */
  async startStandby(home: string): Promise<ReplicatedServer> {
    const cluster = { ...this.cluster, folder: path.join(home, "cluster") };
    await mkdir(cluster.folder, { recursive: true });
    for (const made of [home, cluster.folder]) own(made, cluster.account);
    await this.#copyTo(cluster.folder, cluster.account);
    const primary = `host=127.0.0.1 port=${this.running.port} user=${databaseUser} password=${password} application_name=standby`;
    await appendFile(
      path.join(cluster.folder, "postgresql.auto.conf"),
      `\nprimary_conninfo = '${primary}'\n`,
    );
    await writeFile(path.join(cluster.folder, "standby.signal"), "");
    const standby = new ReplicatedServer(cluster, await startServer(cluster));
    await this.until("select count(*) = 1 from pg_stat_replication where state = 'streaming'");
    return standby;
  }

  /** From now on a commit waits for the standby. */
  async replicateSynchronously(): Promise<void> {
    await this.run("alter system set synchronous_standby_names = 'ANY 1 (*)'", "select pg_reload_conf()");
    await this.until("select count(*) = 1 from pg_stat_replication where sync_state = 'quorum'");
  }

  /** A standby receives nothing more: what the primary commits from now on is lost with it. */
  async stopReceiving(): Promise<void> {
    await this.run("alter system set primary_conninfo = ''", "select pg_reload_conf()");
    await this.until("select count(*) = 0 from pg_stat_wal_receiver");
  }

  /** Ends all processes of the server in one moment, as a machine that fails does. */
  async kill9(): Promise<void> {
    const { pid = 0 } = this.running.process;
    const closed = once(this.running.process, "close");
    process.kill(-pid, "SIGKILL");
    await closed;
  }

  /** Cuts the server off. @returns how it goes on */
  async suspendProcesses(): Promise<() => void> {
    const all = await suspendServer(this.running.process.pid ?? 0, this.url);
    return () => signalEach(all.splice(0), "SIGCONT");
  }

  async promote(): Promise<void> {
    await this.run("alter system set synchronous_standby_names = ''", "select pg_promote()");
    await this.until("select not pg_is_in_recovery()");
  }

  async stop(): Promise<void> {
    await this.running.stop();
  }

  /** Each statement on its own: ALTER SYSTEM refuses a transaction. */
  async run(...statements: string[]): Promise<postgres.Row[]> {
    const sql = postgres(this.url, { max: 1, onnotice: () => {} });
    try {
      let rows: postgres.Row[] = [];
      for (const statement of statements) rows = await sql.unsafe(statement);
      return rows;
    } finally {
      await sql.end();
    }
  }

  async #copyTo(folder: string, account: ServerAccount | undefined): Promise<void> {
    // Without it, tar closes its input at the end of the archive, which may be before the backup's last bytes.
    const readToEnd = "--ignore-zeros";
    const tar = spawn("tar", ["-x", "-f", "-", "--no-same-owner", readToEnd], {
      ...{ cwd: folder, stdio: ["pipe", "ignore", "inherit"], ...account },
    });
    const closed = once(tar, "close");
    await readBaseBackup(this.url, tar.stdin, new AbortController().signal);
    const [status] = await closed;
    if (status !== 0) throw new Error(`tar ended with ${status}`);
  }

  async until(condition: string): Promise<void> {
    for (const deadline = Date.now() + 30_000; Date.now() < deadline; await pause(20)) {
      const [row = {}] = await this.run(condition);
      if (Object.values(row)[0] === true) return;
    }
    throw new Error(`not after 30 s: ${condition}`);
  }
}
