import { readPrivateFile } from "../agent/credentials.ts";
import { Fault } from "../fault.ts";

/** A registered boundary's credentials. */
export interface BoundaryCredentials {
  /** Origin of the server. */
  url: string;
  /** The boundary's ID, `bnd_...`. */
  boundary: string;
  /** `whsk_...`. */
  key: string;
}

/** Reads the credentials. Refuses a file readable by other users. */
export function readBoundaryCredentials(path: string): BoundaryCredentials {
  const { url, boundary, key } = readPrivateFile(path, "countersign boundary register");
  if (typeof url !== "string" || typeof boundary !== "string" || typeof key !== "string")
    throw new Fault("usage", `${path} is missing url, boundary or key`);
  return { url, boundary, key };
}
