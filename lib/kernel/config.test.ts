import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withoutSettings } from "../../bin/test/without-settings.ts";
import { type Config, fileTwins, readConfig, type SettingName, settingNames } from "./config.ts";

const longEnough = "x".repeat(32);

/** A value of each setting, what the process then has, and a value that the process refuses, if any. */
const cases: Record<SettingName, { given: string; reads: Partial<Config>; refuses?: string }> = {
  COUNTERSIGN_URL: {
    given: "https://sign.example.com",
    reads: { origin: "https://sign.example.com", rpId: "sign.example.com" },
    refuses: "http://sign.example.com",
  },
  HOST: { given: "0.0.0.0", reads: { host: "0.0.0.0" } },
  PORT: { given: "8443", reads: { port: 8443 }, refuses: "65536" },
  DATABASE_URL: {
    given: "postgres://db/countersign",
    reads: { databaseUrl: "postgres://db/countersign" },
    refuses: "mysql://db/countersign",
  },
  DATABASE_DIRECT_URL: {
    given: "postgres://db/countersign",
    reads: { databaseDirectUrl: "postgres://db/countersign" },
    refuses: "mysql://db/countersign",
  },
  DATABASE_READ_URL: {
    given: "postgres://standby/countersign",
    reads: { databaseReadUrl: "postgres://standby/countersign" },
    refuses: "postgres://db/c",
  },
  COUNTERSIGN_DATA: { given: "/srv/data", reads: { dataFolder: "/srv/data" } },
  COUNTERSIGN_SECRET: { given: longEnough, reads: { secret: longEnough }, refuses: longEnough.slice(1) },
  LOG_LEVEL: { given: "silent", reads: { logLevel: "silent" }, refuses: "loud" },
  DATABASE_CONNECTIONS: { given: "20", reads: { databaseConnections: 20 }, refuses: "1" },
  COUNTERSIGN_PROXIES: { given: "2", reads: { proxyHops: 2 }, refuses: "11" },
  ASKS_PER_MINUTE: { given: "60", reads: { asksPerMinute: 60 }, refuses: "0" },
  PENDING_PER_AGENT: { given: "10", reads: { pendingPerAgent: 10 }, refuses: "0" },
  WAITS_PER_AGENT: { given: "20", reads: { waitsPerAgent: 20 }, refuses: "none" },
  HOOK_HOLD_SECONDS: { given: "50", reads: { hookHoldSeconds: 50 }, refuses: "591" },
  OUTBOUND_PRIVATE_HOSTS: {
    given: "idp.corp",
    reads: { outboundPrivateHosts: ["idp.corp"] },
    refuses: "*.corp",
  },
  PUSH_SERVICE_HOSTS: { given: "push.corp", reads: { pushServiceHosts: ["push.corp"] }, refuses: "*.corp" },
  HTTPS_PROXY: {
    given: "http://proxy.corp:3128",
    reads: { proxy: { url: "http://proxy.corp:3128", exceptions: [] } },
    refuses: "socks5://proxy.corp",
  },
  HTTP_PROXY: {
    given: "http://proxy.corp:3128",
    reads: { proxy: { url: "http://proxy.corp:3128", exceptions: [] } },
    refuses: "socks5://proxy.corp",
  },
  NO_PROXY: { given: "a.corp", reads: { proxy: undefined } },
  COUNTERSIGN_METRICS_TOKEN: {
    given: longEnough,
    reads: { metricsToken: longEnough },
    refuses: "short",
  },
};

test.each(Object.entries(cases))(
  "the setting %s is read, and a wrong value is refused by name",
  (name, of) => {
    const rest = name.startsWith("DATABASE_")
      ? { DATABASE_URL: "postgres://db/c", COUNTERSIGN_SECRET: longEnough }
      : {};
    expect(readConfig({ ...rest, [name]: of.given })).toMatchObject(of.reads);
    if (of.refuses !== undefined)
      expect(() => readConfig({ ...rest, [name]: of.refuses })).toThrow(
        new RegExp(`${name} (must|is)|Invalid`),
      );
  },
);

