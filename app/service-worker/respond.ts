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

/** Answers `/sw.js` and `/verify` (production builds) and `/offline`, without the database. False for other paths. */
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
  if (url === "/verify") return verifier();
  const content = url === "/sw.js" ? builtFile("service-worker/sw.js") : undefined;
  return content === undefined
    ? undefined
    : { type: "text/javascript; charset=utf-8", policy: workerPolicy, content };
}

/** The page that verifies receipts, which has its own policy in it: a copy elsewhere keeps that. */
function verifier(): File | undefined {
  const content = builtFile("verifier/verify.html");
  const policy = /<meta http-equiv="content-security-policy" content="([^"]+)">/.exec(content ?? "")?.[1];
  if (content === undefined || policy === undefined) return undefined;
  return { type: "text/html; charset=utf-8", policy: `${policy}; frame-ancestors 'none'`, content };
}

const read = new Map<string, string>();

function builtFile(name: string): string | undefined {
  const build = process.env.COUNTERSIGN_BUILD;
  if (!build) return undefined;
  const content = read.get(name) ?? readFileSync(path.join(repository, build, name), "utf8");
  read.set(name, content);
  return content;
}
