import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { once } from "node:events";
import type { Worker } from "node:worker_threads";
import { afterEach, expect, test, vi } from "vitest";
import { libuvEngine } from "#lib/crypto/ed25519";
import { type SignatureThread, startSignatureThread } from "./signature-thread.ts";

const started: SignatureThread[] = [];
afterEach(async () => {
  for (const thread of started.splice(0)) await thread.stop();
});

/** A running thread, its worker, and the errors it ended with. */
async function start(pauseMilliseconds = Number.POSITIVE_INFINITY) {
  const ends: unknown[] = [];
  const created = once(process, "worker");
  const thread = startSignatureThread({ onEnd: (error) => ends.push(error), pauseMilliseconds });
  started.push(thread);
  const [worker] = (await created) as [Worker];
  return { thread, worker, ends };
}

const pairs = Array.from({ length: 3 }, () => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return { privateKey, raw: publicKey.export({ format: "der", type: "spki" }).subarray(-32) };
});

function pairOf(index: number): { privateKey: KeyObject; raw: Uint8Array } {
  const pair = pairs[index % pairs.length];
  if (!pair) throw new Error("no pair");
  return pair;
}

const message = (index: number) => Buffer.from(`message ${index} ${"x".repeat(index % 50)}`);

test("each of many simultaneous jobs gets its own result, the one libuv gives", async () => {
  const { thread, ends } = await start();
  const results = await Promise.all(
    Array.from({ length: 300 }, async (_, index) => {
      const { privateKey, raw } = pairOf(index);
      const [signed, expected] = await Promise.all([
        thread.sign(message(index), privateKey),
        libuvEngine.sign(message(index), privateKey),
      ]);
      // Every second message is one that was not signed.
      const isOwn = index % 2 === 0;
      const isValid = await thread.verify(message(isOwn ? index : index + 1), raw, signed);
      return { isEqual: Buffer.compare(signed, expected) === 0, isAsExpected: isValid === isOwn };
    }),
  );
  expect(results.filter(({ isEqual, isAsExpected }) => !isEqual || !isAsExpected)).toEqual([]);
  expect(ends).toEqual([]);
});

test("a signature by another key is refused, and an empty message is signed", async () => {
  const { thread } = await start();
  const signed = await thread.sign(new Uint8Array(), pairOf(0).privateKey);
  expect(await thread.verify(new Uint8Array(), pairOf(0).raw, signed)).toBe(true);
  expect(await thread.verify(new Uint8Array(), pairOf(1).raw, signed)).toBe(false);
});

test("a job that fails does not fail the jobs of its batch", async () => {
  const { thread, ends } = await start();
  const { privateKey, raw } = pairOf(0);
  const signature = sign(null, message(1), privateKey);
  const wrongKey = generateKeyPairSync("x25519").privateKey;
  const [failed, verified, signed] = await Promise.allSettled([
    thread.sign(message(1), wrongKey),
    thread.verify(message(1), raw, signature),
    thread.sign(message(1), privateKey),
  ]);
  expect(failed.status).toBe("rejected");
  expect(verified).toEqual({ status: "fulfilled", value: true });
  expect(signed).toMatchObject({ status: "fulfilled" });
  expect(ends).toEqual([]);
});

test("when the thread ends, its jobs and later ones are done without it", async () => {
  const { thread, worker, ends } = await start();
  const { privateKey, raw } = pairOf(0);
  const underWay = Array.from({ length: 200 }, (_, index) => thread.sign(message(index), privateKey));
  await worker.terminate();
  const signatures = await Promise.all(underWay);
  const late = await Promise.all(
    signatures.map((signature, index) => thread.verify(message(index), raw, signature)),
  );
  expect(late.every((isValid) => isValid)).toBe(true);
  expect(ends).toHaveLength(1);
});

test("an answer to another batch ends the thread, and no job gets it", async () => {
  const { thread, worker, ends } = await start();
  const { privateKey, raw } = pairOf(0);
  const signature = sign(null, message(1), privateKey);
  const verifying = thread.verify(message(2), raw, signature);
  // The batch is sent, and its answer arrives in a later turn.
  await new Promise(setImmediate);
  // A yes for a batch that was never sent.
  worker.emit("message", { number: 7, results: Uint8Array.of(1).buffer });
  expect(await verifying).toBe(false);
  expect(ends).toHaveLength(1);
  expect(await thread.verify(message(1), raw, signature)).toBe(true);
});

test("a verification after a pause doesn't wait for the thread, and the next one does", async () => {
  const { thread, worker } = await start(60_000);
  const { privateKey, raw } = pairOf(0);
  const signature = sign(null, message(1), privateKey);
  const posted = vi.spyOn(worker, "postMessage");
  expect(await thread.verify(message(1), raw, signature)).toBe(true);
  expect(posted).not.toHaveBeenCalled();
  expect(await thread.verify(message(2), raw, signature)).toBe(false);
  expect(posted).toHaveBeenCalledTimes(1);
});

test("a first verification rejects a wrong signature", async () => {
  const { thread } = await start(60_000);
  expect(await thread.verify(message(2), pairOf(0).raw, sign(null, message(1), pairOf(0).privateKey))).toBe(
    false,
  );
});

test("when the thread ends with one job, that job is done without it", async () => {
  const { thread, worker } = await start();
  const { privateKey, raw } = pairOf(0);
  const underWay = thread.sign(message(1), privateKey);
  const signature = expect(underWay).resolves.toHaveLength(64);
  await worker.terminate();
  await signature;
  expect(await thread.verify(message(1), raw, await underWay)).toBe(true);
});
