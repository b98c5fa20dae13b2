import type { FileHandle } from "node:fs/promises";

const blockBytes = 512;
const folders = [
  ...["base", "global", "log", "pg_commit_ts", "pg_dynshmem", "pg_logical", "pg_multixact", "pg_notify"],
  ...["pg_replslot", "pg_serial", "pg_snapshots", "pg_stat", "pg_stat_tmp", "pg_subtrans", "pg_twophase"],
  ...["pg_wal", "pg_xact"],
];
const files = [
  ...["PG_VERSION", "backup_label", "current_logfiles", "countersign-restored"],
  ...["postgresql.conf", "postgresql.auto.conf", "pg_hba.conf", "pg_ident.conf"],
];
const names = new RegExp(
  `^(?:(?:\\./)?(?:${folders.join("|")})(?:/\\w[\\w.-]*)*/?|pg_tblspc/?|${files.join("|").replaceAll(".", "\\.")})$`,
);
const [plainFile, folder] = [..."05"].map((kind) => kind.charCodeAt(0));

/**
 * Whether a tar file has nothing but the plain files and folders of a cluster: no link, no tablespace and no
 * file that makes PostgreSQL run a program or read elsewhere. Names and kinds that PostgreSQL doesn't write
 * (pg_tar.h) are refused, so that tar can't read them in another way.
 * @param length the bytes of the tar file; the seal follows
 */
export async function isPlainCluster(handle: FileHandle, length: number): Promise<boolean> {
  const header = Buffer.alloc(blockBytes);
  for (let place = 0; place < length; ) {
    await handle.read(header, 0, blockBytes, place);
    if (header.every((byte) => byte === 0)) return place === length - 2 * blockBytes;
    const name = textOf(header.subarray(0, 100));
    const size = /^([0-7]{11})[ \0]$/.exec(header.toString("latin1", 124, 136))?.[1];
    const hasPrefix = header.subarray(345, 500).some((byte) => byte !== 0);
    const isKnown = header[156] === plainFile || header[156] === folder;
    if (!isKnown || hasPrefix || size === undefined || !names.test(name)) return false;
    place += blockBytes * (1 + Math.ceil(Number.parseInt(size, 8) / blockBytes));
  }
  return false;
}

function textOf(field: Buffer): string {
  const end = field.indexOf(0);
  return field.toString("latin1", 0, end === -1 ? field.length : end);
}
