import { connect, Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import {
  type Answer,
  choosePrimary,
  isOutdated,
  type NoPrimaryError,
  type Timelines,
} from "./choose-primary.ts";
import { urlsOf } from "./hosts.ts";
import { Server } from "./server.ts";

/** How much longer than the first primary the other servers get to answer. */
const graceMilliseconds = 300;
const followMilliseconds = 1000;

type LookedAt = Pick<Server, "url" | "look">;

const primaries = new Map<string, Primary>();

/** The primary among several hosts of a connection string: one for all connections of the process. */
export function primaryOf(url: string): Primary {
  const known = primaries.get(url) ?? new Primary(urlsOf(url).map((one) => new Server(one)));
  primaries.set(url, known);
  return known;
}

/** The servers of one connection string, and the connections of this process to them. */
export class Primary {
  readonly #newest: Timelines = new Map();
  readonly #sockets = new Map<Socket, string>();
  #finding: Promise<string[]> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly servers: readonly LookedAt[]) {}

  /** The connection string of the server to connect to now. @throws {NoPrimaryError} */
  async find(): Promise<string> {
    const [first = ""] = await this.#findAll();
    return first;
  }

  /** Connects to the primary. Where there is none, the socket ends with the reason. */
  async connect(): Promise<Socket> {
    try {
      const url = await this.find();
      const address = addressOf(url);
      // The driver compares the certificate with the host.
      return this.follow(Object.assign(connect(address), { host: address.host }), url);
    } catch (error) {
      const none = new Socket();
      // The driver doesn't listen yet.
      setImmediate(() => none.destroy(error as Error));
      return none;
    }
  }

  /**
   * Ends the socket when another server is the primary, or when several could be: a server that only was out of
   * reach when its standby took its place would accept writes that no one else sees.
   */
  follow<Followed extends Socket>(socket: Followed, url: string): Followed {
    this.#sockets.set(socket, url);
    socket.once("close", () => this.#sockets.delete(socket));
    this.#timer ??= setInterval(() => void this.#leaveOthers(), followMilliseconds).unref();
    return socket;
  }

  async #leaveOthers(): Promise<void> {
    // The driver takes the listener away when it begins TLS.
    for (const socket of this.#sockets.keys()) if (socket.destroyed) this.#sockets.delete(socket);
    if (this.#sockets.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const mayStay = await this.#findAll().then(
      (found) => (url: string) => found.includes(url),
      (error: NoPrimaryError) => error.mayStay,
    );
    // Without an error: a driver that gets one over TLS may still write, and the process would end with EBADF.
    for (const [socket, url] of this.#sockets) if (!mayStay(url)) socket.destroy();
  }

  /** A look is shared while it lasts. */
  #findAll(): Promise<string[]> {
    this.#finding ??= this.#lookAtAll().finally(() => {
      this.#finding = undefined;
    });
    return this.#finding;
  }

  /** A server that is out of reach delays a connection by the grace alone. */
  async #lookAtAll(): Promise<string[]> {
    const answers = new Map<string, Answer>();
    let isFound = () => {};
    const found = new Promise<void>((resolve) => {
      isFound = resolve;
    });
    const all = Promise.all(
      this.servers.map(async (server) => {
        const answer = await answerOf(server);
        answers.set(server.url, answer);
        if ("look" in answer && answer.look.isWritable && !isOutdated(answer.look, this.#newest)) isFound();
      }),
    );
    await Promise.race([all, found.then(() => pause(graceMilliseconds))]);
    return choosePrimary(
      this.servers.flatMap(({ url }) => answers.get(url) ?? []),
      this.#newest,
    );
  }
}

async function answerOf(server: LookedAt): Promise<Answer> {
  try {
    return { url: server.url, look: await server.look() };
  } catch (error) {
    const { code = "", message } = error as { code?: string; message: string };
    // PostgreSQL's own words; or the code of a lost connection, which the driver describes with all hosts.
    return { url: server.url, fault: /^[0-9A-Z]{5}$/.test(code) || code === "" ? message : code };
  }
}

/** For `connect`, which takes an IPv6 address without brackets. */
export function addressOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 5432) };
}
