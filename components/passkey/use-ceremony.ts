import { useRef, useState } from "react";
import { asRefusal, type Refusal } from "#components/api/call.ts";

/** Runs a single ceremony at a time, and stores the page's refusal. */
export function useCeremony() {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const running = useRef(false);

  /** @returns whether `ceremony` succeeded. The refusal, if any, is in `refusal`. */
  async function run(ceremony: () => Promise<void>): Promise<boolean> {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setRefusal(undefined);
    try {
      await ceremony();
      return true;
    } catch (thrown) {
      const known = asRefusal(thrown, "Something went wrong on this page. Reload and try again.");
      if (known.code !== "aborted") setRefusal(known);
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }

  return { busy, refusal, setRefusal, run };
}
