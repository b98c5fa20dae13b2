/** A share as a percentage, never rounded up: 100% means every item. Null for an empty total. */
export function shareText(value: number | null, total: number | null): string | null {
  return value === null || !total ? null : `${Math.floor((value / total) * 100)}%`;
}

/** Seconds in words: "42 s", "3 min 10 s", "2 h 5 min", "3 d 4 h". */
export function secondsText(seconds: number): string {
  const whole = Math.round(seconds);
  const units: [number, string][] = [
    [86_400, "d"],
    [3600, "h"],
    [60, "min"],
    [1, "s"],
  ];
  const first = units.findIndex(([size]) => whole >= size);
  if (first < 0) return "< 1 s";
  return units
    .slice(first, first + 2)
    .map(([size, unit], index) => [
      Math.floor((index === 0 ? whole : whole % (units[first]?.[0] ?? 1)) / size),
      unit,
    ])
    .filter(([count]) => count !== 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

/**
 * A figure's number as text: "12 of 14 agents", "3 min 10 s", "1,204 requests". A missing or zero
 * total is left out.
 */
export function figureText({
  value,
  total,
  unit,
}: {
  value: number | null;
  total: number | null;
  unit: string;
}): string {
  if (value === null) return "No data";
  if (unit === "seconds") return secondsText(value);
  const count = value.toLocaleString("en");
  if (total) return `${count} of ${counted(total, unit)}`;
  return counted(value, unit);
}

/** "1 agent", "1,204 agents". */
export function counted(count: number, unit: string): string {
  const noun = unit === "people" ? (count === 1 ? "person" : unit) : count === 1 ? unit.slice(0, -1) : unit;
  return `${count.toLocaleString("en")} ${noun}`;
}
