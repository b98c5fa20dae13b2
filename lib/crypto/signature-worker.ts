// The signature thread gets private keys and batches of jobs from signature-thread.ts, and answers
// in order. Loads only Node's own modules and the format of a batch.

import type { KeyObject } from "node:crypto";
import { sign, verify } from "node:crypto";
import { parentPort } from "node:worker_threads";
import { ed25519PublicKey } from "./ed25519-public-key.ts";
import type { Job } from "./signature-jobs.ts";
import { packResults, unpackJobs } from "./signature-jobs.ts";

const privateKeys: Map<number, KeyObject> = new Map();

parentPort?.on("message", (message) => {
  if (message.key) {
    privateKeys.set(message.keyNumber, message.key);
    return;
  }
  const { number, jobs } = message;
  try {
    const results = packResults(unpackJobs(jobs).map(resultOf));
    parentPort?.postMessage({ number, results }, [results]);
  } catch (error) {
    // One job failed: the rest of the batch continues.
    parentPort?.postMessage({ number, error });
  }
});
// A batch that can't be read has no answer, and must not get the next one's.
parentPort?.on("messageerror", (error) => {
  throw error;
});

function resultOf(job: Job) {
  if (job.kind === "verify") return verify(null, job.message, ed25519PublicKey(job.publicKey), job.signature);
  const key = privateKeys.get(job.keyNumber);
  if (!key) throw new Error(`no private key ${job.keyNumber}`);
  return sign(null, job.message, key);
}
