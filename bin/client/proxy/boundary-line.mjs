// @ts-check

import { postSigned } from "../boundary/post-signed.mjs";
import { readBoundaryCredentials } from "../boundary/registry/boundary-credentials.mjs";
import { clientVersion } from "../boundary/registry/register.mjs";
import { Fault } from "../fault.mjs";
import { visible } from "../visible.mjs";

/** How often the proxy reports, and so how soon it notices that its key was revoked. */
const secondsBetween = 30;

/**
 * A registered proxy's line to Countersign: reports that the proxy is there, and with which mapping.
 * A proxy that the server refuses, such as a revoked one, holds every call. While the server can't be
 * reached, no call is decided, so that the last answer stays.
 */
export class BoundaryLine {
  #isRefused = false;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /**
   * @param {string} file the path of the boundary's credentials
   * @param {{io: import("../io.mjs").Io, upstream: URL, mappingDigest?: string}} options
   */
  constructor(file, { io, upstream, mappingDigest }) {
    this.credentials = readBoundaryCredentials(file);
    this.io = io;
    this.contact = {
      ...{ version: clientVersion(), kind: "http_proxy", upstream: upstream.origin, tools: [] },
      mapping_digest: mappingDigest,
    };
  }

  get id() {
    return this.credentials.boundary;
  }

  /** Whether Countersign refused the last contact. */
  get isRefused() {
    return this.#isRefused;
  }

  /** Reports now, and again regularly. */
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
    const { io, credentials, contact: body } = this;
    const path = `/api/v1/boundaries/${encodeURIComponent(credentials.boundary)}/contact`;
    try {
      const quiet = { ...io, isTerminal: false, err: () => {} };
      await postSigned(quiet, credentials, { path, body, timeoutSeconds: 10 }, { patienceSeconds: 0 });
      this.#isRefused = false;
    } catch (error) {
      io.err(
        `The proxy couldn't report to Countersign: ${visible(error instanceof Error ? error.message : error)}\n`,
      );
      if (isRefusal(error)) this.#isRefused = true;
    }
  }
}

/** @param {unknown} error */
function isRefusal(error) {
  return !(error instanceof Fault) || !["unreachable", "rate_limited", "failed"].includes(error.exit);
}
