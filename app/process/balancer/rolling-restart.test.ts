import { expect, test, vi } from "vitest";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { type KilledServer, serverStarter } from "#app/api/testing/killed-server";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { isBalancerThere, startBalancer } from "../testing/start-balancer.ts";

// Two processes behind HAProxy. `RESTARTS=50 npm test -- app/process/balancer/rolling-restart.test.ts` is longer.
const restarts = Number(process.env.RESTARTS ?? 2);
vi.setConfig({ testTimeout: 60_000 + restarts * 20_000 });

// While a process is away, an outgoing connection can take its port at 127.0.0.1, but not here.
const ownHost = "127.0.0.11:0";

const { workspace, agent } = await RunningWorkspace.withAgent();
const startServer = await serverStarter(workspace);

/** HAProxy with the documented settings in front of the processes. @returns its address */
async function startInFront(servers: KilledServer[]): Promise<string> {
  const [one = "", two = ""] = servers.map(({ address }) => new URL(address).host);
  const address = await startBalancer("haproxy.cfg", { "10.0.0.11:3000": one, "10.0.0.12:3000": two });
  await vi.waitFor(async () => expect((await fetch(`${address}/readyz`)).status).toBe(200), 10_000);
  return address;
}

/** Agents that ask and redeem without a pause, and repeat nothing. */
function startLoad(calling: CallingAgent) {
  const failures: string[] = [];
  let [calls, isStopped] = [0, false];
  async function callOn(): Promise<void> {
    while (!isStopped) {
      const answered = async (call: Promise<Response>) => {
        calls++;
        const answer = await call;
        const text = await answer.text();
        if (!answer.ok) throw new Error(`answered ${answer.status}: ${text}`);
        return JSON.parse(text) as { grant: string };
      };
      try {
        const { grant } = await answered(calling.ask({ action: refund(20) }, crypto.randomUUID()));
        await answered(calling.redeem(grant, refund(20)));
      } catch (error) {
        failures.push(String(error));
      }
    }
  }
  const callers = Array.from({ length: 16 }, callOn);
  return {
    failures,
    calls: () => calls,
    /** Waits for so many more calls. */
    more: async (count: number) => {
      const enough = calls + count;
      await vi.waitUntil(() => calls >= enough, { timeout: 60_000, interval: 5 });
    },
    stop: async () => {
      isStopped = true;
      await Promise.all(callers);
    },
  };
}

/** HAProxy sends calls to a process only after two checks: until then, the other one has to stay. */
async function expectCalls({ address }: KilledServer): Promise<void> {
  const metrics = await (await fetch(`${address}/metrics`)).text();
  expect(metrics).toMatch(/countersign_asks_total\{[^}]*\} [1-9]/);
}

test.skipIf(!isBalancerThere)(
  "processes behind HAProxy are stopped and started again in turn while agents call, and no call fails",
  async () => {
    const servers = [await startServer(ownHost), await startServer(ownHost)];
    const address = await startInFront(servers);
    const load = startLoad(agent.at(address));
    await load.more(200);
    for (let n = 0; n < restarts; n++) {
      const server = servers[n % 2] as KilledServer;
      await vi.waitFor(() => Promise.all(servers.map(expectCalls)), 20_000);
      await server.stop();
      await load.more(200);
      servers[n % 2] = await startServer(new URL(server.address).host);
    }
    await load.stop();
    if (process.env.RESTARTS) console.log(load.calls(), "calls");
    expect(load.failures).toEqual([]);
  },
);
