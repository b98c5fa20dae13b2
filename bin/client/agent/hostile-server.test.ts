import { join } from "node:path";
import { expect, test } from "vitest";
import { agent, grantFor, openAgentSide, redeemed } from "../testing/agent-side.ts";
import { expectHarmless, hostile } from "../testing/hostile-text.ts";

const { server, folder, run, answer, waited } = await openAgentSide();
const asking = ["ask", "refund.create", "--resource", "charge/ch_81", "--param", "amount=1250"];

test.each<[string, object, object?]>([
  ["pending", { id: hostile }],
  ["pending", { expires_at: hostile }],
  ["pending", { approval_url: hostile }],
  ["pending", { action_digest: hostile }],
  ["denied", { id: hostile, denial: { by: hostile, reason_code: hostile, reason: hostile } }],
  ["denied", { denial: { by: { toString: 1 }, reason: [hostile] } }],
  ["expired", { id: hostile, close_reason: hostile }],
  ["expired", { close_reason: [hostile] }],
  ["approved", { id: hostile }, { grant_state: hostile }],
  [hostile, {}],
  ["allowed", {}, { grant: `${grantFor()}${hostile}` }],
  ["allowed", {}, { grant: `${hostile}.${grantFor().split(".")[1]}.${hostile}` }],
  ["allowed", {}, { grant: [hostile] }],
  ["allowed", {}, { grant: grantFor({ act: { sub: hostile } }) }],
  ["allowed", {}, { grant: grantFor({ txn: hostile }) }],
  ["allowed", {}, { grant: grantFor({ authorization_details: [{ digest: hostile }] }) }],
  ["allowed", {}, { grant: grantFor({ authorization_details: hostile }) }],
  ["pending", {}, { wait: { url: hostile, token: "t" } }],
  ["pending", {}, { wait: { url: `https://elsewhere.example/${hostile}`, token: "t" } }],
  ["pending", {}, { wait: { url: `http://[${hostile}`, token: "t" } }],
])("an answer of a hostile server cannot write to the terminal (%#)", async (state, change, more) => {
  server.answers(() => answer(state, more, change));
  expectHarmless((await run([...asking, "--no-wait"])).io);
  expectHarmless((await run([...asking, "--no-wait", "--json"])).io);
  server.answers(
    () => answer(state, more, change),
    () => ({ status: 410, body: { code: hostile } }),
  );
  expectHarmless((await run(asking)).io);
});

test("progress from a hostile server is printed in plain characters", async () => {
  const approvals = { required: hostile, given: hostile };
  server.answers(
    () => answer("pending"),
    () => waited("pending", {}, { approvals }),
    () => waited("denied"),
  );
  const { io } = await run(asking);
  expectHarmless(io);
  expect(io.stderr).toContain(" approvals\n");
});

test.each([400, 429, 500, 503])(
  "a hostile problem document with %i is printed in plain characters",
  async (status) => {
    const body = {
      code: hostile,
      detail: hostile,
      errors: [{ path: hostile, message: hostile }, { path: [hostile] }],
    };
    server.answers(() => ({ status, body, headers: { "retry-after": "1" } }));
    expectHarmless((await run([...asking, "--patience", "2"])).io);
    expectHarmless((await run(["redeem", "--grant", grantFor(), ...asking.slice(1), "--patience", "2"])).io);
  },
);

test("hostile answers to a redemption or an enrollment, and stack traces, are printed in plain characters", async () => {
  const body = { ...redeemed().body, [hostile]: hostile };
  server.answers(() => ({ status: 200, body }));
  const { io } = await run(["redeem", "--grant", grantFor(), ...asking.slice(1)]);
  expectHarmless(io);
  expect(JSON.parse(io.stdout)).toEqual(body);
  for (const id of [hostile, `${agent}${hostile}`]) {
    server.answers(() => ({ status: 201, body: { agent: { id }, key: { expires_at: hostile } } }));
    const file = join(folder, `${Math.random()}.json`);
    expectHarmless((await run(["enroll", "--url", server.url, "--code", "A", "--file", file])).io);
  }
  expectHarmless((await run([hostile])).io);
  expectHarmless((await run(["verify", hostile])).io);
});
