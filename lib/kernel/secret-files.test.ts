import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { fileTwins, readConfig } from "./config.ts";

const folder = mkdtempSync(path.join(tmpdir(), "countersign-secrets-"));
afterAll(() => rmSync(folder, { recursive: true }));

const secret = "a secret that is only good for this test";

function fileWith(content: string | Buffer, name = "secret"): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

function pipe(): string {
  const file = path.join(folder, "pipe");
  execFileSync("mkfifo", [file]);
  return file;
}

/** The message of the refusal of these settings. */
function refusal(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    return (error as Error).message;
  }
  return "no refusal";
}

test("each setting that can contain a secret has a twin that names a file", () => {
  expect(fileTwins.toSorted()).toEqual([
    "COUNTERSIGN_METRICS_TOKEN_FILE",
    "COUNTERSIGN_SECRET_FILE",
    "DATABASE_DIRECT_URL_FILE",
    "DATABASE_READ_URL_FILE",
    "DATABASE_URL_FILE",
    "HTTPS_PROXY_FILE",
    "HTTP_PROXY_FILE",
  ]);
});

test.each(fileTwins)("%s: the content of the file is the value", (twin) => {
  const name = twin.replace(/_FILE$/, "");
  const value = name.startsWith("DATABASE") ? "postgres://a:b@db/c" : "proxy.corp:3128/a-secret-that-is-long";
  const rest = name === "DATABASE_URL" ? {} : { DATABASE_URL: "postgres://a:b@pooler/c" };
  const read = (env: Record<string, string>) =>
    readConfig(name.startsWith("DATABASE") ? { COUNTERSIGN_SECRET: secret, ...rest, ...env } : env);
  expect(read({ [twin]: fileWith(value) })).toEqual(read({ [name]: value }));
  expect(read({ [name]: value })).not.toEqual(read({}));
});

test("one newline at the end of the file isn't part of the value, and nothing else is removed", () => {
  const read = (content: string) => readConfig({ COUNTERSIGN_SECRET_FILE: fileWith(content) }).secret;
  expect(read(`${secret}\n`)).toBe(secret);
  expect(read(`${secret}\r\n`)).toBe(secret);
  expect(read(` ${secret} \n\n`)).toBe(` ${secret} \n`);
});

test("a setting and its file are never both set, so that no one changes the one that isn't read", () => {
  const env = { COUNTERSIGN_SECRET: secret, COUNTERSIGN_SECRET_FILE: fileWith(secret) };
  expect(refusal(env)).toBe(
    "Settings are wrong:\n  COUNTERSIGN_SECRET and COUNTERSIGN_SECRET_FILE are both set: remove one of them",
  );
  expect(readConfig({ ...env, COUNTERSIGN_SECRET: "" }).secret).toBe(secret);
});

test.each<[string, string, () => string]>([
  ["is missing", "can't be read (ENOENT)", () => path.join(folder, "missing")],
  ["is a folder", "isn't a regular file", () => folder],
  ["never ends", "isn't a regular file", () => "/dev/zero"],
  ["has no writer", "isn't a regular file", pipe],
  ["is long", "has more than 64 KiB", () => fileWith("x".repeat(65_537))],
  ["begins with a mark", "begins with a byte order mark", () => fileWith(`\ufeff${secret}`)],
  ["is empty", "is empty", () => fileWith("")],
  ["has a newline alone", "is empty", () => fileWith("\n")],
  ["has bytes that aren't text", "isn't text in UTF-8", () => fileWith(Buffer.alloc(32, 0xff))],
])("a file that %s is refused by its setting", (_, reason, fileOf) => {
  expect(refusal({ COUNTERSIGN_SECRET_FILE: fileOf() })).toBe(
    `Settings are wrong:\n  COUNTERSIGN_SECRET_FILE names a file that ${reason}`,
  );
});

test("the longest file is read", () => {
  const longest = "x".repeat(65_536);
  expect(readConfig({ COUNTERSIGN_SECRET_FILE: fileWith(longest) }).secret).toBe(longest);
});

test.each(["postgres://u:hunter2@db/c", "hunter2", "/hunter2"])(
  "a secret in place of the name of its file isn't shown: %s",
  (value) => {
    for (const twin of fileTwins) {
      expect(refusal({ [twin]: value })).toContain(`${twin} `);
      expect(refusal({ [twin]: value })).not.toContain("hunter2");
    }
  },
);

test("no refusal shows what is in the file", () => {
  for (const twin of fileTwins) expect(refusal({ [twin]: fileWith("://hunter2") })).not.toContain("hunter2");
});
