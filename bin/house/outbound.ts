import type { Import, Source } from "./sources.ts";

/** The room with the client for other servers, which checks addresses, time and size. */
const home = "lib/outbound/";
/** The global `fetch`, called or passed on, not a method or a type. */
const globalFetch =
  /(?<!(?:\btypeof|\bfunction|(?<!\bglobalThis)\.)\s*)(?<![\w$])fetch\s*\(|\bglobalThis\.fetch\b|[=:(,]\s*fetch\s*[,;)}\n]/;
const caller = /^(?:node:)?(?:https?|http2)$/;
/** A server's needs. The rest of these modules can send requests. */
const forServers = new Set([
  "createServer",
  "Server",
  "IncomingMessage",
  "ServerResponse",
  "IncomingHttpHeaders",
]);
const named = /import\s*([^;"']*?)\s*from\s*["']([^"']+)["']/g;

/** Server code that calls other servers around the guarded client: fetch, node's modules or undici. */
export function findOutboundBreaches(sources: Source[]): string[] {
  return sources
    .filter(runsOnServer)
    .filter(({ file, text, imports }) => !file.startsWith(home) && callsOut(text, imports))
    .map(({ file }) => `${file}: call other servers through ${home}client.ts`);
}

function runsOnServer({ file, text, isTest }: Source): boolean {
  const isBrowser = file.startsWith("app/service-worker/") || /^\s*"use client"/.test(text);
  return /^(app|lib)\//.test(file) && !isTest && !isBrowser;
}

function callsOut(text: string, imports: Import[]): boolean {
  if (globalFetch.test(text)) return true;
  if (imports.some(({ specifier, isType }) => !isType && /^undici(\/|$)/.test(specifier))) return true;
  const whole = new Set(imports.map(({ specifier }) => specifier).filter((one) => caller.test(one)));
  for (const [, clause = "", specifier = ""] of text.matchAll(named)) {
    if (!whole.has(specifier)) continue;
    if (!clause.startsWith("type ") && !namesOf(clause).every((name) => forServers.has(name))) return true;
    whole.delete(specifier);
  }
  // Loaded by `import()`, or for side effects.
  return whole.size > 0;
}

/** An import's own names. A default or namespace import is a name as well. */
function namesOf(clause: string): string[] {
  return clause
    .split(/[{},]/)
    .map(
      (part) =>
        part
          .trim()
          .replace(/^type\s+/, "")
          .split(/\s+as\s+/, 1)[0] ?? "",
    )
    .filter((name) => name !== "");
}
