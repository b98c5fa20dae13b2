import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { repository } from "../setup/repository.mjs";

const layers = ["db", "lib", "components", "app", "client"];
const statement =
  /(?:import|export)\s+(type\s)?[^;"']*?from\s*["']([^"']+)["']|import\s*\(?\s*["']([^"']+)["']/g;
const comment = /\/\*[\s\S]*?\*\/|(?<![:"'`\w])\/\/[^\n]*/g;

/** A source file and its imports. */
export interface Source {
  /** From the repository's root. */
  file: string;
  /** Without comments. */
  text: string;
  isTest: boolean;
  imports: Import[];
}

export interface Import {
  specifier: string;
  /** The imported file or folder; undefined for a package. */
  target: string | undefined;
  isType: boolean;
}

/** Every source file of the four layers and of the library for tools, or of other folders. */
export function readSources(root = repository, folders = layers): Source[] {
  return folders.flatMap((layer) => listFiles(root, layer)).map((file) => readSource(root, file));
}

function readSource(root: string, file: string): Source {
  return parseSource(file, readFileSync(path.join(root, file), "utf8"), root);
}

/** @param file from the repository's root */
export function parseSource(file: string, content: string, root = repository): Source {
  const text = content.replace(comment, " ");
  const imports: Import[] = [...text.matchAll(statement)].map(([, type, from, alone]) => {
    const specifier = from ?? alone ?? "";
    return { specifier, target: resolve(root, file, specifier), isType: Boolean(type) };
  });
  // An import of an expression cannot be read here, and is not allowed.
  for (const [, specifier = ""] of text.matchAll(/\bimport\(\s*(?!["'])([^)]*)/g))
    imports.push({ specifier, target: `unreadable/${specifier}`, isType: false });
  return { file, text, isTest: /\.test\.tsx?$|\/testing\//.test(file), imports };
}

function resolve(root: string, file: string, specifier: string): string | undefined {
  const target = specifier.startsWith("#")
    ? specifier.slice(1).replace(/^client\//, "client/src/")
    : specifier.startsWith(".") && path.posix.join(path.posix.dirname(file), specifier);
  if (!target) return undefined;
  const found = ["", ".ts", ".tsx"].map((end) => target + end).find((name) => isFile(root, name));
  return found ?? target;
}

function isFile(root: string, name: string): boolean {
  return /\.\w+$/.test(name) && existsSync(path.join(root, name));
}

function listFiles(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const place = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return listFiles(root, place);
    return /\.[cm]?[jt]sx?$/.test(entry.name) ? [place] : [];
  });
}
