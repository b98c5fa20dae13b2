import type { IncomingMessage, ServerResponse } from "node:http";
import type { Database } from "#db/client";
import { isAnswering } from "#db/ping";

const goodForMilliseconds = 1000;
const patienceMilliseconds = 3000;
const retrySeconds = 5;

/**
 * Tells whether pages can be rendered: the database answered within the last second, or answers
 * now.
 */
export function watchDatabase(db: Database): () => Promise<boolean> {
  let lastAnswerAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<boolean> | undefined;

  return async () => {
    if (performance.now() - lastAnswerAt < goodForMilliseconds) return true;
    asking ??= isAnswering(db, patienceMilliseconds).finally(() => {
      asking = undefined;
    });
    const isUp = await asking;
    if (isUp) lastAnswerAt = performance.now();
    return isUp;
  };
}

/**
 * The response to every page while the database is unavailable. The page reloads automatically; a
 * sent form changed nothing.
 */
export function respondUnavailable(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("retry-after", String(retrySeconds));
  response.setHeader("content-type", "text/html; charset=utf-8");
  if (request.method === "GET") response.setHeader("refresh", String(retrySeconds));
  response.writeHead(503).end(`<!doctype html>
<html lang="en-GB"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>Countersign: temporarily unavailable</title>
<h1>Temporarily unavailable</h1>
<p>Countersign can't reach its database. Nothing was lost and nothing was decided.</p>
<p>This page reloads every ${retrySeconds} seconds.</p></html>
`);
}

/**
 * The response to a page request with a character in its URL or cookies that the database cannot
 * store.
 */
export function respondUnstorable(response: ServerResponse): void {
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.writeHead(400).end(`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>Countersign: address not accepted</title>
<h1>Address not accepted</h1>
<p>The address or a cookie has a character that can’t be stored. Go to <a href="/">the first page</a>.</p></html>
`);
}

/** Refuses a form not sent by one of our pages. */
export function respondForeign(response: ServerResponse, origin: string): void {
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.writeHead(403).end(`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>Countersign: form not accepted</title>
<h1>Form not accepted</h1>
<p>It wasn’t sent from a page of Countersign, so nothing was changed. Open <a href="${origin}/">${origin}</a> and try again.</p></html>
`);
}

/**
 * The address for a visitor on a loopback IP address while passkeys are bound to localhost: no
 * passkey would work on that page. undefined for every other visitor.
 */
export function betterAddress(request: IncomingMessage, origin: string): string | undefined {
  const isLoopbackAddress = /^(127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(request.headers.host ?? "");
  const isForLocalhost = new URL(origin).hostname === "localhost";
  return isLoopbackAddress && isForLocalhost && request.method === "GET"
    ? origin + (request.url ?? "/")
    : undefined;
}
