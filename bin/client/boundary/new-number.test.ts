import { expect, test, vi } from "vitest";
import { runCall } from "#lib/boundary/calls/run-call";
import { readCredentials } from "../agent/credentials.ts";
import { action, grantFor, openAgentSide, redeemed } from "../testing/agent-side.ts";
import { testIo } from "../testing/test-io.ts";
import { httpPort } from "./http-port.ts";

const { server, credentials, answer } = await openAgentSide();
const pending = () => answer("pending");
const allowed = () => answer("allowed", { grant: grantFor() });

test("a number that the policy requires while a call is held is passed on once, and the call continues to wait", async () => {
  const request = { ...(pending().body as { request: object }).request, number_to_match: "47" };
  const numbered = () => ({ status: 200, body: { request } });
  server.answers(pending, numbered, numbered, allowed, redeemed, redeemed);
  const onPending = vi.fn((_: { request: { number_to_match?: string } }) => true);
  const forward = async () => ({ value: "refunded" });
  const options = { action, holdSeconds: 30, reportWithinSeconds: 300, forward, onPending };
  const port = httpPort(testIo(), readCredentials(credentials), { patienceSeconds: 5 });
  expect((await runCall(port, options)).kind).toBe("ran");
  expect(onPending.mock.calls.map(([{ request }]) => request.number_to_match)).toEqual([undefined, "47"]);
});
