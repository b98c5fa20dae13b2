import type { Untyped } from "#client/json/untyped";
import { newKeyPair } from "#client/keys";
import about from "../../../package.json" with { type: "json" };
import { adviceTo, credentialsPath, readPrivateFile, reserveFile } from "../agent/credentials.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { readOrigin, readPatience } from "../options.ts";
import { visible } from "../visible.ts";
import { postSigned } from "./post-signed.ts";

/** `countersign boundary register`: enrolls a new key for a boundary, in a 0600 file of its own. */
export async function registerBoundary(values: Record<string, Untyped>, io: Io): Promise<"ok"> {
  if (!values.url) throw new Fault("usage", "missing --url (your Countersign URL)");
  const url = readOrigin(values.url);
  const code = values.code ?? io.env.COUNTERSIGN_CODE;
  if (!code) throw new Fault("usage", "missing --code (an admin gets it in Settings, Boundaries)");
  const path = boundaryPath(values.file, io.env);
  const file = reserveFile(path, { replace: values.replace });
  try {
    const { privateKey, publicKey } = await newKeyPair();
    const kind = values.kind ?? "mcp";
    const body = { code, public_key: publicKey, kind, version: clientVersion() };
    const message = { path: "/api/v1/boundaries/enrollments", body };
    const options = { patienceSeconds: readPatience(values.patience) };
    const answer = await postSigned(io, { url, key: privateKey }, message, options);
    const { id } = Object(answer?.boundary);
    if (typeof id !== "string") throw new Fault("failed", "the server didn't return the ID of a boundary");
    file.keep(`${JSON.stringify({ url, boundary: id, key: privateKey }, undefined, 2)}\n`);
    io.err(`Registered as ${visible(id)}. Credentials saved to ${visible(path)}.\n`);
  } catch (fault) {
    file.discard();
    throw fault;
  }
  return "ok";
}

function boundaryPath(file: string | undefined, env: NodeJS.ProcessEnv) {
  return credentialsPath({ file, profile: "boundary" }, env);
}

export function clientVersion(): string {
  return about.version;
}

/** A registered boundary's credentials. */
export interface BoundaryCredentials {
  url: string;
  boundary: string;
  /** `whsk_...`. */
  key: string;
}

/** Reads the credentials. Refuses a file readable by other users. */
export function readBoundaryCredentials(path: string): BoundaryCredentials {
  const { url, boundary, key } = readPrivateFile(path, adviceTo("boundary register"));
  if (typeof url !== "string" || typeof boundary !== "string" || typeof key !== "string")
    throw new Fault("usage", `${path} is missing url, boundary or key`);
  return { url, boundary, key };
}
