import type { Mapping } from "#lib/boundary/mapping/engine/read-mapping";
import { type Contact, createContact } from "../boundary/contact.ts";
import { FreshMapping } from "../boundary/fresh-mapping.ts";
import { type BoundaryCredentials, clientVersion, readBoundaryCredentials } from "../boundary/register.ts";
import type { Io } from "../io.ts";

/** How often the proxy reports, and so how soon a revoked key is noticed. */
const secondsBetween = 30;

/**
 * A registered proxy's line to Countersign: reports that the proxy is there, and with which mapping,
 * and gets the mapping that admins keep there. A proxy that the server refuses, such as a revoked one,
 * holds every call. While the server can't be reached, no call is decided, so that the last answer
 * stays.
 */
export class BoundaryLine {
  readonly credentials: BoundaryCredentials;
  readonly contact: Contact;
  readonly mapping: FreshMapping;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    file: string,
    { io, upstream, ...given }: { io: Io; upstream: URL; mapping: Mapping; mappingDigest?: string },
  ) {
    this.credentials = readBoundaryCredentials(file);
    this.contact = createContact({
      ...{ io, credentials: this.credentials, version: clientVersion(), kind: "http_proxy", ...given },
      ...{ upstream: upstream.origin, lastAnswer: `${file}.accepted` },
    });
    this.mapping = new FreshMapping(this.contact, io.now);
  }

  get id() {
    return this.credentials.boundary;
  }

  async open() {
    await this.report();
    this.#timer = setInterval(() => void this.report(), secondsBetween * 1000);
    this.#timer.unref();
  }

  close() {
    clearInterval(this.#timer);
  }

  /** Never rejects. */
  async report() {
    await this.mapping.read({ isForced: true });
  }
}
