import { afterAll, vi } from "vitest";
import { migrate } from "#db/migrate";
import { canRun } from "#db/testing/can-run";
import { PatroniCluster } from "#db/testing/patroni-cluster";
import type { Loss } from "#db/testing/patroni-member";
import { urlOfPort, urlOfPorts } from "#db/testing/replicated-server";
import { debianBalancer, unpackHaproxy } from "../../../../bin/test/unpack-haproxy.ts";
import { debianPatroni, unpackPatroni } from "../../../../bin/test/unpack-patroni.ts";
import { debianPrograms, unpackPostgresql } from "../../../../bin/test/unpack-postgresql.ts";
import { startBalancer } from "../../testing/start-balancer.ts";
import type { Replicas } from "./replicas.ts";

const losses: Loss[] = ["killed", "suspended", "unwatched"];

/** Unpacks Debian's packages where apt reaches them. @returns whether they can be run */
export async function isPatroniThere(): Promise<boolean> {
  try {
    for (const unpack of [unpackPostgresql, unpackHaproxy, unpackPatroni]) await unpack();
  } catch (error) {
    console.log(`The campaign is skipped. ${error instanceof Error ? error.message : error}`);
    return false;
  }
  return [debianPrograms, debianBalancer, debianPatroni].every(canRun);
}

/**
 * Servers that Patroni promotes, always with a synchronous standby.
 * @param way "haproxy" leads to the primary, or else the connection string names both servers
 */
export async function patroniReplicas(way: string): Promise<Replicas> {
  const cluster = await PatroniCluster.start();
  afterAll(() => cluster.stop());
  await cluster.untilSynchronous();
  const { members } = cluster;
  const url = way === "haproxy" ? await urlOfBalancer(cluster) : urlOfPorts(members.map(({ port }) => port));
  // HAProxy first asks the members.
  await vi.waitFor(() => migrate(url), 20_000);
  return {
    url,
    addStandby: async () => {
      await cluster.untilSynchronous();
      return true;
    },
    cutStandbyOff: () => Promise.resolve(),
    losePrimary: (n) => cluster.loseLeader(losses[n % losses.length] ?? "killed"),
    promote: () => cluster.untilPromoted(),
  };
}

async function urlOfBalancer({ members }: PatroniCluster): Promise<string> {
  const addresses = members.map(({ port, restPort }, n) => [
    `10.0.0.2${n + 1}:5432 port 8008`,
    `127.0.0.1:${port} port ${restPort}`,
  ]);
  const address = await startBalancer("haproxy-patroni.cfg", Object.fromEntries(addresses), afterAll);
  return urlOfPort(Number(new URL(address).port));
}
