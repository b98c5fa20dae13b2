import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { debianPatroni } from "../../bin/test/unpack-patroni.ts";
import { debianPrograms } from "../../bin/test/unpack-postgresql.ts";
import { serverAccount } from "../embedded/account.ts";
import { databaseUser, serverEnvironment } from "../embedded/cluster.ts";
import { readPostmaster } from "../embedded/postmaster.ts";
import { freePort } from "../embedded/server.ts";
import { password, urlOfPort } from "./replicated-server.ts";
import { signalEach, suspendServer } from "./suspend-server.ts";

/** What is shared by the members, through etcd. The three numbers are the least that Patroni accepts. */
const shared = {
  ...{ ttl: 20, loop_wait: 1, retry_timeout: 3, synchronous_mode: true },
  postgresql: { use_pg_rewind: true, parameters: { max_connections: 300 } },
};

/** How the leader is lost: it dies, nothing reaches it, or PostgreSQL alone continues and asks no one. */
export type Loss = "killed" | "suspended" | "unwatched";

/** A PostgreSQL server and the Patroni that starts it. */
export class PatroniMember {
  readonly folder: string;
  #patroni: ChildProcess | undefined;
  #recover: (() => void) | undefined;

  private constructor(
    readonly name: string,
    home: string,
    /** Where Patroni answers load balancers. */
    readonly restPort: number,
    readonly port: number,
  ) {
    this.folder = path.join(home, name);
    process.once("exit", () => this.#signal("SIGKILL"));
  }

  static async start(name: string, home: string, etcdPort: number): Promise<PatroniMember> {
    const member = new PatroniMember(name, home, await freePort(), await freePort());
    member.#writeSettings(etcdPort);
    member.#start();
    return member;
  }

  /** What Patroni's check of a load balancer answers. */
  async is(role: "primary" | "synchronous"): Promise<boolean> {
    const answer = await fetch(`http://127.0.0.1:${this.restPort}/${role}`, {
      signal: AbortSignal.timeout(1000),
    }).catch(() => undefined);
    return answer?.status === 200;
  }

  async lose(loss: Loss): Promise<void> {
    const patroni = this.#patroni;
    if (!patroni?.pid) throw new Error(`${this.name} has no Patroni`);
    const server = readPostmaster(this.#data)?.pid ?? 0;
    process.kill(patroni.pid, "SIGSTOP");
    const all = [
      patroni.pid,
      ...(loss === "unwatched" ? [] : await suspendServer(server, urlOfPort(this.port))),
    ];
    if (loss === "killed") {
      const closed = once(patroni, "close");
      signalEach(all, "SIGKILL");
      await closed;
    }
    this.#recover = () => (loss === "killed" ? this.#start() : signalEach(all, "SIGCONT"));
  }

  /** Starts again what was killed, or continues it. */
  recover(): void {
    this.#recover?.();
    this.#recover = undefined;
  }

  async stop(): Promise<void> {
    const patroni = this.#patroni;
    const closed = patroni?.signalCode === null && once(patroni, "close");
    this.#signal("SIGKILL");
    await closed;
  }

  get #data(): string {
    return path.join(this.folder, "data");
  }

  #signal(signal: NodeJS.Signals): void {
    const pids = [this.#patroni?.pid, readPostmaster(this.#data)?.pid];
    signalEach(
      pids.filter((pid) => pid !== undefined),
      signal,
    );
  }

  #start(): void {
    this.#patroni = spawn(debianPatroni, [path.join(this.folder, "patroni.yml")], {
      ...{ cwd: this.folder, env: serverEnvironment, stdio: "ignore", ...serverAccount() },
    });
  }

  /** JSON is YAML. */
  #writeSettings(etcdPort: number): void {
    const account = { username: databaseUser, password };
    const address = `127.0.0.1:${this.port}`;
    const settings = {
      ...{ scope: "countersign", name: this.name, etcd3: { host: `127.0.0.1:${etcdPort}` } },
      restapi: { listen: `127.0.0.1:${this.restPort}`, connect_address: `127.0.0.1:${this.restPort}` },
      log: { file_size: 10_000_000, dir: this.folder },
      bootstrap: {
        dcs: shared,
        initdb: [{ encoding: "UTF8" }, { locale: "C" }, { "auth-host": "scram-sha-256" }],
      },
      postgresql: {
        ...{ listen: address, connect_address: address, data_dir: this.#data, bin_dir: debianPrograms },
        ...{ pgpass: path.join(this.folder, "pgpass"), parameters: { unix_socket_directories: "" } },
        authentication: { superuser: account, replication: account },
        pg_hba: [
          "host all all 127.0.0.1/32 scram-sha-256",
          "host replication all 127.0.0.1/32 scram-sha-256",
        ],
      },
    };
    writeFileSync(path.join(this.folder, "patroni.yml"), JSON.stringify(settings));
  }
}
