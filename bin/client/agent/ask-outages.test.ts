import { readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { grantFor, openAgentSide } from "../testing/agent-side.ts";

const { server, folder, credentials, run, answer, waited } = await openAgentSide();
const asking = ["ask", "refund.create", "--resource", "charge/ch_81", "--param", "amount=1250"];

test("an ask survives a restart of the server: same webhook-id and body, fresh signature, after the requested pause", async () => {
  const grant = grantFor();
  server.answers(
    () => "drop",
    () => ({ status: 503, body: { code: "database_unavailable" }, headers: { "retry-after": "7" } }),
    () => answer("pending"),
    () => "drop",
    () => waited("approved", { grant }),
  );
  const { code, io } = await run(asking);
  expect([code, io.stdout]).toEqual([0, `${grant}\n`]);
  const [first, second, third] = server.calls;
  expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
  expect(third?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
  expect(third?.body).toBe(first?.body);
  expect(Number(third?.headers["webhook-timestamp"])).toBeGreaterThanOrEqual(
    Number(first?.headers["webhook-timestamp"]) + 7,
  );
  expect(io.slept).toContain(7000);
});

test("the client waits before it asks a stopping server again", async () => {
  const soon = { "retry-after": "1" };
  server.answers(
    () => answer("pending"),
    () => ({ ...waited("pending"), headers: soon }),
    () => waited("denied"),
  );
  const { code, io } = await run(asking);
  expect([code, io.slept]).toEqual([10, [1000]]);
});

test("a pause requested by the server while waiting is never longer than --patience", async () => {
  server.answers(
    () => answer("pending"),
    () => ({ ...waited("pending"), headers: { "retry-after": "86400" } }),
    () => waited("denied"),
  );
  const { code, io } = await run([...asking, "--patience", "5"]);
  expect([code, io.slept]).toEqual([10, [5000]]);
});

test("a server that stays unreachable ends the ask with exit 30, and with the ID for resuming", async () => {
  server.answers(() => "drop");
  const { code, io } = await run([...asking, "--patience", "60", "--id", "msg_mine"]);
  expect(code).toBe(30);
  expect(io.stderr).toContain("may have been recorded");
  expect(io.stderr).toContain("--id msg_mine");
  const slept = io.slept.reduce((sum, pause) => sum + pause, 0);
  expect(slept).toBeGreaterThan(40_000);
  expect(slept).toBeLessThanOrEqual(60_000);
});

test("an ask that no attempt could send does not say that it may have been recorded", async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  const path = join(folder, "nowhere.json");
  const nowhere = { ...JSON.parse(readFileSync(credentials, "utf8")), url: `http://127.0.0.1:${port}` };
  writeFileSync(path, JSON.stringify(nowhere), { mode: 0o600 });
  const { code, io } = await run([...asking, "--patience", "5", "--file", path]);
  expect(code).toBe(30);
  expect(io.stderr).toContain("ECONNREFUSED");
  expect(io.stderr).not.toContain("may have been recorded");
});

test("a limit that outlasts patience exits 22", async () => {
  server.answers(() => ({ status: 429, body: { code: "rate_limited" }, headers: { "retry-after": "3600" } }));
  expect((await run(asking)).code).toBe(22);
});

test("a server that answers each wait immediately is asked once a second", async () => {
  const early = () => waited("pending");
  server.answers(
    () => answer("pending"),
    early,
    early,
    early,
    () => waited("denied"),
  );
  const { code, io } = await run(asking);
  expect([code, io.slept.length, io.slept.every((pause) => pause > 500 && pause <= 1000)]).toEqual([
    10,
    3,
    true,
  ]);
});

test("a grant whose keys can't be fetched isn't printed, and the message says how to take the request up again", async () => {
  const path = join(folder, "no-keys.json");
  const elsewhere = { ...JSON.parse(readFileSync(credentials, "utf8")), issuer: server.url };
  writeFileSync(path, JSON.stringify(elsewhere), { mode: 0o600 });
  server.keys = () => ({ status: 404, body: {} });
  try {
    server.answers(
      () => answer("pending"),
      () => waited("approved", { grant: grantFor() }),
    );
    const { code, io } = await run([...asking, "--file", path, "--id", "msg_mine"]);
    expect([code, io.stdout]).toEqual([30, ""]);
    expect(io.stderr).toContain(`keys can't be fetched from ${server.url}`);
    expect(io.stderr).toContain("--id msg_mine");
  } finally {
    server.keys = undefined;
  }
});
