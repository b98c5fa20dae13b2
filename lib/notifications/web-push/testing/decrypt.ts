import { createDecipheriv, createECDH, hkdfSync } from "node:crypto";

/** The secrets of a subscription, which only the browser has. */
export interface BrowserKeys {
  /** The private key, a scalar of P-256. */
  privateKey: Uint8Array;
  auth: Uint8Array;
}

const tagBytes = 16;

/**
 * Decrypts a message as a browser does: one record of aes128gcm (RFC 8188 section 2), with keys
 * agreed as RFC 8291 section 3 says.
 */
export function decrypt(body: Buffer, { privateKey, auth }: BrowserKeys): string {
  const salt = body.subarray(0, 16);
  const recordSize = body.readUInt32BE(16);
  const keyLength = body.readUInt8(20);
  const sender = body.subarray(21, 21 + keyLength);
  const record = body.subarray(21 + keyLength);
  if (record.length > recordSize) throw new Error("a push message is one record");
  const ecdh = createECDH("prime256v1");
  ecdh.setPrivateKey(privateKey);
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), ecdh.getPublicKey(), sender]);
  const key = Buffer.from(hkdfSync("sha256", ecdh.computeSecret(sender), auth, info, 32));
  const derive = (purpose: string, length: number) =>
    Buffer.from(hkdfSync("sha256", key, salt, `Content-Encoding: ${purpose}\0`, length));
  const decipher = createDecipheriv("aes-128-gcm", derive("aes128gcm", 16), derive("nonce", 12));
  decipher.setAuthTag(record.subarray(record.length - tagBytes));
  const middle = record.subarray(0, record.length - tagBytes);
  return unpadded(Buffer.concat([decipher.update(middle), decipher.final()])).toString("utf8");
}

/** The last record ends with 2 and zeros. */
function unpadded(padded: Buffer): Buffer {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end -= 1;
  if (padded[end] !== 2) throw new Error("the record has no delimiter of a last record");
  return padded.subarray(0, end);
}
