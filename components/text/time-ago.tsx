"use client";

import { useEffect, useState } from "react";
import { Time } from "./time.tsx";

const refreshMilliseconds = 20_000;

/**
 * A relative time that stays true on a page left open. `at` and `now` are ISO 8601; `now` is when
 * the server rendered.
 */
export function TimeAgo(props: { at: string; now: string }) {
  const [now, setNow] = useState(() => new Date(props.now));
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), refreshMilliseconds);
    return () => clearInterval(timer);
  }, []);
  return <Time at={new Date(props.at)} now={now} />;
}
