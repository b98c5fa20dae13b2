import { type AddressInfo, createServer } from "node:net";
import { expect, test } from "vitest";
import { markOverdue } from "#lib/boundary/executions/mark-overdue";
import { addSeconds } from "#lib/kernel/clock";
import { connectOverHttp, connectOverStdio, end, startGateway } from "./testing/gateway-client.ts";
import { openLedger, textOf } from "./testing/ledger.ts";
import { openListeningWorkspace } from "./testing/listening-workspace.ts";

const countersign = await openListeningWorkspace();
const { owner, folder, enroll, pending, requests } = countersign;
const stateOf = async (id: string) => (await requests()).find((request) => request.id === id)?.state;
const outcomes = () => countersign.workspace.db.$client`
  select requests.action_type as type, executions.state from executions join requests on requests.id = request_id`;
const known = async () => new Set((await requests()).map(({ id }) => id));

test("changed arguments need another approval, and the approved call runs once", async () => {
  const ledger = openLedger(folder);
  const { client } = await connectOverStdio(ledger.gateway(await enroll(), ["--hold", "0"]));
  const call = (amount: number) => client.callTool({ name: "note", arguments: { amount } });
  expect(textOf(await call(1))).toContain("repeat the same call");
  const first = await pending();
  await owner.approve(first);
  expect(textOf(await call(2))).toContain("needs approval");
  expect(ledger.ran()).toEqual([]);
  expect(textOf(await call(1))).toBe("ran note");
  expect(textOf(await call(1))).toContain("needs approval");
  expect(ledger.ran()).toEqual([{ name: "note", arguments: { amount: 1 } }]);
});

test("of two gateways with one grant, one sends the call, and the other asks again", async () => {
  const ledger = openLedger(folder);
  const credentials = await enroll();
  const before = await known();
  const clients = await Promise.all(
    [1, 2].map(() => connectOverStdio(ledger.gateway(credentials, ["--hold", "60"]))),
  );
  const stop = new AbortController();
  const calls = clients.map(({ client }) =>
    client
      .callTool({ name: "note", arguments: { race: true } }, { signal: stop.signal })
      .catch(() => undefined),
  );
  const first = await pending(before);
  await owner.approve(first);
  await pending(new Set([...before, first]));
  const winner = await Promise.race(calls);
  expect(winner && textOf(winner)).toBe("ran note");
  expect(ledger.ran()).toHaveLength(1);
  stop.abort();
  await Promise.all(calls);
});

test("a server that ends after the redemption leaves a call that may have run", async () => {
  const ledger = openLedger(folder, { rules: [{ tool: "ledger/crash", type: "files.read" }] });
  const { client } = await connectOverStdio(ledger.gateway(await enroll()));
  const result = await client.callTool({ name: "crash", arguments: {} });
  expect([result.isError, textOf(result)]).toEqual([true, expect.stringContaining("It may have run")]);
  expect(ledger.ran()).toHaveLength(1);
  await expect
    .poll(() => outcomes(), { timeout: 10_000 })
    .toContainEqual({ type: "files.read", state: "uncertain" });
});

test("a client that cancels ends its wait, and the same call finds the request again", async () => {
  const ledger = openLedger(folder);
  const { client } = await connectOverStdio(ledger.gateway(await enroll(), ["--hold", "60"]));
  const before = await known();
  const stop = new AbortController();
  const call = client.callTool({ name: "note", arguments: { turn: 1 } }, { signal: stop.signal });
  const request = await pending(before);
  stop.abort();
  await expect(call).rejects.toThrow();
  await owner.approve(request);
  expect(ledger.ran()).toEqual([]);
  expect(textOf(await client.callTool({ name: "note", arguments: { turn: 1 } }))).toBe("ran note");
  expect([...(await known())].filter((id) => !before.has(id))).toEqual([request]);
});

test("after a gateway was killed, the same call through the next one finds the request again", async () => {
  const ledger = openLedger(folder);
  const credentials = await enroll();
  const before = await known();
  const gateway = await startGateway(ledger.gateway(credentials, ["--no-client-token"]));
  const lost = (await connectOverHttp(gateway.url)).callTool({ name: "note", arguments: { turn: 2 } });
  lost.catch(() => {});
  const request = await pending(before);
  await end(gateway.process, "SIGKILL");
  const next = await startGateway(ledger.gateway(credentials, ["--no-client-token"]));
  const call = (await connectOverHttp(next.url)).callTool({ name: "note", arguments: { turn: 2 } });
  await owner.approve(request);
  expect(textOf(await call)).toBe("ran note");
  expect(ledger.ran()).toHaveLength(1);
  expect([...(await known())].filter((id) => !before.has(id))).toEqual([request]);
});

