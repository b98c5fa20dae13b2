import fc from "fast-check";
import { expect, test } from "vitest";
import type { Signer } from "#lib/approvals/statement";
import type { UnsignedReceipt } from "#lib/receipts/receipt";
import { exampleReceipt } from "../testing/example-receipt.ts";
import { verifyReceipt } from "./verify.ts";

function failed(receipt: unknown, options = {}): string[] {
  return verifyReceipt(receipt, options)
    .checks.filter(({ passed }) => !passed)
    .map(({ name }) => name);
}

test("a receipt created by the server's code verifies with code that shares nothing with it", async () => {
  const receipt = await exampleReceipt();
  expect(failed(receipt)).toEqual([]);
  const { valid, key } = verifyReceipt(receipt, { pinned: receipt.keys });
  expect(valid).toBe(true);
  expect(key).toEqual({ thumbprint: receipt.keys.keys[0]?.kid, isPinned: true });
});

test.each<[string, Signer["as"]]>([
  ["the owner", { capacity: "owner" }],
  ["a delegate", { capacity: "delegate", onBehalfOf: "per_away" }],
  [
    "an admin who uses break-glass",
    { capacity: "break_glass", breakGlassReason: "Nobody else is awake and it burns" },
  ],
])("a receipt with the capacity %s verifies and shows it", async (_, as) => {
  expect(failed(await exampleReceipt({ as }))).toEqual([]);
});

test.each<[string, Signer["as"]]>([
  ["no capacity", {} as Signer["as"]],
  ["a delegate without a represented person", { capacity: "delegate" }],
  ["an owner with a represented person", { capacity: "owner", onBehalfOf: "per_away" }],
  ["break-glass without a reason", { capacity: "break_glass" }],
  ["an empty reason", { capacity: "break_glass", breakGlassReason: "" }],
  ["a reason without break-glass", { capacity: "group", breakGlassReason: "Because I may" }],
])("an invalid statement is refused with any signature: %s", async (_, as) => {
  expect(failed(await exampleReceipt({ as }))).toEqual(["statement"]);
});

test("a receipt whose capacity or represented person differs from the signed statement is refused", async () => {
  const as: Signer["as"] = { capacity: "delegate", onBehalfOf: "per_away" };
  const failedChecks = async (change: Partial<UnsignedReceipt["approval"]>) =>
    failed(await exampleReceipt({ as, change: (receipt) => Object.assign(receipt.approval, change) }));
  expect(await failedChecks({ capacity: "owner" })).toEqual(["agreement"]);
  expect(await failedChecks({ on_behalf_of: { id: "per_other", name: "Other" } })).toEqual(["agreement"]);
});

test("a receipt signed by another server's key is refused when the key is pinned", async () => {
  expect(failed(await exampleReceipt(), { pinned: (await exampleReceipt()).keys })).toEqual([
    "server signature",
  ]);
});

test("any altered byte of a receipt is detected", async () => {
  const text = JSON.stringify(await exampleReceipt());
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.integer({ min: 1, max: 127 }), (at, mask) => {
      const altered =
        text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ mask) + text.slice(at + 1);
      let receipt: unknown;
      try {
        receipt = JSON.parse(altered);
      } catch {
        return true;
      }
      // An altered byte between tokens, such as a space, does not change the content.
      return JSON.stringify(receipt) === text || !verifyReceipt(receipt).valid;
    }),
    { numRuns: 500 },
  );
});

test.each([
  ["wrong challenge", { challenge: "AAAA" }, ["client data"]],
  ["another site's page", { origin: "https://evil.example" }, ["client data"]],
  ["an embedded page", { crossOrigin: true }, ["client data"]],
  ["a page embedded elsewhere", { topOrigin: "https://evil.example" }, ["client data"]],
  ["a registration instead of an assertion", { type: "webauthn.create" }, ["client data"]],
  ["a passkey of another site", { rpId: "evil.example" }, ["authenticator data"]],
  ["no user presence", { userPresent: false }, ["authenticator data"]],
  ["no user verification", { userVerified: false }, ["authenticator data"]],
  ["backed up without being eligible", { backedUp: true, backupEligible: false }, ["authenticator data"]],
  ["a flipped signature", { flipSignature: true }, ["passkey signature"]],
])("passkey evidence is refused even when the server has signed it: %s", async (_, faults, names) => {
  expect(failed(await exampleReceipt({ faults }))).toEqual(names);
});

