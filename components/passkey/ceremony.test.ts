import { afterEach, expect, test, vi } from "vitest";
import { call, missingPart } from "#components/api/call.ts";
import { askForPasskey, createPasskey } from "./ceremony.ts";

afterEach(() => vi.unstubAllGlobals());

const requestOptions = { challenge: "AAAA", rpId: "localhost" };
const creationOptions = {
  challenge: "AAAA",
  rp: { id: "localhost", name: "Countersign" },
  user: { id: "AAAA", name: "a@example.org", displayName: "A" },
  pubKeyCredParams: [{ type: "public-key" as const, alg: -8 }],
};

function browserThatAnswers(error: unknown): void {
  const refuse = () => Promise.reject(error);
  vi.stubGlobal("PublicKeyCredential", () => {});
  vi.stubGlobal("location", { hostname: "localhost" });
  vi.stubGlobal("navigator", { credentials: { get: refuse, create: refuse } });
}

test("a browser without WebAuthn gets the list of browsers that work", async () => {
  vi.stubGlobal("PublicKeyCredential", undefined);
  await expect(askForPasskey(requestOptions)).rejects.toMatchObject({ code: "no_webauthn" });
});

test.each([
  ["NotAllowedError", "cancelled", /or this device has no passkey for you/],
  ["AbortError", "aborted", /^$/],
  ["SecurityError", "wrong_site", /usual address/],
  ["UnknownError", "authenticator_failed", /couldn't complete the request/],
])("when using a passkey fails with %s, the person reads about %s", async (name, code, sentence) => {
  browserThatAnswers(new DOMException("", name));
  await expect(askForPasskey(requestOptions)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(sentence),
  });
});

test.each([
  ["NotAllowedError", "cancelled", /No passkey was created/],
  ["InvalidStateError", "already_registered", /already has a passkey/],
  ["ConstraintError", "no_user_verification", /screen lock/],
])("when creating a passkey fails with %s, the person reads about %s", async (name, code, sentence) => {
  browserThatAnswers(new DOMException("", name));
  await expect(createPasskey(creationOptions)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(sentence),
  });
});

test("a problem document's code and sentence reach the person", async () => {
  const problem = { code: "link_invalid", detail: "This link was used already." };
  vi.stubGlobal("fetch", async () => Response.json(problem, { status: 404 }));
  await expect(call("POST", "/api/enrollments", {})).rejects.toMatchObject({
    code: "link_invalid",
    message: problem.detail,
  });
});

test("an unreachable server is distinguished from a refusal", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed")));
  await expect(call("DELETE", "/api/session")).rejects.toMatchObject({ code: "offline" });
});

test.each([
  ["can't be reached", "offline", () => Promise.reject(new TypeError("fetch failed"))],
  ["answers, because it was updated", "outdated_page", async () => Response.json({}, { status: 503 })],
])("where a part of the page doesn't load and the server %s, the refusal is %s", async (_, code, answer) => {
  vi.stubGlobal("fetch", answer);
  expect(await missingPart(new Error("Failed to load chunk"))).toMatchObject({ code });
});
