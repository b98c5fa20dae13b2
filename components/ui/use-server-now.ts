import { useEffect, useState } from "react";

/** The server's time in milliseconds, on an open page too, without the offset of the device's clock. */
export function useServerNow(renderedAt: string, refreshMilliseconds = 1000): number {
  const [now, setNow] = useState(() => Date.parse(renderedAt));
  useEffect(() => {
    // `performance` counts on while a changed system clock would jump.
    const offset = Date.parse(renderedAt) - performance.now();
    const read = () => setNow(offset + performance.now());
    const timer = setInterval(read, refreshMilliseconds);
    document.addEventListener("visibilitychange", read);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", read);
    };
  }, [renderedAt, refreshMilliseconds]);
  // A page that was rendered again is newer than the last tick.
  return Math.max(now, Date.parse(renderedAt));
}
