import { describe, expect, test } from "vitest";
import { findOutboundBreaches } from "./outbound.ts";
import { parseSource } from "./sources.ts";

describe("a call to another server", () => {
  const breaches = (text: string, file = "lib/agents/call.ts") =>
    findOutboundBreaches([parseSource(file, text)]);

  test.each([
    'const answer = await fetch("https://provider.example");',
    "const answer = await globalThis.fetch(url);",
    "const options = { [customFetch]: fetch };",
    'import { request } from "node:https";',
    'import { createServer, get as read } from "node:http";',
    'import http from "http";',
    'import * as http from "node:http";',
    'const { request } = await import("node:http");',
    'import { Agent } from "undici";',
  ])("around the guarded client is refused: %s", (text) => {
    expect(breaches(text)).toEqual(["lib/agents/call.ts: call other servers through lib/outbound/client.ts"]);
  });

  test.each([
    'import { createServer, type Server } from "node:http";',
    'import type { Agent } from "undici";',
    "const read: typeof fetch = client.fetch(url);",
    "async function prefetch(url) { return source.fetch(url); }",
  ])("is not seen in %s", (text) => {
    expect(breaches(text)).toEqual([]);
  });

  test("may stand in the client itself, in the browser's code and in tests", () => {
    const text = 'await fetch("/api/people");';
    expect(breaches(text, "lib/outbound/client.ts")).toEqual([]);
    expect(breaches(text, "lib/agents/call.test.ts")).toEqual([]);
    expect(breaches(`"use client";\n${text}`, "app/(console)/agents/list.tsx")).toEqual([]);
    expect(breaches(text, "app/service-worker/worker.ts")).toEqual([]);
    expect(breaches(text, "components/api/call.ts")).toEqual([]);
  });
});
