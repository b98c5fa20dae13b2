import { posix } from "node:path";

const admission = "bin/client/proxy/admission.test.ts";
const answers = "bin/client/proxy/upstream-answers.test.ts";
const bodies = "bin/client/proxy/bodies.test.ts";
const decisions = "bin/client/proxy/decisions.test.ts";
const guide = "bin/client/proxy/guide.test.ts";
const head = "bin/client/proxy/head.test.ts";
const headers = "bin/client/proxy/headers.test.ts";
const settings = "bin/client/proxy/settings.test.ts";
const options = "bin/client/boundary/edge-options.test.ts";
const refused = "bin/client/boundary/registry/refused-contact.test.ts";
const registered = "bin/client/proxy/registered.test.ts";
const smuggling = "bin/client/proxy/smuggling.test.ts";

/** A check of the head that throws. */
const unchecked = (name: string, file: string, find: string, tests: string[], replace = "") => ({
  ...{ name, invariant: 21, file: posix.join("bin/client/proxy", `${file}.ts`), find, replace, tests },
});

export default [
  unchecked("http-11-only", "head", 'if (httpVersion !== "1.1")', [smuggling], "if (!httpVersion)"),
  unchecked(
    "listed-methods",
    "head",
    "if (!httpMethods.includes(method))",
    [smuggling],
    "if (!httpMethods.includes(method) && !method)",
  ),
  unchecked(
    "no-change-of-protocol",
    "head",
    "if (headers.upgrade !== undefined)",
    [smuggling],
    "if (headers.upgrade === '')",
  ),
  unchecked(
    "end-to-end-headers",
    "head",
    "endToEnd.includes(name))",
    [smuggling],
    "endToEnd.includes(name) && !name)",
  ),
  unchecked("no-web-pages", "head", "  requireBrowserless(headers);\n", [admission]),
  unchecked(
    "no-body-of-get",
    "head",
    "if (bodiless.includes(method) &&",
    [smuggling],
    "if (bodiless.includes('') &&",
  ),
  unchecked("chunked-alone", "head", 'coding.toLowerCase() !== "chunked"', [head], "coding === ''"),
  unchecked(
    "declared-length",
    "head",
    "if (Number(length ?? 0) > mostBytes)",
    [bodies],
    "if (mostBytes < 0)",
  ),
  unchecked("strict-parser", "serve", "insecureHTTPParser: false", [guide], "insecureHTTPParser: true"),
  unchecked(
    "own-address-alone",
    "target",
    "authority?.toLowerCase() === host.toLowerCase()",
    [smuggling],
    "host",
  ),
  unchecked(
    "loopback-names",
    "admission",
    'if (isLoopback && !isLoopbackName(headers.host ?? ""))',
    [admission],
    'if (isLoopback && !isLoopbackName(headers.host ?? "") && !headers)',
  ),
  unchecked(
    "client-token",
    "admission",
    "hasHash(token, clientToken)",
    [admission],
    "(hasHash(token, clientToken) || token)",
  ),
  unchecked(
    "token-elsewhere",
    "../boundary/edge-options",
    "if (!isThisMachine(host))",
    [settings, options],
    "if (host === '')",
  ),
  unchecked(
    "token-or-said-otherwise",
    "../boundary/edge-options",
    "if (isDeclined) return;",
    [settings, options],
    "if (!isDeclined || isDeclined) return;",
  ),
  unchecked(
    "no-call-of-a-refused-boundary",
    "../boundary/registry/contact",
    "couldn't be asked for the mapping: ${error.message}\\n`);\n        // What an answer said before still applies while the server can't be reached.\n        if (!isUnreached(error))",
    [refused],
    "couldn't be asked for the mapping: ${error.message}\\n`);\n        if (error.exit === 'ok')",
  ),
  unchecked(
    "no-tool-of-a-refused-boundary",
    "../boundary/registry/contact",
    "return kept.isRefused ? nothing : offlinePins(options);",
    [refused],
    "return isUnreached(error) ? offlinePins(options) : nothing;",
  ),
  unchecked(
    "a-limit-is-a-refusal",
    "../boundary/registry/contact",
    'exit === "unreachable" ||',
    [refused],
    'exit === "unreachable" || exit === "rate_limited" ||',
  ),
  unchecked(
    "a-refusal-over-the-mapping",
    "../boundary/registry/kept-mapping",
    "return this.#refusal ?? this.#inUse;",
    [registered, refused],
    "return this.#inUse;",
  ),
  unchecked(
    "waiting-call-mapped-again",
    "mapped",
    "  if (!settings.kept) return undefined;\n",
    [registered],
    "  if (settings.kept) return undefined;\n",
  ),
  unchecked(
    "https-upstream",
    "../boundary/edge-options",
    "if (url && isSafe && form",
    [settings, options],
    "if (url && isSafe !== undefined && form",
  ),
  unchecked(
    "reserved-headers",
    "../boundary/edge-options",
    "if (reserved.includes(name.toLowerCase()))",
    [settings, options],
    "if (reserved.length === 0)",
  ),
  unchecked(
    "listed-headers",
    "headers",
    "forwardedHeaders.flatMap((name)",
    [headers],
    "Object.keys(headers).flatMap((name)",
  ),
  unchecked("named-request-headers", "headers", " || named.includes(name)", [headers]),
  unchecked(
    "hop-by-hop-answers",
    "headers",
    "...withheld, ...named]",
    [headers],
    "...withheld, ...named.slice(named.length)]",
  ),
  unchecked(
    "withheld-answers",
    "headers",
    "...hopByHop, ...withheld,",
    [headers],
    "...hopByHop, ...(withheld && []),",
  ),
  unchecked(
    "spooled-limit",
    "spool",
    "if (body.bytes + value.length > mostBytes)",
    [bodies],
    "if (mostBytes < 0)",
  ),
  unchecked(
    "slow-bodies",
    "spool",
    "await Promise.race([chunks.next(), late])",
    [bodies],
    "(void late, await chunks.next())",
  ),
  unchecked("private-files", "spool", "0o600", [bodies], "0o644"),
  unchecked("nameless-files", "spool", "  unlinkSync(path);\n", [bodies]),
  unchecked("client-gone", "exchange", '  socket.once("close", abort);\n', [decisions]),
  unchecked(
    "new-connection",
    "send-call",
    "isSent ? uncertain(error) : error",
    [answers],
    "isSent ? error : error",
  ),
  unchecked(
    "half-answers",
    "relay",
    "    client.destroy();\n    throw uncertain",
    [answers],
    "    response.end();\n    throw uncertain",
  ),
  unchecked(
    "gateway-errors",
    "relay",
    "if (gatewayErrors.includes(status))",
    [answers],
    "if (gatewayErrors.length === 0)",
  ),
];
