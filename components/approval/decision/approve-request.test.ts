import { afterEach, expect, test, vi } from "vitest";
import { statementChallenge } from "#lib/approvals/statement";
import { base64url } from "#lib/digest";
import { approveRequest, denyRequest } from "./approve-request.ts";

const prompts = vi.hoisted(() => ({ asked: [] as unknown[] }));
vi.mock("../passkey/ceremony.ts", () => ({
  askForPasskey: async (options: unknown) => {
    prompts.asked.push(options);
    return { id: "credential" };
  },
}));

const bytes = new TextEncoder().encode('{"v":1}');
const attempt = {
  requestId: "req_1",
  statement: base64url(bytes),
  seal: "seal",
  note: "  fine  ",
  onStep: () => {},
};
const good = { options: { challenge: base64url(statementChallenge(bytes)) } };
let sent: { path: string; body: unknown }[] = [];

/** The server, as far as it answers: each call takes the next answer. */
function answering(...answers: (object | Error)[]) {
  sent = [];
  prompts.asked = [];
  vi.stubGlobal("fetch", async (path: string, init: { body: string }) => {
    sent.push({ path, body: JSON.parse(init.body) });
    const answer = answers[sent.length - 1];
    if (answer instanceof Error) throw answer;
    return Response.json(answer, { status: 201 });
  });
}

afterEach(() => vi.unstubAllGlobals());

test("the passkey signs the challenge of the statement on the screen, and the note goes along", async () => {
  answering(good, { state: "approved" });
  await approveRequest(attempt);
  expect(prompts.asked).toEqual([good.options]);
  expect(sent).toEqual([
    { path: "/api/requests/req_1/challenges", body: { statement: attempt.statement, seal: "seal" } },
    { path: "/api/requests/req_1/approvals", body: { credential: { id: "credential" }, note: "fine" } },
  ]);
});

test("a challenge for anything else is refused before the passkey is asked", async () => {
  const other = base64url(statementChallenge(new TextEncoder().encode('{"v":2}')));
  answering({ options: { challenge: other } });
  await expect(approveRequest(attempt)).rejects.toMatchObject({ code: "challenge_mismatch" });
  expect(prompts.asked).toEqual([]);
  expect(sent).toHaveLength(1);
});

test("a lost answer is not taken for a decision that did not happen", async () => {
  answering(good, new TypeError("network"));
  await expect(approveRequest(attempt)).rejects.toMatchObject({ code: "unconfirmed" });
  answering(new TypeError("network"));
  await expect(denyRequest("req_1", "no")).rejects.toMatchObject({ code: "unconfirmed" });
});

test("an unreachable server before anything was signed is plainly offline", async () => {
  answering(new TypeError("network"));
  await expect(approveRequest(attempt)).rejects.toMatchObject({ code: "offline" });
});
