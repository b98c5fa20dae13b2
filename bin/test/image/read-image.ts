import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { inject } from "vitest";
import { z } from "zod";

const imageSchema = z.object({
  Docker: z.object({
    config: z.object({
      User: z.string(),
      WorkingDir: z.string(),
      Env: z.array(z.string()),
      Entrypoint: z.array(z.string()),
      Labels: z.record(z.string(), z.string()),
      Healthcheck: z.object({ Test: z.array(z.string()), StartPeriod: z.number() }),
    }),
  }),
});

/** What the image says about how it is run. */
export function readImage() {
  const text = readFileSync(path.join(inject("imageFolder"), "image.json"), "utf8");
  return imageSchema.parse(JSON.parse(text)).Docker.config;
}

const layersSchema = z.object({ Layers: z.array(z.string()) });

export interface Entry {
  /** As `ls -l` has it. */
  mode: string;
  bytes: number;
  path: string;
}

/** Every entry of each layer, lowest first, also what a higher layer replaces. */
export function readLayers(): Entry[][] {
  const layout = path.join(inject("imageFolder"), "layout");
  const options = { encoding: "utf8", maxBuffer: 64 * 1024 ** 2 } as const;
  const inspected = execFileSync("skopeo", ["inspect", `oci:${layout}:server`], options);
  return layersSchema.parse(JSON.parse(inspected)).Layers.map((digest) => {
    const layer = path.join(layout, "blobs", digest.replace(":", "/"));
    const lines = execFileSync("tar", ["-tvf", layer], options).trimEnd().split("\n");
    return lines.flatMap((line) => {
      const [, mode = "", bytes, name = ""] =
        /^(\S+) \S+ +(\d+) \S+ \S+ (.*?)(?: (?:->|link to) .*)?$/.exec(line) ?? [];
      return mode ? [{ mode, bytes: Number(bytes), path: name.replace(/^\.?\//, "") }] : [];
    });
  });
}
