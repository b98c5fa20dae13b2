import { randomBytes } from "node:crypto";
import { createWriteStream, existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Socket } from "node:net";
import { Transform, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { EmbeddedDatabaseError } from "./failure.ts";

/** The data of one archive is behind a `d`: PostgreSQL's documentation, BASE_BACKUP. */
const archiveData = "d".charCodeAt(0);

/** Takes the bytes of a backup, and gives those that end its file. */
export interface BackupSeal {
  update(bytes: Uint8Array): void;
  end(): Uint8Array;
}

/**
 * Writes the cluster of a running server to one sealed tar file, complete or not at all.
 * @throws {EmbeddedDatabaseError} if the file exists
 */
export async function writeBaseBackup(
  url: string,
  file: string,
  { seal, signal }: { seal: BackupSeal; signal: AbortSignal },
): Promise<void> {
  const draft = `${file}.draft-${process.pid}`;
  if (existsSync(file)) throw new EmbeddedDatabaseError(`${file} exists. Name a file that doesn't.`);
  if (existsSync(draft))
    throw new EmbeddedDatabaseError(`An interrupted backup left ${draft}. Remove that file, then repeat.`);
  const sealing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seal.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      done(null, seal.end());
    },
  });
  try {
    const out = createWriteStream(draft, { flags: "wx", mode: 0o600, flush: true });
    const [written] = await Promise.allSettled([
      pipeline(sealing, out),
      readBaseBackup(url, sealing, signal),
    ]);
    // A lost connection ends the file with its own error, and a full disk the connection.
    if (written.status === "rejected") throw written.reason;
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/**
 * Copies the cluster of a running server, as pg_basebackup does, which the embedded PostgreSQL lacks: with the
 * log of what is written until it ends, so that it is the database of one moment. PostgreSQL verifies the
 * checksum of each page of each table and index that it sends, and fails at the end if one is wrong.
 */
export async function readBaseBackup(url: string, out: Writable, signal: AbortSignal): Promise<void> {
  const socket = new Socket();
  const client = new pg.Client({ connectionString: `${url}?replication=true`, stream: () => socket });
  let reject: (error: unknown) => void = () => undefined;
  const broken = new Promise<never>((_resolve, refuse) => {
    reject = refuse;
  });
  broken.catch(() => undefined);
  const interrupt = () => reject(signal.reason);
  client.on("error", reject);
  signal.addEventListener("abort", interrupt);
  out.once("close", () => reject(new Error("The file was closed.")));
  try {
    signal.throwIfAborted();
    await Promise.race([broken, client.connect()]);
    // Without the slot, a checkpoint removes the log that the backup ends with. It ends with the connection.
    const slot = `countersign_backup_${randomBytes(8).toString("hex")}`;
    const reserve = `CREATE_REPLICATION_SLOT ${slot} TEMPORARY PHYSICAL (RESERVE_WAL)`;
    await Promise.race([broken, client.query(reserve)]);
    await Promise.race([broken, copyTo(out, client, socket)]);
    await client.end();
    out.end();
  } catch (cause) {
    const error = explained(cause);
    socket.destroy();
    out.destroy(error);
    throw error;
  } finally {
    signal.removeEventListener("abort", interrupt);
  }
}

/** Words for a connection that ended: the code of PostgreSQL when it stops, or none. */
function explained(cause: unknown): Error {
  const isError = cause instanceof Error;
  const hasEnded =
    isError && ("code" in cause ? cause.code === "57P01" : /^Connection terminated/.test(cause.message));
  if (isError && !hasEnded) return cause;
  return new EmbeddedDatabaseError("The database ended the connection. Repeat the command.", { cause });
}

function copyTo(out: Writable, client: pg.Client, socket: Socket): Promise<void> {
  out.on("drain", () => void socket.resume());
  class Copy extends pg.Query {
    handleCopyData({ chunk }: { chunk: Buffer }): void {
      if (chunk[0] !== archiveData || out.destroyed) return;
      // The driver uses the memory of the chunk again.
      if (!out.write(Buffer.from(chunk.subarray(1)))) socket.pause();
    }
  }
  return new Promise((resolve, reject) => {
    const query = new Copy("BASE_BACKUP (LABEL 'countersign', WAL true, CHECKPOINT 'fast', MANIFEST 'no')");
    query.on("end", () => resolve());
    query.on("error", reject);
    client.query(query);
  });
}
