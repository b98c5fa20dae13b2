import { CallError } from "./call-error.ts";

/** Headers whose repetition two servers could read differently. */
const once = [
  "content-encoding",
  "content-length",
  "content-type",
  "expect",
  "host",
  "prefer",
  "proxy-authorization",
  "transfer-encoding",
  "x-countersign-token",
];

/**
 * Headers that change a call's method, address, operation or body, which a gateway has to remove
 * (docs/guides/gateways.md). Not `x-forwarded-server`: Traefik sends it with every check.
 */
export const overridingHeaders = Object.freeze([
  "content-range",
  "destination",
  "forwarded",
  "soapaction",
  "x-amz-target",
  "x-envoy-original-path",
  "x-forwarded-method",
  "x-forwarded-path",
  "x-forwarded-prefix",
  "x-forwarded-uri",
  "x-host",
  "x-http-method",
  "x-http-method-override",
  "x-method-override",
  "x-original-host",
  "x-original-method",
  "x-original-path",
  "x-original-uri",
  "x-original-url",
  "x-rewrite-url",
]);

/**
 * Checks a call's headers, and returns those that are part of its action. @throws {CallError}
 * @param rawHeaders names and values in turn: Node joins or drops repeated headers everywhere else
 */
export function readHeaders(
  rawHeaders: readonly string[],
  refused: readonly string[] = [],
): { contentType?: string; accept?: string } {
  // A value that continues on a second line (RFC 9112 section 5.2).
  if (rawHeaders.some((text) => /[\r\n]/.test(text)))
    throw new CallError("/headers", "has a header that continues on a second line");
  const values = valuesByName(rawHeaders);
  for (const name of [...overridingHeaders, ...refused])
    if (values.has(name))
      throw new CallError("/headers", `has the header ${name}, which could change the call`);
  for (const name of once)
    if ((values.get(name)?.length ?? 0) > 1)
      throw new CallError("/headers", `has more than one header ${name}`);
  const encoding = values.get("content-encoding")?.[0];
  if (encoding !== undefined && encoding.toLowerCase() !== "identity")
    throw new CallError("/headers", "has an encoded body (Content-Encoding)");
  const [contentType] = values.get("content-type") ?? [];
  const accept = values.get("accept")?.join(", ");
  return {
    ...(contentType !== undefined && { contentType: plainValue(contentType, "Content-Type") }),
    ...(accept !== undefined && !isUsualAccept(accept) && { accept: plainValue(accept, "Accept") }),
  };
}

/** By lower-case name. CGI and PHP read `X_Method_Override` and `X.Method.Override` as with dashes. */
function valuesByName(rawHeaders: readonly string[]) {
  const values: Map<string, string[]> = new Map();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? "").toLowerCase();
    const dashed = name.replace(/[^a-z0-9]/g, "-");
    if (dashed !== name && (once.includes(dashed) || dashed === "accept"))
      throw new CallError("/headers", `spells ${dashed} in another way`);
    values.set(dashed, [...(values.get(dashed) ?? []), rawHeaders[at + 1] ?? ""]);
  }
  return values;
}

/** Whether an `Accept` is usual. An unusual one can choose another result, and is part of the action. */
function isUsualAccept(accept: string) {
  return ["*/*", "application/json", "application/json, text/plain, */*"].includes(accept);
}

/** One line of one header: gateways join repeated headers by a comma. */
function plainValue(value: string, name: string) {
  const isOne = name === "Accept" || !value.includes(",");
  if (isOne && /^[\x20-\x7e]{1,200}$/.test(value)) return value;
  throw new CallError("/headers", `has a ${name} that isn't one value of 1 to 200 ASCII characters`);
}
