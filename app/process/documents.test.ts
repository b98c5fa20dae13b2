import { readdirSync } from "node:fs";
import path from "node:path";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { serve } from "#app/api/boundary/testing/serve";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { statusOf } from "#app/runtime/problem";
import { Markdown } from "#components/docs/markdown";
import { readMarkdown } from "#components/docs/read-markdown.ts";
import { repository } from "#db/repository";
import { newId } from "#lib/kernel/ids";
import { readDocuments } from "../runtime/documents.ts";
import { startRuntime } from "../runtime/runtime.ts";

const { workspace } = await RunningWorkspace.open();
const { origin } = workspace.runtime.config;
const documents = await readDocuments(origin);
const { texts, version } = documents;
startRuntime({ ...workspace.runtime, documents });
const { url, get } = await serve(origin);
const withoutDatabase = await serve(origin, "down");
const pages = new Map(
  [...texts].map(([name, text]) => [
    name,
    renderToStaticMarkup(createElement(Markdown, { blocks: readMarkdown(text) })),
  ]),
);
const idsIn = (html = "") => new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));

test("every document is served as Markdown, by its name and by the media type", async () => {
  const inDocs = readdirSync(path.join(repository, "docs"), { recursive: true, encoding: "utf8" });
  // Of the two clients, and the list of decisions.
  expect(texts.size).toBe(inDocs.filter((file) => file.endsWith(".md")).length + 3);
  for (const [name, text] of texts) {
    const named = await fetch(`${url}/docs/${name}.md`);
    expect([named.status, named.headers.get("content-type")], name).toEqual([
      200,
      "text/markdown; charset=utf-8",
    ]);
    expect(await named.text()).toBe(text);
    const etag = named.headers.get("etag") ?? "";
    const again = await fetch(`${url}/docs/${name}.md`, { headers: { "if-none-match": etag } });
    expect([again.status, await again.text()], name).toEqual([304, ""]);
    const negotiated = await fetch(`${url}/docs/${name}`, { headers: { accept: "text/markdown, */*" } });
    expect([await negotiated.text(), negotiated.headers.get("vary")], name).toEqual([text, "accept"]);
  }
});

test("documents and downloads have their pages while the database is down, and other pages don't", async () => {
  const pages = ["/docs", "/docs/errors", "/docs/guides/mcp?from=a", "/downloads"];
  for (const page of pages)
    expect(await withoutDatabase.get(page), page).toMatchObject({ status: 200, body: "page" });
  for (const page of ["/", "/queue", "/docsx", "/downloadsx"])
    expect((await withoutDatabase.get(page)).status, page).toBe(503);
});

test.each([
  "text/html,*/*;q=0.8",
  "text/html, text/markdown;q=0",
  "text/html, text/markdown; q=0.000",
  "text/markdownx",
])("a browser gets a page at the address of a document: %s", async (accept) => {
  expect(await get("/docs/agents", `Accept: ${accept}`)).toMatchObject({ status: 200, body: "page" });
});

test.each(["/docs", "/docs/"])("the index is the Markdown at %s", async (address) => {
  for (const accept of ["text/markdown", "Text/Markdown;q=0.5, text/html"])
    expect(await (await fetch(url + address, { headers: { accept } })).text()).toBe(texts.get("index"));
});

test("every document is in /llms.txt, and is reached by links from the index", async () => {
  const listed = await (await fetch(`${url}/llms.txt`)).text();
  const reached = new Set(["index"]);
  for (const name of reached)
    for (const [, to = ""] of pages.get(name)?.matchAll(/ href="\/docs\/([^"#]+)/g) ?? []) reached.add(to);
  for (const name of texts.keys()) {
    expect(reached).toContain(name);
    if (name !== "index") expect(listed).toContain(`](${origin}/docs/${name}.md)`);
  }
});

test("no document installs from an address that the server's next upgrade ends", () => {
  for (const [name, text] of texts) expect(text, name).not.toMatch(/\binstall (?:-\S+ )*["']?https?:/);
});

test("the examples of documents name this server, and the reader's agent where the address has its ID", async () => {
  for (const [name, text] of texts) expect(text, name).not.toContain("countersign.example");
  expect(texts.get("guides/claude-code")).toContain(`"url": "${origin}/hooks/claude-code"`);
  const read = async (agent: string) =>
    (await fetch(`${url}/docs/guides/gateways.md?agent=${encodeURIComponent(agent)}`)).text();
  const id = newId("agt", new Date(0));
  expect(await read(id)).toContain(`${origin}/hooks/toolhive/${id}\n`);
  for (const other of ["", "agt_1", newId("per", new Date(0)), `${id}<script>`])
    expect(await read(other), other).toBe(texts.get("guides/gateways"));
});

test("/llms.txt has the form of llmstxt.org, and each of its links leads to a text", async () => {
  const text = await (await fetch(`${url}/llms.txt`)).text();
  expect(text).toMatch(/^# Countersign\n\n> [^\n]+\n\n## /);
  expect(text).toContain(`Countersign ${version}`);
  const others = text.split("\n").filter((line) => !/^$|^#{1,2} |^> |^- \[[^\]]+\]\(\S+\): \S/.test(line));
  expect(others).toEqual([]);
  const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link = ""]) => link.replace(origin, url));
  expect(links.length).toBeGreaterThan(20);
  for (const link of links) expect([link, (await fetch(link)).status]).toEqual([link, 200]);
});

test("every link of a document leads to a heading or a row of a served document", () => {
  const dead = [...pages].flatMap(([name, html]) =>
    [...html.matchAll(/ href="(\/docs\/([^"#]+))?(?:#([^"]+))?"/g)]
      .filter(([, , to = name, id]) => !pages.has(to) || (id !== undefined && !idsIn(pages.get(to)).has(id)))
      .map(([link]) => `${name}: ${link}`),
  );
  expect(dead).toEqual([]);
});

test("no two headings or rows of a page have the same anchor", () => {
  const repeated = [...pages].flatMap(([name, html]) => {
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    return ids.filter((id, index) => ids.indexOf(id) < index).map((id) => `${name}: ${id}`);
  });
  expect(repeated).toEqual([]);
});

test("no mark of Markdown is left in the words of a page", () => {
  const left = [...pages].flatMap(([name, html]) => {
    const words = html.replace(/<code[^>]*>[\s\S]*?<\/code>/g, "").replace(/<[^>]+>/g, "\n");
    return (words.match(/.*(?:`|\*\*|\]\(|^\||^#{1,6} |^- ).*/gm) ?? []).map((line) => `${name}: ${line}`);
  });
  expect(left).toEqual([]);
});

test("every problem document leads to its row of the error index", async () => {
  const problem = await (await fetch(`${url}/api/none`)).json();
  expect(problem.type).toBe(`${origin}/docs/errors#not_found`);
  expect([...idsIn(pages.get("errors"))]).toEqual(expect.arrayContaining(Object.keys(statusOf)));
});

test.each([
  "/docs/../package.md",
  "/docs/%2e%2e/README.md",
  "/docs/..%2fREADME.md",
  "/docs/none.md",
  "/docs/constructor.md",
  "/docs/agents.md.md",
])("no document but those of docs is served: %s", async (address) => {
  const answer = await get(address);
  expect(answer.status).toBe(404);
});