test("docs/operations.md lists every setting", () => {
  const page = readFileSync(new URL("../../docs/operations.md", import.meta.url), "utf8");
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));
  const listed = rows.map((row) => row.split("|")[1]).join();
  expect(settingNames.filter((name) => name !== "HTTP_PROXY" && !listed.includes(`\`${name}\``))).toEqual([]);
  expect(fileTwins.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test("the tests run without the settings of the developer's shell, apart from the proxy", () => {
  const env = Object.fromEntries([...settingNames, ...fileTwins].map((name) => [name, "set"]));
  withoutSettings(env);
  expect(Object.keys(env).filter((name) => !/^(HTTPS?|NO)_PROXY/.test(name))).toEqual([]);
});

test("a metrics token needs 16 characters, and an empty one counts as none", () => {
  expect(() => readConfig({ COUNTERSIGN_METRICS_TOKEN: "x".repeat(15) })).toThrow(
    "COUNTERSIGN_METRICS_TOKEN must have at least 16 characters",
  );
  expect(readConfig({ COUNTERSIGN_METRICS_TOKEN: "x".repeat(16) }).metricsToken).toBe("x".repeat(16));
  expect(readConfig({ COUNTERSIGN_METRICS_TOKEN: "" }).metricsToken).toBeUndefined();
});

test("a metrics token that no header can carry is refused", () => {
  for (const token of [`${"x".repeat(16)} `, `${"x".repeat(16)}\u00e9`, `${"x".repeat(16)}\n`])
    expect(() => readConfig({ COUNTERSIGN_METRICS_TOKEN: token })).toThrow("COUNTERSIGN_METRICS_TOKEN");
});

test.each([
  ["postgres://u:hunter%zz2@db/c", "DATABASE_URL has a % that stands for no character: write %25"],
  ["postgres://u:hunter%ff2@db/c", "DATABASE_URL has a % that stands for no character: write %25"],
  ["postgres://u:/hunter2@db/c", "DATABASE_URL has an @ after the host: percent-encode the password"],
  ["postgres://u:?hunter2@db/c", "DATABASE_URL has an @ after the host: percent-encode the password"],
  ["postgres://u:#hunter2@db/c", "DATABASE_URL has an @ after the host: percent-encode the password"],
  ["postgres:u:hunter2@db/c", "DATABASE_URL has an @ after the host: percent-encode the password"],
  ["postgres://u:/hunter2@db,db2/c", "DATABASE_URL has an @ after the host: percent-encode the password"],
  ["postgres://u:hunter%zz2@db,db2/c", "DATABASE_URL has a % that stands for no character: write %25"],
])("a password that a URL can't have as it is: %s", (given, fault) => {
  expect(() => readConfig({ DATABASE_URL: given, COUNTERSIGN_SECRET: longEnough })).toThrow(
    `Settings are wrong:\n  ${fault}`,
  );
  const proxy = given.replace("postgres://", "http://");
  if (given.startsWith("postgres://"))
    for (const name of ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY"])
      expect(() => readConfig({ [name]: proxy })).toThrow(fault.replace("DATABASE_URL", name.toUpperCase()));
});

test.each([
  ["postgres://u:hunter2@one:5432,two:x/db", "must be a postgres:// URL"],
  ["postgres://u:hunter2@one,,two/db", "has a comma without a host"],
])("a connection string with wrong hosts is refused: %s", (given, fault) => {
  for (const name of ["DATABASE_URL", "DATABASE_DIRECT_URL", "DATABASE_READ_URL"])
    expect(() =>
      readConfig({ DATABASE_URL: "postgres://db/c", COUNTERSIGN_SECRET: longEnough, [name]: given }),
    ).toThrow(`Settings are wrong:\n  ${name} ${fault}`);
});

test("pages are read from one standby", () => {
  const env = { DATABASE_URL: "postgres://db/c", DATABASE_READ_URL: "postgres://one:5432,two:5432/c" };
  expect(() => readConfig({ ...env, COUNTERSIGN_SECRET: longEnough })).toThrow(
    "Settings are wrong:\n  DATABASE_READ_URL names several hosts: name one standby",
  );
});

test("a percent-encoded password is accepted", () => {
  const databaseUrl = "postgres://u:%25%2F%40%C3%A9@db/c";
  expect(readConfig({ DATABASE_URL: databaseUrl, COUNTERSIGN_SECRET: longEnough })).toMatchObject({
    databaseUrl,
  });
  expect(readConfig({ HTTPS_PROXY: "u:%25@proxy:3128" }).proxy?.url).toBe("http://u:%25@proxy:3128");
});
