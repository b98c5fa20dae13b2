import { createWriteStream, existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import type { Socket } from "node:net";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import pg from "pg";
import { EmbeddedDatabaseError } from "./failure.ts";

/** The data of one archive is behind a `d`: PostgreSQL's documentation, BASE_BACKUP. */
const archiveData = "d".charCodeAt(0);

/**
 * Writes the cluster of a running server to one tar file, as pg_basebackup does, which the embedded PostgreSQL
 * lacks: with the log of what is written until it ends, so that it is the database of one moment.
 * @throws {EmbeddedDatabaseError} if the file exists
 */
export async function writeBaseBackup(url: string, file: string): Promise<void> {
  if (existsSync(file)) throw new EmbeddedDatabaseError(`${file} exists. Name a file that doesn't.`);
  const draft = `${file}.draft`;
  const out = createWriteStream(draft, { flags: "wx", mode: 0o600, flush: true });
  const written = finished(out);
  const client = new pg.Client(`${url}?replication=true`);
  try {
    await Promise.race([written, client.connect()]);
    await Promise.race([written, copyTo(out, client)]);
    out.end();
    await written;
    await rename(draft, file);
  } catch (error) {
    out.destroy();
    await written.catch(() => undefined);
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST"))
      await rm(draft, { force: true });
    throw error;
  } finally {
    await client.end();
  }
}

function copyTo(out: Writable, client: pg.Client): Promise<void> {
  let paused: Socket | undefined;
  const resume = () => void paused?.resume();
  out.on("drain", resume);
  // After a full disk: the client can't end while its connection waits.
  out.on("close", resume);
  class Copy extends pg.Query {
    handleCopyData({ chunk }: { chunk: Buffer }, { stream }: { stream: Socket }): void {
      if (chunk[0] !== archiveData || out.destroyed) return;
      // The driver uses the memory of the chunk again.
      if (out.write(Buffer.from(chunk.subarray(1)))) return;
      paused = stream.pause();
    }
  }
  return new Promise((resolve, reject) => {
    const query = new Copy("BASE_BACKUP (LABEL 'countersign', WAL true, CHECKPOINT 'fast', MANIFEST 'no')");
    query.on("end", () => resolve());
    query.on("error", reject);
    client.query(query);
  });
}
