import { afterEach, expect, test, vi } from "vitest";
import { statementChallenge } from "#lib/approvals/statement";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { descriptorDigest, renderingDigest } from "#lib/descriptors/digests";
import { renderAction } from "#lib/descriptors/render/render-action";
import { base64url } from "#lib/kernel/digest";
import type { Action } from "#lib/policy/language/action";
import { approveRequest, denyRequest } from "./approve-request.ts";

/** The challenges that the browser was asked to sign, as base64url. */
let signed: string[] = [];
const response = {
  authenticatorData: new ArrayBuffer(0),
  clientDataJSON: new ArrayBuffer(0),
  signature: new ArrayBuffer(0),
  userHandle: null,
};
const credential = {
  ...{ id: "credential", rawId: new ArrayBuffer(0), type: "public-key", response },
  getClientExtensionResults: () => ({}),
};

const bytes = statementOf({ type: "mail.send", params: {} });
const attempt = {
  requestId: "req_1",
  statement: base64url(bytes),
  seal: "seal",
  note: "  fine  ",
  onStep: () => {},
};
const good = { options: { challenge: base64url(statementChallenge(bytes)) } };
let sent: { path: string; body: unknown }[] = [];

/** A statement about an action that is shown without a descriptor. */
function statementOf(action: Action): Uint8Array<ArrayBuffer> {
  const display = { rendering: renderingDigest(renderAction(action, undefined)) };
  return new TextEncoder().encode(JSON.stringify({ v: 1, action, display }));
}

/** The server, as far as it answers: each call takes the next answer. */
function answering(...answers: (object | Error)[]) {
  sent = [];
  signed = [];
  vi.stubGlobal("PublicKeyCredential", () => {});
  vi.stubGlobal("navigator", {
    credentials: {
      async get({ publicKey }: { publicKey: { challenge: ArrayBuffer } }) {
        signed.push(base64url(new Uint8Array(publicKey.challenge)));
        return credential;
      },
    },
  });
  vi.stubGlobal("fetch", async (path: string, init: { body: string }) => {
    sent.push({ path, body: JSON.parse(init.body) });
    const answer = answers[sent.length - 1];
    if (answer instanceof Error) throw answer;
    return Response.json(answer, { status: 201 });
  });
}

afterEach(() => vi.unstubAllGlobals());

test("the passkey signs the challenge of the statement on the screen, and the note is sent too", async () => {
  answering(good, { state: "approved" });
  await approveRequest(attempt);
  expect(signed).toEqual([good.options.challenge]);
  expect(sent).toEqual([
    { path: "/api/requests/req_1/challenges", body: { statement: attempt.statement, seal: "seal" } },
    {
      path: "/api/requests/req_1/approvals",
      body: { credential: expect.objectContaining({ id: "credential" }), note: "fine" },
    },
  ]);
});

test("a challenge for a different statement is refused before the passkey prompt", async () => {
  const otherChallenge = base64url(
    statementChallenge(statementOf({ type: "mail.send", params: { to: "a" } })),
  );
  answering({ options: { challenge: otherChallenge } });
  await expect(approveRequest(attempt)).rejects.toMatchObject({ code: "challenge_mismatch" });
  expect(signed).toEqual([]);
  expect(sent).toHaveLength(1);
});

const described = { type: "refund.create", params: { amount: 5, currency: "USD" } };
const descriptor: Descriptor = {
  intent: "Refund",
  sentence: "Refund {amount}",
  fields: [{ path: "/amount", label: "Amount", format: "amount", params: { currency: "/currency" } }],
};

function statementWith(rendering: string) {
  const display = { descriptor: { version: 1, digest: descriptorDigest(descriptor) }, rendering };
  const text = new TextEncoder().encode(JSON.stringify({ v: 1, action: described, display }));
  answering({ options: { challenge: base64url(statementChallenge(text)) } }, { state: "approved" });
  return { ...attempt, statement: base64url(text), descriptor };
}

test("a statement about another display than the page's is refused before the passkey prompt", async () => {
  const shown = renderingDigest(renderAction(described, descriptor));
  await approveRequest(statementWith(shown));
  expect(signed).toHaveLength(1);
  const raw = renderingDigest(renderAction(described, undefined));
  await expect(approveRequest(statementWith(raw))).rejects.toMatchObject({ code: "challenge_mismatch" });
  expect(signed).toEqual([]);
  const fee: Descriptor["fields"][number] = { path: "/fee", label: "Fee", format: "number", optional: true };
  for (const change of [{ sentence: "Charge {amount}" }, { fields: [...descriptor.fields, fee] }]) {
    const attempted = approveRequest({ ...statementWith(shown), descriptor: { ...descriptor, ...change } });
    await expect(attempted).rejects.toMatchObject({ code: "challenge_mismatch" });
  }
});

test("a lost answer is reported as unknown, not as a failed decision", async () => {
  answering(good, new TypeError("network"));
  await expect(approveRequest(attempt)).rejects.toMatchObject({ code: "unconfirmed" });
  answering(new TypeError("network"));
  await expect(denyRequest("req_1", { text: "no" })).rejects.toMatchObject({ code: "unconfirmed" });
});

test("a denial sends the reason as it was shown", async () => {
  answering({});
  await denyRequest("req_1", { text: " no ", reason: { code: "duplicate", text: "Duplicate" } });
  const body = { reason_code: "duplicate", reason_text: "Duplicate", reason: "no" };
  expect(sent).toEqual([{ path: "/api/requests/req_1/denials", body }]);
});

test("an unreachable server before signing is reported as offline", async () => {
  answering(new TypeError("network"));
  await expect(approveRequest(attempt)).rejects.toMatchObject({ code: "offline" });
});