test("invariant 21: a gateway that is killed between Countersign's answer and the tool leaves an execution without an outcome, and the next call asks anew", async () => {
  const ledger = openLedger(folder, { rules: [{ tool: "ledger/note", type: "files.read" }] });
  const credentials = await enroll();
  const before = await known();
  // A tool whose first connection ends the gateway, before the tool reads the call.
  let kill = () => {};
  const trap = createServer((socket) => {
    kill();
    socket.destroy();
  });
  await new Promise<void>((resolve) => trap.listen(0, "127.0.0.1", resolve));
  const { port } = trap.address() as AddressInfo;
  const { args, ...gateway } = ledger.gateway(credentials, ["--no-client-token"]);
  const toTrap = [...args.slice(0, args.indexOf("--")), "--upstream", `http://127.0.0.1:${port}/mcp`];
  const killed = await startGateway({ ...gateway, args: toTrap });
  const ended = new Promise((resolve) => killed.process.once("exit", resolve));
  kill = () => void killed.process.kill("SIGKILL");
  const params = { name: "note", arguments: { turn: 5 } };
  const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params });
  await fetch(killed.url, { method: "POST", headers, body }).catch(() => {});
  await ended;
  trap.close();
  const asked = async () => (await requests()).filter(({ id }) => !before.has(id));
  expect(await asked()).toMatchObject([{ state: "allowed", redeemed: true }]);
  const next = await startGateway({ ...gateway, args });
  const client = await connectOverHttp(next.url);
  expect(textOf(await client.callTool(params))).toBe("ran note");
  expect(ledger.ran()).toHaveLength(1);
  expect(await asked()).toHaveLength(2);
  const { db, time } = countersign.workspace;
  const ids = (await asked()).map(({ id }) => id);
  const states = async () => {
    const rows =
      await db.$client`select state from executions where request_id = any(${ids}) order by request_id`;
    return rows.map(({ state }) => state);
  };
  await expect.poll(states, { timeout: 10_000 }).toEqual(["expected", "done"]);
  await markOverdue(db, addSeconds(time.now, 86_400));
  expect(await states()).toEqual(["uncertain", "done"]);
});

test("a gateway that is killed before Countersign took its report sends the report after a restart", async () => {
  const ledger = openLedger(folder, { rules: [{ tool: "ledger/note", type: "files.read" }] });
  const credentials = await enroll();
  const before = await known();
  countersign.reports.areTaken = false;
  const gateway = await startGateway(ledger.gateway(credentials, ["--no-client-token"]));
  const client = await connectOverHttp(gateway.url);
  expect(textOf(await client.callTool({ name: "note", arguments: { turn: 4 } }))).toBe("ran note");
  await end(gateway.process, "SIGKILL");
  countersign.reports.areTaken = true;
  const [request] = [...(await known())].filter((id) => !before.has(id));
  const state = async () =>
    (
      await countersign.workspace.db.$client`select state from executions where request_id = ${request ?? ""}`
    )[0]?.state;
  expect(await state()).toBe("expected");
  await startGateway(ledger.gateway(credentials, ["--no-client-token"]));
  await expect.poll(state, { timeout: 10_000 }).toBe("done");
  expect(ledger.ran()).toHaveLength(1);
});

test("while Countersign is down no call runs, and the model learns why", async () => {
  const ledger = openLedger(folder, { rules: [{ tool: "ledger/note", type: "files.read" }] });
  const { client } = await connectOverStdio(ledger.gateway(await enroll(), ["--patience", "0"]));
  await countersign.stop();
  const call = () => client.callTool({ name: "note", arguments: {} });
  const result = await call();
  await countersign.start();
  expect([result.isError, textOf(result)]).toEqual([true, expect.stringContaining("couldn't be reached")]);
  expect(ledger.ran()).toEqual([]);
  expect(textOf(await call())).toBe("ran note");
});

test("a denial reaches the model with the approver's reason", async () => {
  const ledger = openLedger(folder);
  const { client } = await connectOverStdio(ledger.gateway(await enroll()));
  const before = await known();
  const call = client.callTool({ name: "note", arguments: { turn: 3 } });
  const request = await pending(before);
  await owner.post(`/api/requests/${request}/denials`, { reason: "Use the staging ledger." });
  const result = await call;
  expect([result.isError, textOf(result)]).toEqual([
    true,
    expect.stringContaining("Use the staging ledger."),
  ]);
  expect([await stateOf(request), ledger.ran()]).toEqual(["denied", []]);
});
