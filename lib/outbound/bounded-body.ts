import { pipeline, type Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip } from "node:zlib";
import { OutboundFault } from "./outbound-fault.ts";

/** Offered with every call: the codings that are undone here. */
export const acceptedCodings = "gzip, br";

const decoders: Record<string, () => Transform> = { gzip: createGunzip, br: createBrotliDecompress };

/**
 * Reads a body, decompressed, up to a limit, and nothing of the rest. A body that `mayBeCut` ends
 * at the limit, because only its status matters; another one is refused.
 * @throws {OutboundFault} `too_large`; `failed` for a coding that was not offered
 */
export async function readBounded(
  body: Readable,
  { coding, maximumBytes, mayBeCut }: { coding: string; maximumBytes: number; mayBeCut: boolean },
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of decoded(body, coding) as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size > maximumBytes) break;
    }
  } finally {
    body.on("error", () => {}).destroy();
  }
  if (size > maximumBytes && !mayBeCut)
    throw new OutboundFault("too_large", `the response is larger than ${maximumBytes} bytes`);
  return new Uint8Array(Buffer.concat(chunks).subarray(0, maximumBytes));
}

function decoded(body: Readable, coding: string): Readable {
  if (coding === "" || coding === "identity") return body;
  const decoder = decoders[coding]?.();
  if (!decoder) throw new OutboundFault("failed", "the response has a coding that was not offered");
  return pipeline(body, decoder, () => {});
}
