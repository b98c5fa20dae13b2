import { isThisMachine } from "#client/this-machine";
import { Fault } from "../fault.ts";
import { hopByHop } from "../proxy/headers.ts";
import { visible } from "../visible.ts";

interface Address {
  host: string;
  port: number;
}

const shortestToken = 24;
const reserved = [...hopByHop, "host", "content-length", "content-type", "content-encoding", "expect"];

/** Plain http only on this machine: the server's credentials would cross the network in clear. */
export function readUpstream(given: string, { isOrigin }: { isOrigin: boolean }): URL {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isThisMachine(url.hostname));
  const form = isOrigin ? /^https?:\/\/[^/?#@]+\/?$/i : /^https?:\/\/[^/?#@]+(?:[/?][^#]*)?$/i;
  if (url && isSafe && form.test(given)) return url;
  const what = isOrigin ? "an https address without a path" : "an https URL without a user";
  throw new Fault("usage", `--upstream must be ${what} (http only for localhost)`);
}

export function readAddress(given: string): Address {
  const [, host, port] = /^(\[[0-9a-f:.]+\]|[\w.-]+):(\d{1,5})$/i.exec(given) ?? [];
  if (host === undefined || Number(port) > 65_535)
    throw new Fault("usage", "--listen must be an address and a port, such as 127.0.0.1:8790");
  return { host: host.replace(/^\[|\]$/g, ""), port: Number(port) };
}

/** Headers for the server by lower-case name. `Name=VARIABLE` gives each value's variable. */
export function readCredentialHeaders(given: string[], env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    given.map((one) => {
      const [, name, variable = ""] = /^([A-Za-z0-9-]+)=(\w+)$/.exec(one) ?? [];
      const value = env[variable];
      if (name === undefined || value === undefined || !/^[\x20-\x7e]+$/.test(value))
        throw new Fault(
          "usage",
          "--upstream-header-env must be Name=VARIABLE, with the value of the header in that variable",
        );
      if (reserved.includes(name.toLowerCase()))
        throw new Fault("usage", `--upstream-header-env can't set ${visible(name)}`);
      return [name.toLowerCase(), value];
    }),
  );
}

/** The token of a client. */
export function readClientToken(variable: string, env: NodeJS.ProcessEnv): string {
  const token = env[variable];
  if (token !== undefined && /^[\x21-\x7e]+$/.test(token) && token.length >= shortestToken) return token;
  throw new Fault("usage", `${visible(variable)} must be a token of at least ${shortestToken} characters`);
}

/** Without a token every client acts as the agent: allowed on this machine alone, by `--no-client-token`. */
export function requireClientToken(
  { host }: Address,
  { hasToken, isDeclined }: { hasToken: boolean; isDeclined: boolean },
) {
  if (hasToken) return;
  if (!isThisMachine(host))
    throw new Fault("usage", "missing --client-token-env: other machines could use the agent's key");
  if (isDeclined) return;
  throw new Fault(
    "usage",
    "missing --client-token-env: every program on this machine could act as the agent. To allow that, use --no-client-token",
  );
}
