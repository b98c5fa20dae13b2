import { crc32, deflateRawSync } from "node:zlib";
import { gzip } from "../gzip.ts";

/** A file of an archive: its path there, and its bytes. */
export interface Entry {
  name: string;
  content: Uint8Array;
}

// Equal files give equal bytes, so that two builds of one version have the same sums: no archive
// has the time of its build, nor an owner.
const tarTime = 499_162_500;
/** The second of February 2020 in the form of MS-DOS. */
const zipDate = ((2020 - 1980) << 9) | (2 << 5) | 2;

/** A compressed tar archive of regular files (POSIX.1-1988, ustar). */
export function tarball(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ name, content }) => {
    const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
    return [tarHeader(name, content.length), content, padding];
  });
  return gzip(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

function tarHeader(name: string, bytes: number): Buffer {
  if (Buffer.byteLength(name) > 100) throw new Error(`a name of more than 100 bytes: ${name}`);
  const header = Buffer.alloc(512);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, "0")}\0`;
  header.write(name, 0);
  header.write(octal(0o644, 7), 100);
  header.write(octal(0, 7) + octal(0, 7), 108);
  header.write(octal(bytes, 11) + octal(tarTime, 11), 124);
  // The sum is taken with spaces in the place of the sum.
  header.write("        0", 148);
  header.write("ustar\x0000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

/** A zip archive of regular files (APPNOTE 6.3.2). */
export function zip(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const packed = deflateRawSync(content, { level: 9 });
    const common = zipFields(name, content, packed.length);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), packed]);
    directory.push(zipDirectoryEntry(name, common, offset));
    parts.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listed, end]);
}

/** The fields that a file's header and its entry in the directory share. */
function zipFields(name: string, content: Uint8Array, packedBytes: number): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt16LE(zipDate, 8);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(packedBytes, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  return fields;
}

function zipDirectoryEntry(name: string, fields: Buffer, offset: number): Buffer {
  const entry = Buffer.alloc(14);
  // An ordinary file that all can read, and its owner can write.
  entry.writeUInt32LE(0o100644 * 0x10000, 6);
  entry.writeUInt32LE(offset, 10);
  // Made on Unix, which the permissions need.
  return Buffer.concat([Buffer.from("PK\x01\x02\x14\x03"), fields, entry, Buffer.from(name)]);
}
