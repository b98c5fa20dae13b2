import { generateKeyPairSync, verify } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { afterAll, expect, test } from "vitest";
import { packJobs, unpackResults } from "#lib/crypto/signature-jobs";
import { bundleServer } from "./bundle-server.ts";

const folder = mkdtempSync(path.join(tmpdir(), "countersign-bundle-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("the bundled server has each file that its code starts, and its threads work", async () => {
  await bundleServer(folder);
  const bundle = path.join(folder, "bundled-server");
  const files = readdirSync(bundle);
  const started = files
    .filter((file) => file.endsWith(".mjs"))
    .flatMap((file) => [
      ...readFileSync(path.join(bundle, file), "utf8").matchAll(
        /threadSource\d*\("([^"]+)", import\.meta\.url\)/g,
      ),
    ])
    .map(([, name]) => `${name}.mjs`);
  expect(started.sort()).toEqual(["schema-worker.mjs", "signature-worker.mjs"]);
  expect(files).toEqual(expect.arrayContaining(started));

  const schemas = new Worker(path.join(bundle, "schema-worker.mjs"));
  schemas.postMessage({ properties: { a: { requierd: [] } } });
  expect((await once(schemas, "message"))[0]).toContain("requierd");
  await schemas.terminate();

  const worker = new Worker(path.join(bundle, "signature-worker.mjs"));
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const message = Buffer.from("message");
  worker.postMessage({ keyNumber: 1, key: privateKey });
  worker.postMessage({ number: 7, jobs: packJobs([{ kind: "sign", message, keyNumber: 1 }]) });
  const [answer] = await once(worker, "message");
  expect(answer.number).toBe(7);
  const [signature] = unpackResults(answer.results, [{ kind: "sign", message, keyNumber: 1 }]);
  expect(verify(null, message, publicKey, signature as Uint8Array)).toBe(true);
  await worker.terminate();
});
