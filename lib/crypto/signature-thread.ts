import { type KeyObject, verify } from "node:crypto";
import { Worker } from "node:worker_threads";
import { groupCommit } from "#lib/batching/group-commit";
import { type Ed25519Engine, libuvEngine } from "#lib/crypto/ed25519";
import { threadSource } from "#lib/kernel/thread-source";
import { ed25519PublicKey } from "./ed25519-public-key.ts";
import { type Job, packJobs, unpackResults } from "./signature-jobs.ts";

export interface SignatureThread extends Ed25519Engine {
  stop(): Promise<void>;
}

interface Task {
  job: Job;
  onLibuv: () => Promise<boolean | Uint8Array>;
}

interface Batch {
  number: number;
  resolve: (results: ArrayBuffer) => void;
  reject: (error: unknown) => void;
}

interface BatchAnswer {
  number: number;
  results?: ArrayBuffer;
  error?: unknown;
}

/**
 * Starts a thread for Ed25519 signatures, with one message for all jobs that arrive together: waking a libuv
 * thread for each costs the main thread more (docs/performance.md). If the thread ends unasked (`onEnd`),
 * libuv's pool does all jobs.
 *
 * A verification after a pause of all verifications is made by the calling thread, because waking
 * another takes twice as long as the verification: 200 in a second at most.
 */
export function startSignatureThread({
  onEnd,
  pauseMilliseconds = 5,
}: {
  onEnd: (error: unknown) => void;
  pauseMilliseconds?: number;
}): SignatureThread {
  const { source, options } = threadSource("signature-worker", import.meta.url);
  const worker = new Worker(source, { name: "signatures", ...options });
  let hasEnded = false;
  const underWay: Batch[] = [];
  const end = (error: unknown) => {
    if (hasEnded) return;
    hasEnded = true;
    void worker.terminate();
    onEnd(error);
    for (const batch of underWay.splice(0)) batch.reject(error);
  };
  // The thread answers in order: a wrong batch's results would be a wrong yes.
  worker.on("message", ({ number, results, error }: BatchAnswer) => {
    const batch = underWay[0]?.number === number ? underWay.shift() : undefined;
    if (!batch) end(new Error(`the signature thread answered batch ${number} out of order`));
    else if (results) batch.resolve(results);
    else batch.reject(error);
  });
  worker.on("messageerror", end);
  worker.once("error", end);
  worker.once("exit", () => end(new Error("the signature thread ended")));

  let last = 0;
  const post = (jobs: Job[]) =>
    new Promise<ArrayBuffer>((resolve, reject) => {
      last++;
      underWay.push({ number: last, resolve, reject });
      const batch = packJobs(jobs);
      worker.postMessage({ number: last, jobs: batch }, [batch]);
    });
  const onThread = async (tasks: Task[]) => {
    const jobs = tasks.map(({ job }) => job);
    return unpackResults(await post(jobs), jobs);
  };
  const run = groupCommit<Task, boolean | Uint8Array>(
    (tasks) => {
      const onLibuv = () => Promise.all(tasks.map((task) => task.onLibuv()));
      return hasEnded ? onLibuv() : onThread(tasks).catch(onLibuv);
    },
    // The thread works at one batch while the next arrives.
    { mostTogether: 64, mostUnderWay: 2, patienceMilliseconds: 0, isSharedName: () => false },
  );
  const numberOf = keyNumbers(worker);
  let lastVerifiedAt = Number.NEGATIVE_INFINITY;
  return {
    verify: async (message, publicKey, signature) => {
      const isAfterPause = performance.now() - lastVerifiedAt > pauseMilliseconds;
      const isValid = isAfterPause && verify(null, message, ed25519PublicKey(publicKey), signature);
      // After the verification: a slow one is no pause.
      lastVerifiedAt = performance.now();
      if (isAfterPause) return isValid;
      const job = { kind: "verify", message, publicKey, signature } as const;
      const onLibuv = () => libuvEngine.verify(message, publicKey, signature);
      return run({ job, onLibuv }) as Promise<boolean>;
    },
    sign: (message, privateKey) =>
      run({
        job: { kind: "sign", message, keyNumber: numberOf(privateKey) },
        onLibuv: () => libuvEngine.sign(message, privateKey),
      }) as Promise<Uint8Array>,
    stop: async () => {
      hasEnded = true;
      await worker.terminate();
    },
  };
}

/** The number of a private key at the worker, which gets each key once. */
function keyNumbers(worker: Worker): (key: KeyObject) => number {
  const numbers = new WeakMap<KeyObject, number>();
  let last = 0;
  return (key) => {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    last++;
    numbers.set(key, last);
    worker.postMessage({ keyNumber: last, key });
    return last;
  };
}
