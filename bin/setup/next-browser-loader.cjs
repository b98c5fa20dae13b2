const { existsSync, readFileSync } = require("node:fs");

/** Modules of Next that no page needs, by their path's end, with their replacement. */
const replacements = {
  // React looks for Node's `process.emit` to report an error; browsers report errors themselves.
  "build/polyfills/process.js": "module.exports = { env: {} };",
  // Features of each browser with popovers. Only the server uses the newest, URL.canParse.
  "build/polyfills/polyfill-module.js": "",
  // For the page that Next shows if app/global-error.tsx itself fails. The content security policy
  // refuses its style sheet, so that page is plain text and a button either way.
  "client/components/builtin/error-styles.js":
    "export const errorStyles = {}, errorThemeCss = '', WarningIcon = () => null;",
};

/**
 * Gives the browser smaller forms of Next's modules: 15 KB less script on every page, compressed.
 * Most are the same modules as ES modules in place of CommonJS, which the bundler can neither join
 * nor shake. The path stays the same, so no module is loaded twice.
 */
module.exports = function nextBrowserLoader(source) {
  const [, name] = this.resourcePath.split("/next/dist/");
  if (Object.hasOwn(replacements, name)) return replacements[name];
  const file = this.resourcePath.replace(/\/next\/dist\/(?!esm\/)/, "/next/dist/esm/");
  if (!existsSync(file)) return source;
  this.addDependency(file);
  const text = readFileSync(file, "utf8");
  if (!file.endsWith("/client/components/segment-cache/cache.js")) return text;
  // Next keeps a fetched page for 30 seconds at least (next.config.ts).
  const [from, to] = [
    "Math.max(staleTimeSeconds, 30)",
    `Math.min(staleTimeSeconds, ${this.getOptions().keptSeconds})`,
  ];
  if (!text.includes(from)) throw new Error(`${file} doesn't contain ${from}`);
  return text.replace(from, to);
};
