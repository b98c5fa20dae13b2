import { type Context, Hono } from "hono";
import { runtime } from "#app/runtime/runtime";

/** The clients of this version, for anyone: they hold nothing of the workspace. */
export const downloads = new Hono();

const types: Readonly<Record<string, string>> = {
  cjs: "text/javascript; charset=utf-8",
  tgz: "application/gzip",
  whl: "application/octet-stream",
};

downloads.get("/downloads/index.json", (c) => {
  const { config, downloads } = runtime();
  const files = downloads.map(({ name, content, sha256 }) => {
    return { name, url: `${config.origin}/downloads/${name}`, bytes: content.length, sha256 };
  });
  return c.json({ files }, 200, { "cache-control": "no-cache" });
});

downloads.get("/downloads/SHA256SUMS", (c) => {
  const lines = runtime().downloads.map(({ name, sha256 }) => `${sha256}  ${name}\n`);
  return c.text(lines.join(""), 200, { "cache-control": "no-cache" });
});

downloads.get("/downloads/:name", (c) => {
  // A name is looked up among those of the build. No path is made from it.
  const file = runtime().downloads.find(({ name }) => name === c.req.param("name"));
  if (!file) return c.notFound();
  const { name, content, sha256 } = file;
  const etag = `"${sha256}"`;
  // Asked again each time: two commits between releases have one version, and other bytes.
  const headers = { etag, "cache-control": "public, no-cache" };
  if (isKnown(c, etag)) return c.body(null, 304, headers);
  return c.body(new Uint8Array(content), 200, {
    ...headers,
    "content-type": types[name.split(".").at(-1) ?? ""] ?? "application/octet-stream",
    "content-disposition": `attachment; filename="${name}"`,
    "content-length": String(content.length),
  });
});

/** Whether the caller has these bytes (RFC 9110, section 13.1.2). */
function isKnown(c: Context, etag: string): boolean {
  const known = (c.req.header("if-none-match") ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
  return known.includes(etag);
}
