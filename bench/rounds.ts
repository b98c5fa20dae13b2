import type { Database } from "#db/client";
import { type CpuTime, findPostmaster, readCpu } from "./cpu.ts";
import { type Answer, drive, type PreparedRequest } from "./http-client.ts";
import type { RunningServer } from "./servers.ts";

/** One measured round of equal requests. */
export interface Round {
  requests: number;
  perSecond: number;
  /** Microseconds of processor time for each request; undefined where `/proc` is missing. */
  cpuMicros: CpuTime | undefined;
  /** Bytes of PostgreSQL's write-ahead log for each request. */
  walBytes: number;
  /** Commits in PostgreSQL for each request, of any transaction, also of background jobs. */
  commits: number;
}

/** Sends rounds of requests and measures what each request costs. */
export class Rounds {
  private readonly rates = new Map<string, number>();

  private constructor(
    private readonly db: Database,
    private readonly postmaster: number,
    private readonly seconds: number,
  ) {}

  /** @param seconds how long one round should take. */
  static async open(db: Database, { seconds }: { seconds: number }): Promise<Rounds> {
    return new Rounds(db, await findPostmaster(db), seconds);
  }

  /** How many requests of this kind fill a round, at the rate of the kind's last round. */
  count(kind: string): number {
    return Math.ceil((this.rates.get(kind) ?? 500) * this.seconds);
  }

  /**
   * Sends all requests over `connections`, each connection the next as soon as it is answered. Several
   * servers share the connections, and their processor time is added.
   * @throws if an answer has another status than those expected.
   */
  async measure(
    kind: string,
    server: RunningServer | RunningServer[],
    requests: PreparedRequest[],
    { connections, expectedStatus }: { connections: number; expectedStatus: number | number[] },
  ): Promise<Round & { answers: Answer[] }> {
    const servers = [server].flat();
    const before = await this.read(servers);
    const { seconds, answers } = await drive(
      servers.map(({ port }) => port),
      requests,
      connections,
    );
    const after = await this.read(servers);
    const wrong = answers.find(({ status }) => ![expectedStatus].flat().includes(status));
    if (wrong)
      throw new Error(`expected ${expectedStatus}, got ${wrong.status}: ${wrong.body.slice(0, 300)}`);
    const perSecond = requests.length / seconds;
    this.rates.set(kind, perSecond);
    return {
      requests: requests.length,
      perSecond,
      cpuMicros: difference(before.cpu, after.cpu, requests.length),
      walBytes: (after.walBytes - before.walBytes) / requests.length,
      commits: (after.commits - before.commits) / requests.length,
      answers,
    };
  }

  async read(servers: RunningServer[]) {
    const [row] = await this.db.$client<{ walBytes: string; commits: string }[]>`
      select pg_current_wal_insert_lsn() - '0/0' as "walBytes", pg_stat_get_db_xact_commit(oid) as commits
      from pg_database where datname = current_database()`;
    const cpu = readCpu({ servers: servers.map(({ pid }) => pid), postmaster: this.postmaster });
    return { cpu, walBytes: Number(row?.walBytes), commits: Number(row?.commits) };
  }
}

function difference(before: CpuTime | undefined, after: CpuTime | undefined, requests: number) {
  if (!before || !after) return undefined;
  const each = (part: keyof CpuTime) => ((after[part] - before[part]) * 1000) / requests;
  return { main: each("main"), threads: each("threads"), postgres: each("postgres"), load: each("load") };
}
