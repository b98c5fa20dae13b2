import { outcomeOf } from "./admit.ts";

export interface NodeResponse {
  statusCode: number;
  writableFinished: boolean;
  once: (event: "close", listener: () => void) => unknown;
}

/** Reports a response as sent, or its connection as closed before. */
export function reportWhenSent(
  response: NodeResponse,
  report: (outcome: "done" | "failed" | "uncertain", error?: string) => Promise<void>,
) {
  response.once("close", () => {
    if (!response.writableFinished)
      void report("uncertain", "the connection closed before the response was sent");
    else void report(outcomeOf(response.statusCode));
  });
}
