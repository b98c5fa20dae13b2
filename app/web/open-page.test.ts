import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { pageTitle } from "./open-page.ts";

const app = fileURLToPath(new URL("..", import.meta.url));
const pages = readdirSync(app, { recursive: true, encoding: "utf8" }).filter(
  (file) => path.basename(file) === "page.tsx",
);
/** What a page passes to pageTitle, or to titleOf with the name of its agent or person. */
const titled = /(pageTitle|titleOf)\(([^,\n]+?)(, .+)?\)/g;

/** The names of a page in its source, marked if the name of its subject comes before. */
function titlesIn(file: string): string[] {
  const source = readFileSync(path.join(app, file), "utf8");
  const isRedirect = !/return \(?\s*</.test(source);
  if (isRedirect) return ["redirect"];
  return [...source.matchAll(titled)].map(([, made, name, subject]) =>
    made === "titleOf" || subject ? `… · ${name}` : `${name}`,
  );
}

test("a title is the page's name, after the name of what the page is about", () => {
  expect(pageTitle("Keys")).toEqual({ title: "Keys" });
  expect(pageTitle("Keys", "Refund bot")).toEqual({ title: "Refund bot · Keys" });
});

test("every page has its own title, which no other page has", () => {
  expect(pages.length).toBeGreaterThan(80);
  const fileOf = new Map<string, string>();
  for (const file of pages) {
    const titles = titlesIn(file);
    expect(titles, file).toHaveLength(1);
    const [title = ""] = titles;
    if (title === "redirect") continue;
    expect(fileOf.get(title), `${title} of ${file}`).toBeUndefined();
    fileOf.set(title, file);
  }
});
