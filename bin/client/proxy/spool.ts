import { createHash, randomUUID } from "node:crypto";
import { unlinkSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { tooLarge } from "./head.ts";
import { ProxyRefusal } from "./proxy-refusal.ts";

/** A body that has arrived. Exactly these bytes are forwarded. */
export interface Spooled {
  bytes: number;
  /** base64url. */
  sha256: string;
  content?: Buffer;
  read: () => Readable;
  discard: () => Promise<void>;
}

const mostInMemory = 1024 * 1024;

/** Reads a body, in memory up to 1 MiB, else in a private file. @throws {ProxyRefusal} */
export async function spool(
  request: IncomingMessage,
  { mostBytes, seconds }: { mostBytes: number; seconds: number },
): Promise<Spooled> {
  const body = new Body();
  const { promise: late, cancel } = deadline(seconds);
  // A destroyed request couldn't be answered.
  const chunks = request.iterator({ destroyOnReturn: false });
  try {
    for (;;) {
      const { value, done } = await Promise.race([chunks.next(), late]);
      if (done) return body;
      if (body.bytes + value.length > mostBytes) throw tooLarge(mostBytes);
      await body.append(value);
    }
  } catch (error) {
    await body.discard();
    throw error;
  } finally {
    cancel();
  }
}

class Body implements Spooled {
  bytes = 0;
  #hash = createHash("sha256");
  #sha256: string | undefined;
  #chunks: Buffer[] = [];
  #file: TemporaryFile | undefined;

  async append(chunk: Buffer) {
    this.bytes += chunk.length;
    this.#hash.update(chunk);
    if (!this.#file && this.bytes <= mostInMemory) return void this.#chunks.push(chunk);
    this.#file ??= await openTemporaryFile();
    const chunks = [...this.#chunks.splice(0), chunk];
    for (const one of chunks) await this.#file.handle.appendFile(one);
  }

  get sha256() {
    this.#sha256 ??= this.#hash.digest("base64url");
    return this.#sha256;
  }

  get content() {
    return this.#file ? undefined : Buffer.concat(this.#chunks);
  }

  read() {
    return this.#file
      ? this.#file.handle.createReadStream({ start: 0, autoClose: false })
      : Readable.from(this.#chunks, { objectMode: false });
  }

  async discard() {
    this.#chunks = [];
    const file = this.#file;
    this.#file = undefined;
    await file?.handle.close();
    file?.remove();
  }
}

interface TemporaryFile {
  handle: FileHandle;
  remove: () => void;
}

/** A file without a name, gone when closed or killed. Windows removes the file after closing. */
async function openTemporaryFile(): Promise<TemporaryFile> {
  const path = join(tmpdir(), `countersign-body-${randomUUID()}`);
  const handle = await open(path, "wx+", 0o600);
  if (process.platform === "win32") return { handle, remove: () => unlinkSync(path) };
  unlinkSync(path);
  return { handle, remove: () => {} };
}

function deadline(seconds: number) {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise((_, reject) => {
    const slow = new ProxyRefusal(408, "slow_body", `The body didn't arrive within ${seconds} seconds.`);
    timer = setTimeout(() => reject(slow), seconds * 1000);
  }) as Promise<never>;
  promise.catch(() => {});
  return { promise, cancel: () => clearTimeout(timer) };
}
