import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { readTexts } from "../words/read-texts.ts";

const pathInText =
  /(?<![\w./-])(?:app|bench|bin|client|components|db|docs|e2e|lib)\/[\w./()[\]-]+\.(?:[cm]?[jt]sx?|sql|md)\b/g;

/**
 * The links of a Markdown page to files and headings that don't exist, and the paths of this
 * repository in code marks that don't exist. Links to other sites aren't followed.
 * @param page path of the page, from the root
 */
export function findDeadLinks(page: string, root: string): string[] {
  const prose = withoutCode(readFileSync(path.join(root, page), "utf8"));
  const links = [...prose.matchAll(/\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)/g)].map(([, to = ""]) => to);
  const paths = [...prose.matchAll(/`((?:app|bench|bin|client|components|db|docs|e2e|lib)\/[^`\s]+)`/g)];
  return [
    ...links.filter((link) => isDead(link, page, root)),
    ...paths
      .map(([, file = ""]) => file)
      .filter((file) => isPath(file) && !existsSync(path.join(root, file))),
  ].map((link) => `${page}: ${link}`);
}

/**
 * The paths of this repository in a source file's comments that don't exist, such as of a file that
 * was moved.
 * @param file from the root
 */
export function findDeadPaths(file: string, root: string): string[] {
  const source = readFileSync(path.join(root, file), "utf8");
  const dead = (text: string) =>
    (text.match(pathInText) ?? []).filter((named) => !existsSync(path.join(root, named)));
  // Most files name none, and reading the texts of all files takes seconds.
  if (dead(source).length === 0) return [];
  const comments = file.endsWith(".sql")
    ? source.match(/--.*/g)?.join("\n")
    : readTexts(source)
        .flatMap(({ kind, text }) => (kind === "comment" ? text : []))
        .join("\n");
  return dead(comments ?? "").map((named) => `${file}: ${named}`);
}

function isDead(link: string, page: string, root: string): boolean {
  if (/^[a-z]+:/i.test(link)) return false;
  const [file = "", heading] = link.split("#");
  const target = file === "" ? page : path.join(path.dirname(page), decodeURI(file));
  if (!existsSync(path.join(root, target))) return true;
  if (heading === undefined || !target.endsWith(".md")) return false;
  return !headingsOf(readFileSync(path.join(root, target), "utf8")).has(heading);
}

/** The anchors of a page's headings, as GitHub derives them. */
function headingsOf(text: string): Set<string> {
  const seen = new Map<string, number>();
  return new Set(
    [...text.replaceAll(/^```[\s\S]*?^```/gm, "").matchAll(/^#{1,6} (.+)$/gm)].map(([, title = ""]) => {
      const plain = title.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
      const slug = plain.replaceAll(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(" ", "-");
      const count = seen.get(slug) ?? 0;
      seen.set(slug, count + 1);
      return count === 0 ? slug : `${slug}-${count}`;
    }),
  );
}

function withoutCode(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```/gm, "");
}

/** A path, and neither a pattern nor a name with a place holder. */
function isPath(text: string): boolean {
  return !/[*{}<>…]|\.\.\./.test(text);
}
