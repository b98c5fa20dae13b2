import { chmodSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { agent, grantFor, openAgentSide, redeemed } from "../testing/agent-side.ts";

const { server, folder, credentials, run, answer, waited } = await openAgentSide();
const asking = ["ask", "refund.create", "--resource", "charge/ch_81", "--param", "amount=1250"];

test("an allowed ask prints the grant, and nothing else, to stdout", async () => {
  const grant = grantFor();
  server.answers(() => answer("allowed", { grant }));
  const { code, io } = await run([
    ...asking,
    "--reason",
    "Billed twice",
    "--context",
    '{"case":7}',
    "--expires-in",
    "60",
  ]);
  expect([code, io.stdout]).toEqual([0, `${grant}\n`]);
  expect(server.calls[0]).toMatchObject({ method: "POST", path: `/api/v1/agents/${agent}/requests` });
  expect(JSON.parse(server.calls[0]?.body ?? "")).toEqual({
    action: { type: "refund.create", resource: "charge/ch_81", params: { amount: 1250 } },
    reason: "Billed twice",
    context: { case: 7 },
    expires_in: 60,
  });
});

test("a pending ask waits until it is decided, for any number of long polls", async () => {
  const grant = grantFor();
  server.answers(
    () => answer("pending"),
    () => waited("pending"),
    () => waited("approved", { grant }),
  );
  const { code, io } = await run(asking);
  expect([code, io.stdout]).toEqual([0, `${grant}\n`]);
  expect(server.calls.slice(1).map(({ method, path }) => `${method} ${path}`)).toEqual([
    "GET /api/v1/requests/req_1?wait=30",
    "GET /api/v1/requests/req_1?wait=30",
  ]);
  expect(server.calls[1]?.headers.authorization).toBe("Bearer wait-token");
  expect(io.stderr).toContain(`${server.url}/requests/req_1`);
});

test("a pending ask prints the number to match, and nothing that isn't two digits", async () => {
  const numbered = (number: string) => {
    const { status, body } = answer("pending") as { status: number; body: { request: object } };
    return { status, body: { ...body, request: { ...body.request, number_to_match: number } } };
  };
  server.answers(
    () => numbered("47"),
    () => waited("denied"),
  );
  expect((await run(asking)).io.stderr).toContain("Number to match: 47\n");
  server.answers(() => numbered("47\u001b[2J"));
  expect((await run([...asking, "--no-wait"])).io.stderr).not.toContain("Number");
});

test.each([
  ["denied", 10],
  ["expired", 12],
  ["cancelled", 13],
])("an ask that is %s exits %i without a grant", async (state, expected) => {
  server.answers(
    () => answer("pending"),
    () => waited(state),
  );
  const { code, io } = await run(asking);
  expect([code, io.stdout]).toEqual([expected, ""]);
});

test("the reason of a denial and its code are shown with deceptive characters made visible", async () => {
  const { body } = answer("denied") as { body: { request: object } };
  const denial = { by: "per_1", reason_code: "wrong_\u202eamount", reason: "no\u001b[2K\u202eyes" };
  server.answers(
    () => answer("pending"),
    () => ({ status: 200, body: { ...body, request: { ...body.request, denial } } }),
  );
  const { io } = await run(asking);
  expect(io.stderr).toContain("denied by per_1 (wrong_\\u{202e}amount): no\\u{1b}[2K\\u{202e}yes");
});

test.each([
  [403, "blocked_by_policy", 11],
  [401, "invalid_signature", 20],
  [403, "agent_quarantined", 20],
  [422, "invalid_action", 21],
  [409, "idempotency_conflict", 21],
  [500, "internal", 1],
])("a refusal with %i %s exits %i", async (status, code, expected) => {
  server.answers(() => ({
    status,
    body: { code, detail: "Why not.", errors: [{ path: "/action", message: "is wrong" }] },
  }));
  const result = await run(asking);
  expect(result.code).toBe(expected);
  expect(result.io.stderr).toContain(`Why not. (${code})\n  /action: is wrong`);
});

test("with --no-wait a pending ask exits 14, so that it never passes for an approval", async () => {
  server.answers(() => answer("pending"));
  const { code, io } = await run([...asking, "--no-wait"]);
  expect([code, io.stdout, server.calls.length]).toEqual([14, "", 1]);
});

test("an answer about a different action is neither used nor waited for", async () => {
  server.answers(() => answer("pending"));
  const { code, io } = await run(["ask", "refund.create", "--param", "amount=9"]);
  expect([code, io.stdout, server.calls.length]).toEqual([31, "", 1]);
});

test("the wait token is sent only to the server of the ask", async () => {
  server.answers(() => answer("pending", { wait: { url: "http://127.0.0.2:1/x", token: "t" } }));
  expect((await run(asking)).code).toBe(31);
  const elsewhere = { location: `${server.url}/elsewhere` };
  server.answers(
    () => answer("pending"),
    () => ({ status: 307, headers: elsewhere }),
  );
  expect((await run([...asking, "--patience", "1"])).code).toBe(30);
  expect(server.calls.map(({ path }) => path)).not.toContain("/elsewhere");
});

test.each([
  ["redeemed", 41, "already redeemed"],
  ["expired", 42, "expired"],
  ["revoked", 40, "revoked"],
])("a resumed ask whose grant was %s exits %i, not 0", async (grant_state, expected, words) => {
  server.answers(() => answer("approved", { grant_state }));
  const { code, io } = await run([...asking, "--id", "msg_old"]);
  expect([code, io.stdout]).toEqual([expected, ""]);
  expect(io.stderr).toContain(`req_1 was approved. Its grant is ${words}`);
  expect(io.stderr).toContain("Don't perform the action");
});

test("--out stores everything that redeem needs, readable only by its owner", async () => {
  const out = join(folder, "ask.json");
  const grant = grantFor();
  server.answers(() => answer("allowed", { grant }), redeemed);
  const asked = await run([...asking, "--json", "--out", out]);
  expect(readFileSync(out, "utf8")).toBe(asked.io.stdout);
  expect(statSync(out).mode & 0o777).toBe(0o600);
  expect((await run(["redeem", "--from", out])).code).toBe(0);
  const { action } = JSON.parse(asked.io.stdout);
  expect(JSON.parse(server.calls[1]?.body ?? "")).toEqual({ grant, action });
});

test("a parameter is JSON if it parses as JSON, else text", async () => {
  server.answers(() => ({ status: 422, body: {} }));
  await run([
    "ask",
    "x",
    "--params",
    '{"a":1,"b":[2]}',
    "--param",
    "a=true",
    "--param",
    "c=12 kg",
    "--param",
    'd="12"',
    "--param",
    "e=a=b",
  ]);
  expect(JSON.parse(server.calls[0]?.body ?? "").action.params).toEqual({
    a: true,
    b: [2],
    c: "12 kg",
    d: "12",
    e: "a=b",
  });
});

test.each([
  [["ask"]],
  [["ask", "a", "b"]],
  [["ask", "a", "--param", "novalue"]],
  [["ask", "a", "--param", "n=9007199254740993"]],
  [["ask", "a", "--params", '{"a":1,"a":2}']],
  [["ask", "a", "--params", "[]"]],
  [["ask", "a", "--params", '{"amount":1,"Amount":2}']],
  [["ask", "a", "--params", '{"amount":1}', "--param", "AMOUNT=2"]],
  [["ask", "a", "--param", 'to={"id":1,"ID":2}']],
  [["ask", "a", "--context", '[{"a":1}]']],
  [["ask", "a", "--context", '{"note":1,"Note":2}']],
  [["ask", "a", "--expires-in", "soon"]],
  [["ask", "a", "--unknown"]],
  [["nonsense"]],
  [[]],
])("what is not understood exits 2 and sends nothing: %j", async (args) => {
  server.answers(() => answer("allowed"));
  expect([(await run(args)).code, server.calls.length]).toEqual([2, 0]);
});

test("credentials readable by other users are refused, as ssh does", async () => {
  chmodSync(credentials, 0o644);
  const { code, io } = await run(asking);
  chmodSync(credentials, 0o600);
  expect(code).toBe(2);
  expect(io.stderr).toContain("chmod 600");
});

test("the countdown is shown on a terminal, and only there", async () => {
  server.answers(
    () => answer("pending"),
    () => waited("denied"),
  );
  const { io } = await run(asking, { isTerminal: true, now: () => Date.parse("2098-12-31T23:58:55Z") });
  expect(io.stderr).toContain("Waiting for approval (0 of 1), 1:05 left");
  server.answers(
    () => answer("pending"),
    () => waited("denied"),
  );
  expect((await run(asking)).io.stderr).not.toContain("left");
});
