import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { refundAtTool } from "../testing/refund.ts";
import { clientVectors } from "../testing/vectors/client-vectors.ts";
import { checkAction } from "./action.ts";
import { verifyGrant } from "./grant/verify-grant.ts";
import { verifyProof } from "./grant/verify-proof.ts";
import { openIssuer } from "./issuer.ts";
import { canonicalJson } from "./json/canonical.ts";
import { Refusal } from "./refusal.ts";
import { readJson } from "./tool.ts";

type Vectors = Awaited<ReturnType<typeof clientVectors>>;

const vectors: Vectors = JSON.parse(readFileSync("docs/test-vectors/client.json", "utf8"));
const issuer = openIssuer({
  issuer: vectors.issuer,
  fetch: async () => Response.json(vectors.jwks),
});
const action = checkAction(refundAtTool(1250));

beforeEach(() => void vi.useFakeTimers({ now: vectors.at * 1000, toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

/** The code of the refusal, or undefined. */
async function refusalOf(run: () => unknown): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.code;
    throw thrown;
  }
}

test("the published vectors of the client are those of this client", async () => {
  expect(vectors).toEqual(JSON.parse(JSON.stringify(await clientVectors())));
});

test.each(vectors.json)("reads or refuses the published text $text: $about", async ({ text, canonical }) => {
  expect(await refusalOf(() => readJson(text))).toBe(canonical === undefined ? "invalid_action" : undefined);
  if (canonical !== undefined) expect(canonicalJson(readJson(text))).toBe(canonical);
});

test("refuses each published action that the server refuses", async () => {
  for (const given of vectors.actions)
    expect(await refusalOf(() => checkAction(given.action as never))).toBe(Object(given).refused);
});

test.each(vectors.grants)("verifies or refuses a published grant: $about", async ({ grant, refused }) => {
  const audience = action.audience ?? "";
  expect(await refusalOf(() => verifyGrant(issuer, grant, action, audience))).toBe(refused);
});

test.each(vectors.proofs)("accepts or refuses a published proof: $about", async ({ presented, refused }) => {
  const verified = await verifyGrant(issuer, presented.grant, action, action.audience ?? "");
  const { agent_proof: agentProof, ...rest } = presented;
  const given = { ...rest, agentProof, method: "POST" };
  expect(await refusalOf(() => verifyProof(given, verified, issuer.clockSkewSeconds))).toBe(refused);
});
