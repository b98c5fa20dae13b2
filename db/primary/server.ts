import postgres, { type Sql } from "postgres";

/** What decides which of several servers is the primary. */
export interface Look {
  isWritable: boolean;
  /** The same for a server and its standbys. */
  system: string;
  /** Of a primary, in eight hexadecimal digits: each promotion begins the next one. */
  timeline: string | null;
  /** Tells a server from another one with the same timeline. */
  startedAt: string;
}

const patienceMilliseconds = 2000;

/** One of the servers that a connection string names, with a connection to look at it. */
export class Server {
  #client: Sql;

  constructor(readonly url: string) {
    this.#client = open(url);
  }

  /** @throws why there is no answer, or none in time */
  async look(): Promise<Look> {
    const client = this.#client;
    const giveUp = setTimeout(() => {
      // A stopped process answers nothing, and later looks must not queue behind this one.
      this.#client = open(this.url);
      void client.end({ timeout: 0 });
    }, patienceMilliseconds);
    try {
      const [found] = await client<[Look]>`
        select not (pg_is_in_recovery() or current_setting('transaction_read_only')::bool) as "isWritable",
          (select system_identifier::text from pg_control_system()) as system,
          case when not pg_is_in_recovery() then left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) end as timeline,
          pg_postmaster_start_time()::text as "startedAt"`;
      return found;
    } finally {
      clearTimeout(giveUp);
    }
  }
}

function open(url: string): Sql {
  return postgres(url, {
    ...{ max: 1, idle_timeout: 5, connect_timeout: 5, backoff: () => 0.2, fetch_types: false },
    ...{ connection: { application_name: "countersign primary" }, onnotice: () => {} },
  });
}
