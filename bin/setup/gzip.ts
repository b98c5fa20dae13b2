import { gzipSync } from "node:zlib";

/** Compresses equal bytes to equal bytes on every system: the header doesn't name it (RFC 1952, section 2.3.1). */
export function gzip(content: Uint8Array): Buffer {
  const compressed = gzipSync(content, { level: 9 });
  compressed[9] = 255;
  return compressed;
}
