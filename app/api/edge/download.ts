import type { Context } from "hono";

/** An answer that the browser saves as a file. */
export function download(
  c: Context,
  body: string | ReadableStream<Uint8Array<ArrayBuffer>>,
  file: { name: string; type: string },
): Response {
  return c.newResponse(body, 200, {
    "content-type": file.type,
    "content-disposition": `attachment; filename="${file.name}"`,
    "cache-control": "private, no-store",
  });
}

/** A receipt or a report, as a file of readable JSON. */
export function downloadJson(c: Context, value: object, name: string): Response {
  return download(c, `${JSON.stringify(value, undefined, 2)}\n`, { name, type: "application/json" });
}
