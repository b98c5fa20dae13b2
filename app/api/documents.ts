import { Hono } from "hono";
import { etag } from "hono/etag";
import { type Documents, decisionsIn, titleOf } from "#app/runtime/documents";
import { runtime } from "#app/runtime/runtime";
import { withAgent } from "#app/web/with-agent";
import { CountersignError } from "#lib/kernel/errors";

/** The documents of this version for programs (https://llmstxt.org). `app/docs` has them for people. */
export const documents = new Hono();

const headers = { "cache-control": "public, no-cache", vary: "accept" };

for (const address of ["/llms.txt", "/docs/*"]) documents.use(address, etag());

documents.get("/llms.txt", (c) => {
  const { config, documents } = runtime();
  return c.text(listOf(documents, config.origin), 200, headers);
});

for (const address of ["/docs", "/docs/"]) documents.get(address, () => sendDocument("index"));
documents.get("/docs/*", (c) =>
  sendDocument(c.req.path.slice("/docs/".length).replace(/\.md$/, ""), c.req.query("agent")),
);

function sendDocument(name: string, agent?: string): Response {
  const text = runtime().documents.texts.get(name);
  if (text === undefined)
    throw new CountersignError("not_found", "no such document", {
      userMessage: "This document doesn't exist. See /llms.txt for all documents.",
    });
  return new Response(withAgent(text, agent), {
    headers: { ...headers, "content-type": "text/markdown; charset=utf-8" },
  });
}

/** The tables of the index as lists, in the form of llmstxt.org, with whole addresses. */
function listOf({ version, texts }: Documents, origin: string): string {
  const sections = (texts.get("index") ?? "").split(/^## /m).slice(1);
  return `${[
    "# Countersign",
    `> AI agents ask Countersign ${version} before a risky action. Policy or a named person decides, and a signed one-time grant allows exactly that action.`,
    ...sections.map((section) => sectionOf(section, origin)),
    "## Decisions",
    decisionsIn(texts)
      .map(([name, text]) => `- [${titleOf(text)}](${origin}/docs/${name}.md): ${name.replace("/", " ")}`)
      .join("\n"),
    "## For programs",
    [
      `- [OpenAPI 3.1](${origin}/api/openapi.json): the API for agents, tools and boundaries`,
      `- [Keys](${origin}/.well-known/jwks.json): the public keys that verify grants and receipts`,
      `- [Client files](${origin}/downloads/index.json): the clients of this version, with their SHA-256`,
    ].join("\n"),
  ].join("\n\n")}\n`;
}

function sectionOf(section: string, origin: string): string {
  const title = section.split("\n", 1)[0];
  const rows = section.matchAll(/^\| (.*\]\(.*) \| (.*) \|$/gm);
  const items = [...rows].flatMap(([, pages = "", tells = ""]) =>
    [...pages.matchAll(/\[([^\]]+)\]\((\/[^)]+)\)/g)].map(
      ([, words, to]) => `- [${words}](${origin}${to}): ${tells.replace(/\]\(\//g, `](${origin}/`)}`,
    ),
  );
  return `## ${title}\n\n${items.join("\n")}`;
}
