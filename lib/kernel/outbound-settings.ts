import { z } from "zod";
import { secret } from "./secret-files.ts";
import { secretUrl } from "./secret-url.ts";

const hostName = z.string().regex(/^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/, {
  error: "must be host names without scheme and path, separated by commas",
});

const hostNames = z.string().default("").transform(entriesOf).pipe(z.array(hostName));

/** Also without a scheme. */
const proxyUrl = z
  .string()
  .transform((text) => (text.includes("://") ? text : `http://${text}`))
  .pipe(secretUrl(/^https?$/, "must be the http or https URL of a proxy"))
  .optional();

export const outboundSettings = {
  OUTBOUND_PRIVATE_HOSTS: hostNames,
  PUSH_SERVICE_HOSTS: hostNames,
  HTTPS_PROXY: secret(proxyUrl),
  HTTP_PROXY: secret(proxyUrl),
  NO_PROXY: z.string().default("").transform(entriesOf),
};

function entriesOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[,\s]+/)
    .filter((entry) => entry !== "");
}

/** Other programs read the same names in either case, in lower case first. */
export function withProxyNames(env: Record<string, string | undefined>): Record<string, string | undefined> {
  const names = ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"];
  return { ...env, ...Object.fromEntries(names.map((name) => [name, env[name.toLowerCase()] ?? env[name]])) };
}

/** Calls are https: HTTP_PROXY counts without HTTPS_PROXY. */
export function readOutboundSettings(env: z.output<z.ZodObject<typeof outboundSettings>>) {
  const url = env.HTTPS_PROXY ?? env.HTTP_PROXY;
  return {
    /** Hosts, as `host` or `host:port`, that Countersign may call at private addresses. */
    outboundPrivateHosts: env.OUTBOUND_PRIVATE_HOSTS,
    /** Hosts of push services, as `host` or `host:port`, in addition to those of the known browsers. */
    pushServiceHosts: env.PUSH_SERVICE_HOSTS,
    /** With the entries of NO_PROXY. */
    proxy: url === undefined ? undefined : { url, exceptions: env.NO_PROXY },
  };
}
