/** What a pooler in between makes impossible. */
export class PoolerError extends Error {
  override readonly name = "PoolerError";
  constructor(readonly reason: "deaf" | "unlimited") {
    super(reason === "deaf" ? "no notification arrived" : "the pool's sessions lack their limits");
  }
}
