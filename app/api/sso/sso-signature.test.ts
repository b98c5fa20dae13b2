import { exportJWK, generateKeyPair } from "jose";
import { expect, test } from "vitest";
import { ConnectedWorkspace } from "./testing/connected-workspace.ts";

const connected = await ConnectedWorkspace.open();

test("an ID token that none of the provider's keys has signed is refused", async () => {
  const { publicKey } = await generateKeyPair("RS256");
  connected.provider.falseKey = { ...(await exportJWK(publicKey)), kid: "test", alg: "RS256", use: "sig" };
  await connected.invite("ivy");
  const { end, browser } = await connected.arrive(connected.account("ivy"));
  expect(end).toBe("/signin/refused?reason=answer_invalid");
  expect(browser.cookie).toBe("");
});
