import type { Untyped } from "#client/json/untyped";
import { isThisMachine } from "#client/this-machine";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { readText } from "../read-text.ts";
import { visible } from "../visible.ts";

/** The workload's OIDC token. Never from an argument, because other users can see arguments. */
export async function readWorkloadToken(
  values: Record<string, Untyped>,
  io: Io,
): Promise<string | undefined> {
  const source = values["workload-token"];
  const audience = values["workload-audience"];
  if (source !== undefined && audience !== undefined)
    throw new Fault("usage", "use one of --workload-token or --workload-audience");
  if (audience !== undefined) return fetchFromGitHub(audience, io);
  if (source === undefined) return io.env.COUNTERSIGN_WORKLOAD_TOKEN?.trim();
  if (isToken(source))
    throw new Fault(
      "usage",
      "tokens can't be passed as arguments because other users can see them. Use --workload-token with a file or -, or set COUNTERSIGN_WORKLOAD_TOKEN",
    );
  return (await readText(source, io)).trim();
}

function isToken(text: string) {
  return /^ey[\w-]+\.[\w-]+\.[\w-]*$/.test(text);
}

/** Asks GitHub Actions for the job's token. The permission `id-token: write` sets the variables. */
async function fetchFromGitHub(audience: string, io: Io): Promise<string> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: address, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = io.env;
  if (!address || !bearer)
    throw new Fault(
      "usage",
      "--workload-audience needs a GitHub Actions job with the permission id-token: write. Elsewhere, use --workload-token",
    );
  const url = requestUrl(address);
  url.searchParams.set("audience", audience);
  try {
    const response = await fetch(url, {
      headers: { accept: "application/json", authorization: `Bearer ${bearer}` },
      redirect: "error",
      signal: AbortSignal.timeout(30_000),
    });
    const { value } = Object(await response.json());
    if (response.ok && typeof value === "string") return value;
    throw new Error(`HTTP ${response.status}`);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Fault("unreachable", `GitHub Actions didn't issue a token (${visible(why)})`, { cause });
  }
}

/** The job's credential is sent to this address. */
function requestUrl(address: string) {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && (url.protocol === "https:" || isThisMachine(url.hostname))) return url;
  throw new Fault("usage", "ACTIONS_ID_TOKEN_REQUEST_URL must be an https URL");
}
