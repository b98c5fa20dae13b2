import { afterEach, expect, test, vi } from "vitest";
import { newStatement } from "#lib/approvals/statement";
import { batchKind, batchStatements } from "#lib/approvals/together/batch";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { descriptorDigest, renderingDigest } from "#lib/descriptors/digests";
import { renderAction } from "#lib/descriptors/render/render-action";
import { base64url } from "#lib/kernel/digest";
import { challengeOf } from "#lib/passkeys/signing/statement-kind";
import { actionDigest } from "#lib/policy/language/action";
import { approveTogether } from "./approve-together.ts";

const descriptor: Descriptor = {
  intent: "Refund",
  fields: [{ path: "/amount", label: "Amount", format: "number" }],
};
const now = new Date("2026-11-24T14:00:00Z");

/** A statement about an amount, as the server offers it. */
function offered(amount: number) {
  const action = { type: "refund.create", params: { amount } };
  const subject = {
    ...{ requestId: `req_${amount}`, action, actionDigest: actionDigest("agt_1", action), agentId: "agt_1" },
    ...{ ownerId: "per_1", ownerEpoch: 1, policyVersion: 1, expiresAt: now },
  };
  const display = {
    descriptor: { version: 1, digest: descriptorDigest(descriptor) },
    rendering: renderingDigest(renderAction(action, descriptor)),
  };
  return newStatement(subject, { approverId: "per_1", as: { capacity: "owner" }, display }, now);
}

const statements = [offered(1), offered(2), offered(3)];
const shown = statements.map((bytes, index) => ({
  ...{ requestId: `req_${index + 1}`, statement: base64url(bytes), seal: `seal ${index}`, descriptor },
}));
const challengeFor = (bytes: Uint8Array[]) => base64url(challengeOf(batchKind, batchStatements(bytes).bytes));

let signed: string[] = [];
let sent: { path: string; body: unknown }[] = [];

/** The server, as far as it answers, and a passkey. */
function answering(...answers: object[]) {
  [signed, sent] = [[], []];
  vi.stubGlobal("PublicKeyCredential", () => {});
  const empty = new ArrayBuffer(0);
  const response = { authenticatorData: empty, clientDataJSON: empty, signature: empty, userHandle: null };
  const credential = { id: "credential", rawId: empty, type: "public-key", response };
  vi.stubGlobal("navigator", {
    credentials: {
      async get({ publicKey }: { publicKey: { challenge: ArrayBuffer } }) {
        signed.push(base64url(new Uint8Array(publicKey.challenge)));
        return { ...credential, getClientExtensionResults: () => ({}) };
      },
    },
  });
  vi.stubGlobal("fetch", async (path: string, init: { body: string }) => {
    sent.push({ path, body: JSON.parse(init.body) });
    const answer = answers[sent.length - 1] as { status?: number };
    return Response.json(answer, { status: answer.status ?? 200 });
  });
}

afterEach(() => vi.unstubAllGlobals());

test("the passkey signs the root over the statements on the screen, as the server computes it", async () => {
  const results = shown.map(({ requestId }) => ({ request: requestId, state: "approved" }));
  answering({ options: { challenge: challengeFor(statements) } }, { results });
  expect(await approveTogether(shown, () => {})).toEqual(results);
  expect(signed).toEqual([challengeFor(statements)]);
  expect(sent.map(({ path }) => path)).toEqual([
    "/api/requests/together/challenges",
    "/api/requests/together/approvals",
  ]);
  expect(sent[1]?.body).toMatchObject({ statements: shown.map(({ statement }) => statement) });
});

test.each<[string, Uint8Array[]]>([
  ["fewer requests", statements.slice(0, 2)],
  ["one more request", [...statements, offered(4)]],
  ["another amount", [...statements.slice(0, 2), offered(30)]],
  ["another order", statements.toReversed()],
])("a challenge for %s than on the screen is refused before the passkey prompt", async (_, others) => {
  answering({ options: { challenge: challengeFor(others) } });
  await expect(approveTogether(shown, () => {})).rejects.toMatchObject({ code: "challenge_mismatch" });
  expect([signed, sent.length]).toEqual([[], 1]);
});

test("a statement about another display than the page's is refused before the passkey prompt", async () => {
  const other = { ...descriptor, intent: "Charge" };
  for (const index of shown.keys()) {
    answering({ options: { challenge: challengeFor(statements) } });
    const bent = shown.with(index, { ...(shown[index] as (typeof shown)[0]), descriptor: other });
    await expect(approveTogether(bent, () => {})).rejects.toMatchObject({ code: "challenge_mismatch" });
    expect(signed).toEqual([]);
  }
});

test("a lost answer is reported as unknown, for all requests", async () => {
  answering({ options: { challenge: challengeFor(statements) } });
  const signing = fetch;
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    if (path.endsWith("/approvals")) throw new TypeError("network");
    return signing(path, init);
  });
  await expect(approveTogether(shown, () => {})).rejects.toMatchObject({
    code: "unconfirmed",
    message: expect.stringContaining("Check these requests"),
  });
});

test("requests that the server leaves out are refused by name before the passkey prompt", async () => {
  const left = [{ request: "req_2", code: "already_decided", detail: "Bo approved this request just now." }];
  answering({ status: 409, code: "request_changed", detail: "Some", left_out: left });
  await expect(approveTogether(shown, () => {})).rejects.toMatchObject({
    code: "request_changed",
    details: { left_out: left },
  });
  expect(signed).toEqual([]);
});
