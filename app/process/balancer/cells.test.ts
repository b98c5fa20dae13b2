import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { isBalancerThere, startBalancer } from "../testing/start-balancer.ts";

/** A process of a cell that answers with its name. @returns its address */
async function startCell(name: string): Promise<string> {
  const server = createServer((_, response) => response.end(name));
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function call(address: string, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(address, { headers: { host }, agent: false }, async (response) => {
      const chunks = await response.toArray();
      resolve(response.statusCode === 200 ? chunks.join("") : String(response.statusCode));
    });
    sent.on("error", reject).end();
  });
}

test.skipIf(!isBalancerThere)(
  "each host name leads to its own cell, in any case and with a port, and another name to none",
  async () => {
    const address = await startBalancer("haproxy-cells.cfg", {
      "10.0.1.11:3000": await startCell("one"),
      "10.0.2.11:3000": await startCell("two"),
    });
    await vi.waitFor(async () => expect(await call(address, "sign.one.example")).toBe("one"), 10_000);
    expect(await call(address, "SIGN.two.example:8080")).toBe("two");
    for (const host of ["sign.three.example", "sign.one.example.attacker.example", "one", ""])
      expect(await call(address, host)).toMatch(/^[45]\d\d$/);
  },
);
