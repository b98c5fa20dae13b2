import { Socket } from "node:net";
import pg from "pg";
import { urlsOf } from "./hosts.ts";
import { addressOf, primaryOf } from "./primary.ts";

/** Without a limit, `pg` waits for ever for a balancer that accepts a connection and leads it nowhere. */
const connectionTimeoutMillis = 5000;

/** A class of `pg`'s clients, each connected to the server that is the primary then. */
export function primaryClient(url: string): typeof pg.Client {
  const [connectionString = "", ...others] = urlsOf(url);
  if (others.length === 0) {
    return class extends pg.Client {
      constructor(config: pg.ClientConfig) {
        super({ connectionTimeoutMillis, ...config, connectionString });
      }
    };
  }
  const primary = primaryOf(url);
  return class extends pg.Client {
    readonly #socket: Socket;

    constructor(config: pg.ClientConfig) {
      const socket = new Socket();
      super({ connectionTimeoutMillis, ...config, connectionString, stream: () => socket });
      this.#socket = socket;
    }

    override connect(): Promise<pg.Client>;
    override connect(callback: (error: Error) => void): void;
    override connect(callback?: (error: Error) => void): Promise<pg.Client> | undefined {
      const connected = this.#connect();
      if (!callback) return connected;
      connected.then(() => (callback as () => void)(), callback);
      return undefined;
    }

    async #connect(): Promise<pg.Client> {
      const server = await primary.find().catch((error: unknown) => {
        // What connects again after a lost connection listens to it.
        this.emit("end");
        throw error;
      });
      Object.assign(this, addressOf(server));
      primary.follow(this.#socket, server);
      return super.connect();
    }
  };
}
