import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

// One set per process: server.ts and Next's bundle each have a copy of this file (see runtime.ts).
const slot = Symbol.for("countersign.metrics");
const shared = globalThis as { [slot]?: Metrics };

export type Metrics = ReturnType<typeof createMetrics>;

/** This process's metrics for Prometheus. Labels are few and fixed: never an ID, never a person. */
export function metrics(): Metrics {
  shared[slot] ??= createMetrics();
  return shared[slot];
}

function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    asks: new Counter({
      name: "countersign_asks_total",
      help: "Asks answered, by outcome, without test requests",
      labelNames: ["outcome"] as const,
      registers,
    }),
    decisionSeconds: new Histogram({
      name: "countersign_decision_seconds",
      help: "Time from a request becoming pending to its decision by a person, without test requests",
      buckets: [5, 15, 30, 60, 120, 300, 600, 1800, 3600, 14_400, 86_400],
      registers,
    }),
    grantsIssued: new Counter({
      name: "countersign_grants_issued_total",
      help: "Grants issued",
      registers,
    }),
    grantsRedeemed: new Counter({
      name: "countersign_grants_redeemed_total",
      help: "Grants redeemed",
      registers,
    }),
    policyDifferences: new Counter({
      name: "countersign_policy_differences_total",
      help: "Evaluations that Cedar checked and that differ, or that Cedar could not check",
      registers,
    }),
    subtotalDifferences: new Counter({
      name: "countersign_subtotal_differences_total",
      help: "Nightly checks in which the subtotals and the requests differ",
      registers,
    }),
    waiters: new Gauge({
      name: "countersign_waiters",
      help: "Agents and browsers waiting on this process just now",
      registers,
    }),
    queueDepth: new Gauge({
      name: "countersign_queue_depth",
      help: "Requests waiting for a person, in the whole workspace, without test requests",
      registers,
    }),
    httpSeconds: new Histogram({
      name: "countersign_http_request_seconds",
      help: "Time to answer HTTP requests, waiting included",
      labelNames: ["method", "route", "status"] as const,
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30, 60],
      registers,
    }),
    databasePingSeconds: new Histogram({
      name: "countersign_database_ping_seconds",
      help: "Round trip of the smallest statement to the database",
      buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.25, 1, 5],
      registers,
    }),
  };
}
