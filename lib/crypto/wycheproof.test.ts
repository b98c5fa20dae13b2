import { afterAll, expect, test } from "vitest";
import { libuvEngine, setEd25519Engine, verifyEd25519 } from "./ed25519.ts";
import { startSignatureThread } from "./signature-thread.ts";
import wycheproof from "./testing/wycheproof-ed25519.json" with { type: "json" };

const thread = startSignatureThread({ onEnd: (error) => expect.unreachable(String(error)) });
afterAll(() => thread.stop());

// Truncated and lengthened signatures, S that isn't reduced, wrong hashes, keys and points of
// special forms.
test.each([
  ["libuv's pool", libuvEngine],
  ["the signature thread", thread],
])("%s accepts exactly the signatures that Wycheproof calls valid", async (_, engine) => {
  setEd25519Engine(engine);
  const answers = await Promise.all(
    wycheproof.vectors.map(async ({ id, key, message, signature, result }) => {
      const [raw, signed, given] = [key, message, signature].map((hex) => Buffer.from(hex, "hex"));
      const isAccepted = await verifyEd25519(signed ?? Buffer.of(), raw ?? Buffer.of(), given ?? Buffer.of());
      return { id, isAsCalled: isAccepted === (result === "valid") };
    }),
  );
  setEd25519Engine(libuvEngine);
  expect(answers).toHaveLength(150);
  expect(answers.filter(({ isAsCalled }) => !isAsCalled)).toEqual([]);
});
