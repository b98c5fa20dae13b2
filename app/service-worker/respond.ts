import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { repository } from "#db/repository";
import { offlinePage, offlinePolicy } from "./offline-page.ts";

/** The worker runs nothing but itself, and calls this server alone. */
const workerPolicy = "default-src 'none'; connect-src 'self'";

interface File {
  type: string;
  policy: string;
  content: string;
}

/** Answers `/sw.js` (production builds) and `/offline`, without the database. False for other paths. */
export function respondServiceWorker(request: IncomingMessage, response: ServerResponse): boolean {
  const file = findFile(request.url?.split("?", 1)[0]);
  if (!file) return false;
  response.setHeader("content-type", file.type);
  response.setHeader("content-security-policy", file.policy);
  // Browsers ask for a new version at each visit.
  response.setHeader("cache-control", "no-cache");
  response.setHeader("service-worker-allowed", "/");
  response.end(file.content);
  return true;
}

function findFile(url: string | undefined): File | undefined {
  if (url === "/offline")
    return { type: "text/html; charset=utf-8", policy: offlinePolicy, content: offlinePage };
  const content = url === "/sw.js" ? worker() : undefined;
  return content === undefined
    ? undefined
    : { type: "text/javascript; charset=utf-8", policy: workerPolicy, content };
}

let read: { content: string | undefined } | undefined;

function worker(): string | undefined {
  read ??= { content: readWorker() };
  return read.content;
}

function readWorker(): string | undefined {
  const build = process.env.COUNTERSIGN_BUILD;
  return build ? readFileSync(path.join(repository, build, "service-worker/sw.js"), "utf8") : undefined;
}
