import type { Context } from "hono";
import type { z } from "zod";
import { pointer } from "#client/json/pointer";
import { parseIJson } from "#lib/json/parse";
import { plainWords } from "#lib/json/plain-words";
import { CountersignError } from "#lib/kernel/errors";

/** The most unknown members listed: a body could have thousands. */
const mostUnknown = 20;

/** Largest accepted body in bytes, unless a route sets another limit. */
export const maximumBodyBytes = 64 * 1024;

/**
 * The body's raw bytes, at most 64 KiB by default: read before any parsing, because signatures
 * cover exactly these bytes.
 * @throws {CountersignError} `payload_too_large`, `unsupported_media_type`.
 */
export async function readBytes(
  c: Context,
  most = maximumBodyBytes,
  mediaTypes = ["application/json"],
): Promise<Uint8Array> {
  const mediaType = (c.req.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (!mediaTypes.includes(mediaType ?? "")) {
    throw new CountersignError("unsupported_media_type", `the body must be ${mediaTypes[0]}`, {
      userMessage: `Send Content-Type: ${mediaTypes[0]}`,
    });
  }
  if (Number(c.req.header("content-length") ?? 0) > most) throw tooLarge(most);
  return readAtMost(c, most);
}

/** {@link readBytes}, parsed strictly and checked. @throws also `invalid_json`, `invalid_body` */
export async function readJson<T extends z.ZodType>(c: Context, schema: T): Promise<z.output<T>> {
  return checked(schema, parseIJson(await readBytes(c)));
}

/** A value that satisfies the schema. @throws {CountersignError} `invalid_body` with each error's path */
export function checked<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value, plainWords);
  if (parsed.success) return parsed.data;
  throw new CountersignError("invalid_body", "the body does not have the expected form", {
    userMessage: "The request body is invalid. See errors.",
    details: { errors: faultsOf(parsed.error) },
  });
}

/** A zod error by JSON Pointer (RFC 6901). Each unknown member has its own entry. */
export function faultsOf(error: z.ZodError): { path: string; message: string }[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.reduce<string>((before, step) => pointer(before, String(step)), "");
    const { message } = issue;
    if (issue.code !== "unrecognized_keys") return [{ path, message }];
    return issue.keys.slice(0, mostUnknown).map((key) => ({ path: pointer(path, key), message }));
  });
}

// A chunked body has no length to check beforehand: stop reading as soon as the limit is exceeded.
async function readAtMost(c: Context, most: number): Promise<Uint8Array> {
  if (c.req.header("content-length") !== undefined || !c.req.raw.body)
    return new Uint8Array(await c.req.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of c.req.raw.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > most) throw tooLarge(most);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function tooLarge(most: number): CountersignError {
  const advice =
    most === maximumBodyBytes ? " Store large data where the tool can read it and send a reference." : "";
  return new CountersignError("payload_too_large", `the body is over ${most} bytes`, {
    userMessage: `The body is larger than ${most / 1024} KiB.${advice}`,
  });
}
