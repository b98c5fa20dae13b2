// One message to the signature thread holds a batch of jobs in one transferred buffer: a structured
// clone would copy the whole buffer for each job.  A job: its kind (1 byte), the length of its
// message (4 bytes, little-endian), then for a verification the public key (32 bytes) and the
// signature (64 bytes), for a signature the number of the private key (4 bytes), then the message.
// The results, in order: 1 byte for a verification, 1 or 0; 64 bytes for a signature.

interface VerifyJob {
  kind: "verify";
  message: Uint8Array;
  publicKey: Uint8Array;
  signature: Uint8Array;
}

interface SignJob {
  kind: "sign";
  message: Uint8Array;
  keyNumber: number;
}

export type Job = VerifyJob | SignJob;

const headBytes = 5;
const publicKeyBytes = 32;
const keyNumberBytes = 4;
const signatureBytes = 64;

export function packJobs(jobs: readonly Job[]): ArrayBuffer {
  let size = 0;
  for (const job of jobs) size += packedBytes(job);
  const buffer = new ArrayBuffer(size);
  const bytes = Buffer.from(buffer);
  let at = 0;
  for (const job of jobs) {
    bytes[at] = job.kind === "verify" ? 1 : 0;
    bytes.writeUInt32LE(job.message.byteLength, at + 1);
    at += headBytes;
    if (job.kind === "verify") {
      bytes.set(job.publicKey, at);
      bytes.set(job.signature, at + publicKeyBytes);
      at += publicKeyBytes + signatureBytes;
    } else {
      bytes.writeUInt32LE(job.keyNumber, at);
      at += keyNumberBytes;
    }
    bytes.set(job.message, at);
    at += job.message.byteLength;
  }
  return buffer;
}

function packedBytes({ kind, message }: Job) {
  const fixed = kind === "verify" ? publicKeyBytes + signatureBytes : keyNumberBytes;
  return headBytes + fixed + message.byteLength;
}

/** The jobs of {@link packJobs}, as views of its buffer. */
export function unpackJobs(buffer: ArrayBuffer): Job[] {
  const bytes = Buffer.from(buffer);
  let at = 0;
  const take = (length: number) => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  const jobs: Job[] = [];
  while (at < bytes.byteLength) {
    const head = take(headBytes);
    const length = head.readUInt32LE(1);
    if (head[0] === 1) {
      const publicKey = take(publicKeyBytes);
      const signature = take(signatureBytes);
      jobs.push({ kind: "verify", publicKey, signature, message: take(length) });
    } else {
      const keyNumber = take(keyNumberBytes).readUInt32LE();
      jobs.push({ kind: "sign", keyNumber, message: take(length) });
    }
  }
  return jobs;
}

export function packResults(results: readonly (boolean | Uint8Array)[]): ArrayBuffer {
  const size = results.reduce((sum, result) => sum + (typeof result === "boolean" ? 1 : signatureBytes), 0);
  const buffer = new ArrayBuffer(size);
  const bytes = new Uint8Array(buffer);
  let at = 0;
  for (const result of results) {
    if (typeof result === "boolean") {
      bytes[at] = result ? 1 : 0;
      at += 1;
    } else {
      bytes.set(result, at);
      at += signatureBytes;
    }
  }
  return buffer;
}

/** @throws {RangeError} unless the results are for these jobs. */
export function unpackResults(buffer: ArrayBuffer, jobs: readonly Job[]): (boolean | Uint8Array)[] {
  const bytes = new Uint8Array(buffer);
  let at = 0;
  const results = jobs.map(({ kind }) => {
    if (kind === "verify") return bytes[at++] === 1;
    at += signatureBytes;
    return bytes.slice(at - signatureBytes, at);
  });
  if (at !== bytes.byteLength) throw new RangeError(`results of ${bytes.byteLength} bytes, not ${at}`);
  return results;
}
