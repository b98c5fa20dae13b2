import { CountersignError } from "#lib/errors";
import { type Jwks, jwksSchema } from "./jwks.ts";

const patienceMilliseconds = 3000;
const maximumBytes = 256 * 1024;

/**
 * Fetches a JWK Set. An admin chose the address, with a passkey; even so it is asked for as little as can be: no redirect is followed, nothing
 * of ours is sent along, and of the answer only public keys are kept and nothing is shown. Addresses in private networks are allowed, because
 * that is where many identity providers are.
 * @throws {CountersignError} `busy` when there are no usable keys to be had just now: the transmitter sends again
 */
export async function fetchJwks(url: string): Promise<Jwks> {
  try {
    const response = await fetch(url, {
      redirect: "error",
      credentials: "omit",
      signal: AbortSignal.timeout(patienceMilliseconds),
      headers: { accept: "application/jwk-set+json, application/json" },
    });
    if (response.status !== 200) throw new Error(`answered with ${response.status}`);
    return usableKeys(JSON.parse(await readAtMost(response)));
  } catch (cause) {
    throw new CountersignError("busy", "a transmitter's keys cannot be fetched", {
      userMessage: "The keys of this transmitter cannot be fetched just now. Send this again later.",
      retryAfterSeconds: 30,
      cause,
    });
  }
}

/** The keys of a set that can be used here. A set may hold others besides: those are left out. */
function usableKeys(set: unknown): Jwks {
  const keys = (set as { keys?: unknown }).keys;
  const usable = (Array.isArray(keys) ? keys : []).filter(
    (key) => jwksSchema.safeParse({ keys: [key] }).success,
  );
  return jwksSchema.parse({ keys: usable });
}

async function readAtMost(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maximumBytes) throw new Error(`over ${maximumBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
