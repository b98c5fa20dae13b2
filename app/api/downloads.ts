import { Hono } from "hono";
import { runtime } from "#app/runtime/runtime";

/** The list of the clients of this version, for anyone. `app/downloads` sends the files. */
export const downloads = new Hono();

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
