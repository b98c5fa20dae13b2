import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { api } from "#app/api/index";
import { routeLabel } from "./route-label.ts";

const pages = path.join(import.meta.dirname, "..");

test("every literal part of our own paths appears by name in logs and metrics", () => {
  const parts = [...api.routes.map((route) => route.path), ...pagesBelow(pages)].flatMap((address) =>
    address.split("/"),
  );
  const literal = [...new Set(parts)].filter((part) => !["", "."].includes(part) && !/^[:[(*]/.test(part));
  expect(literal.filter((part) => routeLabel(`/${part}`) !== `/${part}`)).toEqual([]);
});

/** The addresses of the pages, by their folders. */
function pagesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "page.tsx")
    .map((file) => path.dirname(file));
}