test.each<[string, (receipt: UnsignedReceipt) => Partial<UnsignedReceipt>, string[]]>([
  [
    "action",
    (r) => ({ request: { ...r.request, action: { type: "refund.create", params: { amount: 1 } } } }),
    ["agreement"],
  ],
  ["digest", (r) => ({ request: { ...r.request, action_digest: "AAAA" } }), ["agreement"]],
  ["request", (r) => ({ request: { ...r.request, id: "req_x" } }), ["agreement"]],
  ["agent", (r) => ({ request: { ...r.request, agent: { id: "agt_x", name: "" } } }), ["agreement"]],
  ["person", () => ({ approver: { id: "per_x", name: "Mallory" } }), ["agreement"]],
  ["time", (r) => ({ approval: { ...r.approval, at: "2026-11-24T15:00:00.000Z" } }), ["agreement"]],
  ["grant", (r) => ({ grant: { ...grantOf(r), id: "gnt_x" } }), ["grant"]],
  ["grant's request", withClaims({ txn: "req_x" }), ["grant"]],
  ["grant's agent", withClaims({ act: { sub: "agt_x" } }), ["grant"]],
  ["grant's owner", withClaims({ sub: "per_x" }), ["grant"]],
  ["grant's owner epoch", withClaims({ owner_epoch: 2 }), ["grant"]],
  ["grant's action", withClaims({ authorization_details: [{ digest: "AAAA" }] }), ["grant"]],
  ["grant without an owner epoch", withClaims({ owner_epoch: undefined }), ["grant"]],
  ["site", (r) => ({ relying_party: { ...r.relying_party, id: "example" } }), ["authenticator data"]],
  [
    "foreign site",
    (r) => ({ relying_party: { ...r.relying_party, id: "other.example" } }),
    ["relying party", "authenticator data"],
  ],
  ["algorithm", (r) => ({ evidence: { ...r.evidence, alg: -257 } }), ["passkey signature"]],
])("a server cannot put another %s around a signed statement", async (_, change, names) => {
  expect(
    failed(await exampleReceipt({ change: (receipt) => Object.assign(receipt, change(receipt)) })),
  ).toEqual(names);
});

test("a statement not signed in canonical form is refused", async () => {
  const change = (receipt: UnsignedReceipt) =>
    restate(receipt, (statement) => JSON.stringify(statement, null, 1));
  expect(failed(await exampleReceipt({ change }))).toEqual(["statement", "client data"]);
});

test("an action digest of a different action is refused", async () => {
  const change = (receipt: UnsignedReceipt) =>
    restate(receipt, (statement) =>
      JSON.stringify({ ...statement, action: { params: { amount: 1 }, type: "refund.create" } }),
    );
  expect(failed(await exampleReceipt({ change }))).toEqual([
    "action digest",
    "display",
    "client data",
    "agreement",
  ]);
});

/** Other claims of the grant, with the right ones around them. */
function withClaims(claims: object) {
  return (r: UnsignedReceipt): Partial<UnsignedReceipt> => {
    const grant = grantOf(r);
    return {
      grant: { ...grant, claims: JSON.parse(JSON.stringify(Object.assign({}, grant.claims, claims))) },
    };
  };
}

function restate(receipt: UnsignedReceipt, write: (statement: object) => string): void {
  const statement = JSON.parse(Buffer.from(receipt.statement, "base64url").toString());
  receipt.statement = Buffer.from(write(statement)).toString("base64url");
}

function grantOf<T>(receipt: { grant?: T }): T {
  if (!receipt.grant) throw new Error("the example has a grant");
  return receipt.grant;
}
