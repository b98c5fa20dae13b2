import { createHmac, timingSafeEqual } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { deriveKey, type MasterSecret } from "./seal.ts";

const title = Buffer.from("\ncountersign backup 1\n");
const macBytes = 32;
const sealBytes = title.length + 2 * macBytes;
const chunkBytes = 1_000_000;

/**
 * The end of a file: HMAC-SHA-256 (RFC 2104) of its other bytes, which needs the secret. A
 * mark of the secret before it tells another secret from a changed file.
 */
export class FileSeal {
  readonly #mark: Buffer;
  readonly #mac;

  constructor(secret: MasterSecret) {
    const key = deriveKey(secret, "backup");
    this.#mark = createHmac("sha256", key).update(title).digest();
    this.#mac = createHmac("sha256", key).update(this.#mark);
  }

  update(bytes: Uint8Array): void {
    this.#mac.update(bytes);
  }

  end(): Buffer {
    return Buffer.concat([title, this.#mark, this.#mac.digest()]);
  }
}

/** How many bytes of a file its seal covers, or what is wrong with it. */
export async function sealedBytes(
  handle: FileHandle,
  secret: MasterSecret,
): Promise<number | "not_sealed" | "other_secret" | "changed"> {
  const length = (await handle.stat()).size - sealBytes;
  if (length < 0) return "not_sealed";
  const { buffer: found } = await handle.read(Buffer.alloc(sealBytes), 0, sealBytes, length);
  if (!found.subarray(0, title.length).equals(title)) return "not_sealed";
  const seal = new FileSeal(secret);
  const chunk = Buffer.alloc(chunkBytes);
  for (let read = 0; read < length; ) {
    const { bytesRead } = await handle.read(chunk, 0, Math.min(chunkBytes, length - read), read);
    if (bytesRead === 0) return "changed";
    seal.update(chunk.subarray(0, bytesRead));
    read += bytesRead;
  }
  const expected = seal.end();
  const markEnd = title.length + macBytes;
  if (!timingSafeEqual(expected.subarray(0, markEnd), found.subarray(0, markEnd))) return "other_secret";
  return timingSafeEqual(expected, found) ? length : "changed";
}
