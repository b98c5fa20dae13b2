import type { IncomingMessage, ServerResponse } from "node:http";

const retrySeconds = 5;

/** Every page while the database is unavailable. The page reloads; a sent form changed nothing. */
export function respondUnavailable(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("retry-after", String(retrySeconds));
  if (request.method === "GET") response.setHeader("refresh", String(retrySeconds));
  const content = `<p>Countersign can't reach its database. Nothing was lost and nothing was decided.</p>
<p>This page reloads every ${retrySeconds} seconds.</p>`;
  sendPage(response, { status: 503, title: "Temporarily unavailable", content });
}

/** The response to a page request with an unstorable character in its URL or cookies. */
export function respondUnstorable(response: ServerResponse): void {
  const content = `<p>The address or a cookie has a character that can't be stored.</p>
<p><a href="/">Go to Requests</a></p>`;
  sendPage(response, { status: 400, title: "Address not accepted", content });
}

/** Refuses a form not sent by one of our pages. */
export function respondForeign(response: ServerResponse, origin: string): void {
  const content = `<p>The form wasn't sent from Countersign, so nothing was changed.
Open <a href="${origin}/">${origin}</a> and try again.</p>`;
  sendPage(response, { status: 403, title: "Form not accepted", content });
}

function sendPage(response: ServerResponse, page: { status: number; title: string; content: string }): void {
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.writeHead(page.status).end(`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${page.title} · Countersign</title>
<h1>${page.title}</h1>
${page.content}</html>
`);
}

/**
 * The address for a visitor on a loopback IP address while passkeys are bound to localhost: no
 * passkey would work on that page. undefined for every other visitor, and for what isn't a document:
 * Next itself fetches pages from this process by its IP address (listen.ts).
 */
export function betterAddress(request: IncomingMessage, origin: string): string | undefined {
  if (request.headers.rsc !== undefined) return undefined;
  const isLoopbackAddress = /^(127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(request.headers.host ?? "");
  const isForLocalhost = new URL(origin).hostname === "localhost";
  return isLoopbackAddress && isForLocalhost && request.method === "GET"
    ? origin + (request.url ?? "/")
    : undefined;
}

/** Whether the call is one for Hono, by its address or by the form of a document that it accepts. */
export function isForMachines(url: string, accept = ""): boolean {
  if (/^\/docs(?:\/|\?|$)/.test(url)) return acceptsMarkdown(accept) || /^[^?]+\.md(?:\?|$)/.test(url);
  return /^\/(access|api|hooks|scim|ssf|\.well-known)\/|^\/downloads\/[^?]|^\/(metrics|llms\.txt)(\?|$)/.test(
    url,
  );
}

/** Whether an `Accept` header names Markdown with a weight above 0 (RFC 9110, section 12.5.1). */
function acceptsMarkdown(accept: string): boolean {
  return accept
    .split(",")
    .some((range) => /^\s*text\/markdown\s*(?:;|$)/i.test(range) && !/;\s*q=0(?:\.0*)?\s*$/i.test(range));
}
