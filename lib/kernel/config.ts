import { z } from "zod";
import { urlsOf } from "#db/primary/hosts";
import { databaseUrl } from "./database-url.ts";
import { CountersignError } from "./errors.ts";
import { outboundSettings, readOutboundSettings, withProxyNames } from "./outbound-settings.ts";
import { fileTwin, isSecret, secret, withSecretFiles } from "./secret-files.ts";

/** The settings of one process. Read once at boot; never from a request. */
export type Config = Readonly<ReturnType<typeof readConfig>>;

const minimumSecretLength = 32;
const minimumTokenLength = 16;

const environment = z
  .object({
    COUNTERSIGN_URL: z.url({ protocol: /^https?$/, error: "must be an http or https URL" }).optional(),
    HOST: z.string().min(1).default("127.0.0.1"),
    PORT: z.coerce.number({ error: "must be a number" }).int().min(1).max(65535).default(3000),
    DATABASE_URL: secret(databaseUrl().optional()),
    DATABASE_DIRECT_URL: secret(databaseUrl().optional()),
    DATABASE_READ_URL: secret(databaseUrl().optional()),
    COUNTERSIGN_DATA: z.string().min(1).default("data"),
    COUNTERSIGN_SECRET: secret(
      z
        .string()
        .min(minimumSecretLength, { error: `must have at least ${minimumSecretLength} characters` })
        .optional(),
    ),
    LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
    DATABASE_CONNECTIONS: z.coerce.number({ error: "must be a number" }).int().min(2).max(200).default(10),
    COUNTERSIGN_PROXIES: z.coerce.number({ error: "must be a number" }).int().min(0).max(10).default(0),
    ASKS_PER_MINUTE: z.coerce.number({ error: "must be a number" }).int().min(1).default(600),
    PENDING_PER_AGENT: z.coerce.number({ error: "must be a number" }).int().min(1).default(100),
    WAITS_PER_AGENT: z.coerce.number({ error: "must be a number" }).int().min(1).default(200),
    HOOK_HOLD_SECONDS: z.coerce.number({ error: "must be a number" }).int().min(1).max(590).default(110),
    ...outboundSettings,
    COUNTERSIGN_METRICS_TOKEN: secret(
      z
        .string()
        .min(minimumTokenLength, { error: `must have at least ${minimumTokenLength} characters` })
        .regex(/^[\x21-\x7e]*$/, { error: "must be of ASCII characters without spaces" })
        .optional(),
    ),
  })
  .superRefine((env, context) => {
    if (env.DATABASE_URL && !env.COUNTERSIGN_SECRET) {
      context.addIssue({
        code: "custom",
        path: ["COUNTERSIGN_SECRET"],
        message: "is required with DATABASE_URL, and must be the same for every process on that database",
      });
    }
    if (env.DATABASE_DIRECT_URL && !env.DATABASE_URL) {
      context.addIssue({
        code: "custom",
        path: ["DATABASE_DIRECT_URL"],
        message: "is the way around the pooler in DATABASE_URL, which isn't set",
      });
    }
    const read = env.DATABASE_READ_URL;
    if (read && (!env.DATABASE_URL || [env.DATABASE_URL, env.DATABASE_DIRECT_URL].includes(read))) {
      context.addIssue({
        code: "custom",
        path: ["DATABASE_READ_URL"],
        message: "must name a standby of the database in DATABASE_URL, not this database",
      });
    }
    if (read && urlsOf(read).length > 1) {
      context.addIssue({
        code: "custom",
        path: ["DATABASE_READ_URL"],
        message: "names several hosts: name one standby",
      });
    }
  });

export type SettingName = keyof z.input<typeof environment>;

export const settingNames = Object.keys(environment.shape) as SettingName[];

const secretNames = settingNames.filter((name) => isSecret(environment.shape[name]));

/** The variables that name files with secret settings: one for each setting that is marked as secret. */
export const fileTwins = secretNames.map(fileTwin);

/** Reads the settings; empty counts as unset. @throws {CountersignError} `invalid_input`, a line for each */
export function readConfig(env: Record<string, string | undefined>) {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const { env: complete, faults } = withSecretFiles(withProxyNames(given), secretNames);
  if (faults.length > 0) throw wrongSettings(faults);
  const parsed = environment.safeParse(complete);
  if (!parsed.success)
    throw wrongSettings(parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`));
  const settings = parsed.data;
  const url = new URL(settings.COUNTERSIGN_URL ?? `http://localhost:${settings.PORT}`);
  refuseUnusableOrigin(url);
  return {
    /** Without a trailing slash. Passkeys are bound to the origin. */
    origin: url.origin,
    rpId: url.hostname,
    host: settings.HOST,
    port: settings.PORT,
    /** undefined: the embedded PostgreSQL in `dataFolder`. */
    databaseUrl: settings.DATABASE_URL,
    /** PostgreSQL itself, if `databaseUrl` is a pooler: for what needs a session of its own. */
    databaseDirectUrl: settings.DATABASE_DIRECT_URL,
    /** A standby of `databaseUrl`, for pages and exports that decide nothing. */
    databaseReadUrl: settings.DATABASE_READ_URL,
    dataFolder: settings.COUNTERSIGN_DATA,
    /** Undefined on the embedded database until generated into `dataFolder`. */
    secret: settings.COUNTERSIGN_SECRET,
    logLevel: settings.LOG_LEVEL,
    databaseConnections: settings.DATABASE_CONNECTIONS,
    /** Reverse proxies in front: that many last entries of X-Forwarded-For are trusted. */
    proxyHops: settings.COUNTERSIGN_PROXIES,
    asksPerMinute: settings.ASKS_PER_MINUTE,
    /** How many requests of one agent may wait for a person at a time. */
    pendingPerAgent: settings.PENDING_PER_AGENT,
    /** The most waiting calls of one agent in this process. */
    waitsPerAgent: settings.WAITS_PER_AGENT,
    /** How long a client's hook is held while a person decides. */
    hookHoldSeconds: settings.HOOK_HOLD_SECONDS,
    ...readOutboundSettings(settings),
    /** The bearer token required for /metrics; undefined: none is required. */
    metricsToken: settings.COUNTERSIGN_METRICS_TOKEN,
  };
}

/** https, or http for localhost; an RP ID is never an IP address (WebAuthn Level 3, 5.1.3). */
function refuseUnusableOrigin(url: URL): void {
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    throw invalidSettings("COUNTERSIGN_URL must be an origin, without path, query or fragment");
  }
  const isLocal = url.hostname === "localhost" || url.hostname.endsWith(".localhost");
  if (url.protocol === "http:" && !isLocal) {
    throw invalidSettings(
      "COUNTERSIGN_URL must be https, because browsers allow passkeys on plain http only for localhost",
    );
  }
  if (/^[\d.]+$|^\[/.test(url.hostname)) {
    throw invalidSettings(
      "COUNTERSIGN_URL needs a host name, because passkeys can't be used with an IP address",
    );
  }
}

function wrongSettings(faults: string[]): CountersignError {
  return invalidSettings(`Settings are wrong:\n  ${faults.join("\n  ")}`);
}

function invalidSettings(sentence: string): CountersignError {
  return new CountersignError("invalid_input", sentence, { userMessage: sentence });
}
