import { auditQueryText } from "#app/web/query/audit-query";
import { addSeconds } from "#lib/kernel/clock";

const ranges = [
  { label: "Today", days: 1 },
  { label: "Last 7 days", days: 7 },
  { label: "Last 30 days", days: 30 },
];

/** Ranges of whole UTC days up to now, combined with the page's filters. */
export function timeRanges({ to, ...values }: Record<string, string>, now: Date) {
  return ranges.map(({ label, days }) => {
    const from = addSeconds(now, -(days - 1) * 86_400)
      .toISOString()
      .slice(0, 10);
    const isCurrent = values.from === from && !to;
    return { label, isCurrent, href: `/audit?${auditQueryText({ ...values, from })}` };
  });
}
