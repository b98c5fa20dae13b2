import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { repository } from "../setup/repository.mjs";

const layers = ["db", "lib", "components", "app", "client"];
const statement =
  /(?:import|export)\s+(type\s)?[^;"']*?from\s*["']([^"']+)["']|import\s*\(?\s*["']([^"']+)["']/g;
const comment = /\/\*[\s\S]*?\*\/|(?<![:"'`\w])\/\/[^\n]*/g;

/**
 * A source file and what it imports.
 *
 * @typedef {object} Source
 * @property {string} file from the repository's root
 * @property {string} text without comments
 * @property {boolean} isTest whether it is a test, or code for tests alone
 * @property {{specifier: string, target: string | undefined, isType: boolean}[]} imports `target`
 * is the imported file or folder of this repository, undefined for a package
 */

/** @returns {Source[]} every source file of the four layers and of the library for tools. */
export function readSources(root = repository) {
  return layers.flatMap((layer) => listFiles(root, layer)).map((file) => readSource(root, file));
}

function readSource(root, file) {
  return parseSource(file, readFileSync(path.join(root, file), "utf8"), root);
}

/**
 * @param {string} file from the repository's root
 * @param {string} content
 * @returns {Source}
 */
export function parseSource(file, content, root = repository) {
  const text = content.replace(comment, " ");
  const imports = [...text.matchAll(statement)].map(([, type, from, alone]) => {
    const specifier = from ?? alone;
    return { specifier, target: resolve(root, file, specifier), isType: Boolean(type) };
  });
  // What is imported by an expression cannot be read here, so that no such import is allowed.
  for (const [, specifier] of text.matchAll(/\bimport\(\s*(?!["'])([^)]*)/g))
    imports.push({ specifier, target: `unreadable/${specifier}`, isType: false });
  return { file, text, isTest: /\.test\.tsx?$|\/testing\//.test(file), imports };
}

function resolve(root, file, specifier) {
  const target = specifier.startsWith("#")
    ? specifier.slice(1).replace(/^client\//, "client/src/")
    : specifier.startsWith(".") && path.posix.join(path.posix.dirname(file), specifier);
  if (!target) return undefined;
  const found = ["", ".ts", ".tsx"].map((end) => target + end).find((name) => isFile(root, name));
  return found ?? target;
}

function isFile(root, name) {
  return /\.\w+$/.test(name) && existsSync(path.join(root, name));
}

function listFiles(root, folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const place = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return listFiles(root, place);
    return /\.[cm]?[jt]sx?$/.test(entry.name) ? [place] : [];
  });
}
