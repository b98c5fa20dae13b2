import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { debianEtcd } from "../../bin/test/unpack-patroni.ts";
import { serverAccount } from "../embedded/account.ts";
import { own, serverEnvironment } from "../embedded/cluster.ts";
import { freePort } from "../embedded/server.ts";
import { type Loss, PatroniMember } from "./patroni-member.ts";

/** Two PostgreSQL servers and an etcd: Patroni replicates synchronously, and promotes the standby. */
export class PatroniCluster {
  #leader: PatroniMember;

  private constructor(
    readonly members: PatroniMember[],
    private readonly end: () => Promise<void>,
  ) {
    [this.#leader] = members as [PatroniMember];
  }

  static async start(): Promise<PatroniCluster> {
    const home = mkdtempSync(path.join(tmpdir(), "countersign-patroni-"));
    const folders = ["one", "two", "etcd"].map((name) => path.join(home, name));
    for (const folder of folders) mkdirSync(folder);
    for (const folder of [home, ...folders]) own(folder, serverAccount());
    const etcdPort = await freePort();
    const [client, peer] = [`http://127.0.0.1:${etcdPort}`, `http://127.0.0.1:${await freePort()}`];
    const etcd = spawn(
      debianEtcd,
      [
        ...["--data-dir", path.join(home, "etcd", "data"), "--initial-cluster", `default=${peer}`],
        ...["--listen-client-urls", client, "--advertise-client-urls", client],
        ...["--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer],
      ],
      { env: serverEnvironment, stdio: "ignore", ...serverAccount() },
    );
    const leave = () => etcd.kill("SIGKILL");
    process.once("exit", leave);
    // The first one makes the database, so that it is the leader.
    const one = await PatroniMember.start("one", home, etcdPort);
    await until("the first leader", () => one.is("primary"));
    const members = [one, await PatroniMember.start("two", home, etcdPort)];
    return new PatroniCluster(members, async () => {
      await Promise.all(members.map((member) => member.stop()));
      const closed = once(etcd, "close");
      leave();
      await closed;
      process.off("exit", leave);
      rmSync(home, { recursive: true });
    });
  }

  /** Lets a lost leader return, and waits until each commit waits for it. */
  async untilSynchronous(): Promise<void> {
    for (const member of this.members) member.recover();
    await until("a synchronous standby", async () => {
      const roles = await Promise.all(this.members.map((member) => member.is("synchronous")));
      return roles.includes(true) && (await this.#leader.is("primary"));
    });
  }

  loseLeader(loss: Loss): Promise<void> {
    return this.#leader.lose(loss);
  }

  /** Waits until the other member is the leader. */
  async untilPromoted(): Promise<void> {
    const other = this.members.find((member) => member !== this.#leader) as PatroniMember;
    await until(`the promotion of ${other.name}`, () => other.is("primary"));
    this.#leader = other;
  }

  stop(): Promise<void> {
    return this.end();
  }
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await pause(50))
    if (await isSo()) return;
  throw new Error(`not after two minutes: ${what}`);
}
