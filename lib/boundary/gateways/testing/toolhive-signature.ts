import { createHmac } from "node:crypto";

/** The header `X-ToolHive-Signature`, as ToolHive's `SignPayload` computes it. For tests only. */
export function toolHiveSignature(secret: string, timestamp: number, payload: Uint8Array): string {
  const message = Buffer.concat([Buffer.from(`${timestamp}.`), payload]);
  return `sha256=${createHmac("sha256", secret).update(message).digest("hex")}`;
}
