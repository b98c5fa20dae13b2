import { generateKeyPairSync } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { libuvEngine, setEd25519Engine, verifyEd25519 } from "./ed25519.ts";

afterEach(() => setEd25519Engine(libuvEngine));

const { publicKey } = generateKeyPairSync("ed25519");
const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);

// Says yes to everything that reaches it.
const yes = { verify: async () => true, sign: libuvEngine.sign };

test("a signature of another length than 64 bytes is refused before any thread gets it", async () => {
  setEd25519Engine(yes);
  const message = Buffer.from("message");
  expect(await verifyEd25519(message, raw, new Uint8Array(64))).toBe(true);
  for (const length of [0, 63, 65, 128])
    expect(await verifyEd25519(message, raw, new Uint8Array(length))).toBe(false);
});

test("a public key of another length than 32 bytes is a caller's mistake, and no thread gets it", async () => {
  setEd25519Engine(yes);
  for (const length of [0, 31, 33])
    await expect(verifyEd25519(new Uint8Array(), new Uint8Array(length), new Uint8Array(64))).rejects.toThrow(
      TypeError,
    );
});
