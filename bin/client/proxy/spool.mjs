// @ts-check
import { createHash, randomUUID } from "node:crypto";
import { unlinkSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { tooLarge } from "./head.mjs";
import { Refusal } from "./refusal.mjs";

/** @typedef {import("node:fs/promises").FileHandle} FileHandle */

/**
 * A body that has arrived. What is forwarded are these bytes.
 * @typedef {object} Spooled
 * @property {number} bytes
 * @property {string} sha256 base64url
 * @property {Buffer} [content] a body in memory
 * @property {() => Readable} read
 * @property {() => Promise<void>} discard
 */

const mostInMemory = 1024 * 1024;

/**
 * Reads a body completely, in memory up to 1 MiB and else in a file that only this process can
 * read.
 * @param {import("node:http").IncomingMessage} request
 * @param {{mostBytes: number, seconds: number}} limits
 * @returns {Promise<Spooled>}
 * @throws {Refusal} for a body that is too large or arrives too slowly
 */
export async function spool(request, { mostBytes, seconds }) {
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

/** @implements {Spooled} */
class Body {
  bytes = 0;
  #hash = createHash("sha256");
  /** @type {string | undefined} */
  #sha256;
  /** @type {Buffer[]} */
  #chunks = [];
  /** @type {TemporaryFile | undefined} */
  #file;

  /** @param {Buffer} chunk */
  async append(chunk) {
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

/** @typedef {{handle: FileHandle, remove: () => void}} TemporaryFile */

/**
 * A file without a name: it is gone when it is closed, even if the process is killed. On Windows an
 * open file keeps its name, and is removed after it was closed.
 * @returns {Promise<TemporaryFile>}
 */
async function openTemporaryFile() {
  const path = join(tmpdir(), `countersign-body-${randomUUID()}`);
  const handle = await open(path, "wx+", 0o600);
  if (process.platform === "win32") return { handle, remove: () => unlinkSync(path) };
  unlinkSync(path);
  return { handle, remove: () => {} };
}

/** @param {number} seconds */
function deadline(seconds) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const promise = /** @type {Promise<never>} */ (
    new Promise((_, reject) => {
      const slow = new Refusal(408, "slow_body", `The body didn't arrive within ${seconds} seconds.`);
      timer = setTimeout(() => reject(slow), seconds * 1000);
    })
  );
  promise.catch(() => {});
  return { promise, cancel: () => clearTimeout(timer) };
}
